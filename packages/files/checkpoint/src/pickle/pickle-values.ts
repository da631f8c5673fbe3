/** What a pickle describes, as plain data: nothing in it is ever imported, constructed
 * or called. */

/** A name that Python would import. */
export class PickleGlobal {
  readonly module: string;
  readonly name: string;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }

  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/** What calling something unknown would have made: who, with what, and the state it was
 * given. It stays shut. */
export class PickleObject {
  readonly callable: unknown;
  /** As the pickle gave them; shared with it, since copies of one long list would cost
   * more than the file. */
  readonly parts: unknown;
  /** Items, attributes and state that came later. */
  readonly state: unknown[] = [];

  constructor(callable: unknown, parts: unknown) {
    this.callable = callable;
    this.parts = parts;
  }

  /** The class or function, such as `argparse.Namespace`. */
  get path(): string {
    let callable = this.callable;
    while (callable instanceof PickleObject) callable = callable.callable;
    return callable instanceof PickleGlobal ? callable.path : 'something unnamed';
  }
}

/** A Python dictionary, in order. Never a JavaScript object, so no key can reach a prototype. Keys
 * are kept when they are text or whole numbers: others cannot name a tensor. */
export class PickleDictionary {
  #entries: Map<string, unknown> | undefined;

  get entries(): ReadonlyMap<string, unknown> {
    return this.#entries ?? nothing;
  }

  set(key: unknown, value: unknown): void {
    if (typeof key === 'string' || typeof key === 'number') (this.#entries ??= new Map()).set(String(key), value);
  }
}

/** An empty map takes 200 bytes, and a hostile pickle may hold a million empty dictionaries. */
const nothing: ReadonlyMap<string, unknown> = new Map();
