import type { PickleCursor } from './pickle-cursor.ts';
import { PickleError } from './pickle-error.ts';
import { PickleDictionary, PickleGlobal, PickleObject } from './pickle-values.ts';

/** What the reader of a particular kind of pickle understands beyond containers and numbers. */
export interface PickleHandlers {
  /** Stands for a persistent id. */
  persistent(id: unknown): unknown;
  /** The value that a known callable gives; `undefined` when it is not known, which leaves an
   * object shut. `charge` counts what the value is made of, before it is made. */
  call(callable: PickleGlobal, parts: readonly unknown[], charge: (count: number) => void): unknown;
}

/** The stack, marks and memo that a pickle's instructions work on. */
export class PickleMachine {
  readonly cursor: PickleCursor;
  readonly handlers: PickleHandlers;
  readonly memo = new Map<number, unknown>();
  readonly #stack: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #maxValues: number;
  #values = 0;

  constructor(cursor: PickleCursor, handlers: PickleHandlers, maxValues: number) {
    this.cursor = cursor;
    this.handlers = handlers;
    this.#maxValues = maxValues;
  }

  /** Counts what costs memory, so that a small file cannot ask for much. */
  #charge(count = 1): void {
    this.#values += count;
    if (this.#values > this.#maxValues) throw new PickleError('too-large', `the pickle makes more than ${this.#maxValues} values (maxPickleValues)`);
  }

  push(value: unknown): void {
    this.#charge();
    this.#stack.push(value);
  }

  pop(): unknown {
    this.#requireValue();
    return this.#stack.pop();
  }

  top(): unknown {
    this.#requireValue();
    return this.#stack.at(-1);
  }

  #requireValue(): void {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw new PickleError('malformed', 'an instruction of the pickle finds nothing on its stack');
  }

  mark(): void {
    this.#charge();
    this.#marks.push(this.#stack.length);
  }

  /** Everything above the last mark, which goes too. */
  popToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new PickleError('malformed', 'an instruction of the pickle finds no mark on its stack');
    return this.#stack.splice(mark);
  }

  /** `0`: a mark, when it is what lies on top, else a value. */
  discard(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  remember(index: number): void {
    this.#charge();
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    if (!this.memo.has(index)) throw new PickleError('malformed', `the pickle refers to entry ${index}, which it has not stored`);
    this.push(this.memo.get(index));
  }

  /** What Python would call is looked up among the known, else kept as an object that
   * stays shut. */
  call(callable: unknown, parts: unknown): void {
    const list = Array.isArray(parts) ? (parts as unknown[]) : [parts];
    const known = callable instanceof PickleGlobal ? this.handlers.call(callable, list, (count) => this.#charge(count)) : undefined;
    this.push(known ?? new PickleObject(callable, parts));
  }

  append(target: unknown, values: readonly unknown[]): void {
    if (Array.isArray(target)) for (const value of values) target.push(value);
    else if (target instanceof PickleObject) for (const value of values) target.state.push(value);
    else throw new PickleError('malformed', 'the pickle appends to something that is not a list');
  }

  /** `pairs` alternates keys and values. */
  assign(target: unknown, pairs: readonly unknown[]): void {
    if (pairs.length % 2 === 1) throw new PickleError('malformed', 'a dictionary of the pickle has a key without a value');
    if (target instanceof PickleDictionary) for (let index = 0; index < pairs.length; index += 2) target.set(pairs[index], pairs[index + 1]);
    else if (target instanceof PickleObject) for (const value of pairs) target.state.push(value);
    else throw new PickleError('malformed', 'the pickle assigns items of something that is not a dictionary');
  }

  dictionary(pairs: readonly unknown[]): void {
    const dictionary = new PickleDictionary();
    this.assign(dictionary, pairs);
    this.push(dictionary);
  }

  /** State of an object that stays shut; state of what is known (an ordered dictionary's
   * attributes) changes no value. */
  build(): void {
    const state = this.pop();
    const target = this.top();
    if (target instanceof PickleObject) target.state.push(state);
  }
}
