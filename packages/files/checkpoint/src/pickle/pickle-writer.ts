/** Opcodes of pickle protocol 2 that a state dict needs.
 *
 * Source: CPython's `pickletools`. */
const opcode = {
  protocol: 0x80,
  stop: 0x2e,
  mark: 0x28,
  emptyTuple: 0x29,
  tuple: 0x74,
  global: 0x63,
  reduce: 0x52,
  setItems: 0x75,
  unicode: 0x58,
  byte: 0x4b,
  int: 0x4a,
  long: 0x8a,
  newFalse: 0x89,
  persistentId: 0x51,
} as const;

/** Writes pickles of what they are made of: globals, calls, tuples, text, whole numbers. */
export class PickleWriter {
  readonly #bytes: number[] = [opcode.protocol, 2];

  /** The class or function of that name in a Python module. */
  global(module: string, name: string): this {
    return this.#put(opcode.global, ...ascii(`${module}\n${name}\n`));
  }

  /** Calls the global before the tuple. */
  reduce(): this {
    return this.#put(opcode.reduce);
  }

  emptyTuple(): this {
    return this.#put(opcode.emptyTuple);
  }

  /** A tuple of what `items` writes. */
  tuple(items: () => void): this {
    this.#put(opcode.mark);
    items();
    return this.#put(opcode.tuple);
  }

  /** Puts the keys and values that `pairs` writes into the dictionary before it. */
  setItems(pairs: () => void): this {
    this.#put(opcode.mark);
    pairs();
    return this.#put(opcode.setItems);
  }

  text(value: string): this {
    const bytes = new TextEncoder().encode(value);
    return this.#put(opcode.unicode, ...littleEndian(bytes.length, 4), ...bytes);
  }

  /** A whole number from 0 up to 2⁵³. */
  whole(value: number): this {
    if (value < 2 ** 8) return this.#put(opcode.byte, value);
    if (value < 2 ** 31) return this.#put(opcode.int, ...littleEndian(value, 4));
    return this.#put(opcode.long, 8, ...littleEndian(value, 8));
  }

  false(): this {
    return this.#put(opcode.newFalse);
  }

  /** Takes the tuple before it as the name of something that lies outside the pickle. */
  persistentId(): this {
    return this.#put(opcode.persistentId);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from([...this.#bytes, opcode.stop]);
  }

  #put(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function littleEndian(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** index) % 256);
}
