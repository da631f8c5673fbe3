/** Pieces that readers trip over: numbers at the edge of their types, names of prototypes,
 * instructions of pickles, beginnings of zips. */
const splices: readonly (readonly number[])[] = [
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0x80],
  [...'__proto__'].map((letter) => letter.charCodeAt(0)),
  [...'constructor'].map((letter) => letter.charCodeAt(0)),
  [...'../../'].map((letter) => letter.charCodeAt(0)),
  [...'9007199254740993'].map((letter) => letter.charCodeAt(0)),
  [...'cos\nsystem\n(Vx\ntR'].map((letter) => letter.charCodeAt(0)),
  [...'q\x00h\x00h\x00'].map((letter) => letter.charCodeAt(0)),
  [...'}}((tR'].map((letter) => letter.charCodeAt(0)),
  [...'PK\x03\x04'].map((letter) => letter.charCodeAt(0)),
  [...'PK\x05\x06'].map((letter) => letter.charCodeAt(0)),
  [...'{"a":{"dtype":"F32"'].map((letter) => letter.charCodeAt(0)),
];

/** Another file from a valid one: a few bytes changed, cut, doubled, or replaced by
 * what readers trip over. */
export function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (let times = 1 + below(random, 4); times > 0; times--) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(bytes: Uint8Array<ArrayBuffer>, random: () => number): Uint8Array<ArrayBuffer> {
  const at = below(random, Math.max(1, bytes.length));
  switch (below(random, 6)) {
    case 0:
      return withBytes(bytes, at, [(bytes[at] ?? 0) ^ (1 << below(random, 8))]);
    case 1:
      return withBytes(bytes, at, [below(random, 256)]);
    case 2:
      return bytes.slice(0, at);
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - below(random, 40))));
    case 4:
      return withBytes(bytes, at, splices[below(random, splices.length)]!);
    default:
      return joined(bytes.subarray(0, at), Uint8Array.from(splices[below(random, splices.length)]!), bytes.subarray(at));
  }
}

function withBytes(bytes: Uint8Array<ArrayBuffer>, at: number, values: readonly number[]): Uint8Array<ArrayBuffer> {
  values.forEach((value, index) => void (bytes[at + index] = value));
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}
