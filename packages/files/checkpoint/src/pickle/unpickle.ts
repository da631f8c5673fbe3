import { PickleCursor } from './pickle-cursor.ts';
import { PickleError } from './pickle-error.ts';
import { instructions } from './pickle-instructions.ts';
import { type PickleHandlers, PickleMachine } from './pickle-machine.ts';

export interface Unpickled {
  readonly value: unknown;
  /** Where the next pickle of a stream begins. */
  readonly end: number;
}

const stop = 0x2e;

/** Reads one pickle as data. It runs nothing: unknown names and calls stay shut objects.
 *
 * @throws {PickleError} on an unknown instruction, named with its place, and on a stream that ends
 * early or asks for too much. */
export function unpickle(bytes: Uint8Array, start: number, handlers: PickleHandlers, maxValues: number): Unpickled {
  const cursor = new PickleCursor(bytes, start);
  const machine = new PickleMachine(cursor, handlers, maxValues);
  for (let code = cursor.uint8(); code !== stop; code = cursor.uint8()) {
    const instruction = instructions.get(code);
    if (instruction === undefined) {
      throw new PickleError(
        'malformed',
        `byte 0x${code.toString(16).padStart(2, '0')} at ${cursor.position - 1} is not a pickle instruction of protocols 0 to 5`,
      );
    }
    instruction(machine);
  }
  return { value: machine.pop(), end: cursor.position };
}
