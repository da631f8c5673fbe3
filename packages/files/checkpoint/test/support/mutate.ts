/** Numbers that break readers: ends of ranges, signs, lengths. */
const nasty = [0, 1, 0x7f, 0x80, 0xff];

/** A repeatable source of whole numbers below `limit`. */
export type Draw = (limit: number) => number;

/** Mulberry32: small, and good enough to choose bytes by. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Mutation = (bytes: Uint8Array, draw: Draw) => Uint8Array;

const mutations: readonly Mutation[] = [
  (bytes, draw) => bytes.with(draw(bytes.length), draw(256)),
  (bytes, draw) => bytes.with(draw(bytes.length), nasty[draw(nasty.length)]!),
  (bytes, draw) => flip(bytes, draw(bytes.length), draw(8)),
  (bytes, draw) => bytes.slice(0, draw(bytes.length)),
  (bytes, draw) => splice(bytes, draw(bytes.length), draw(9), new Uint8Array(0)),
  (bytes, draw) => splice(bytes, draw(bytes.length), 0, bytes.slice(draw(bytes.length)).subarray(0, 1 + draw(64))),
  (bytes, draw) => splice(bytes, draw(bytes.length), 8, new Uint8Array(8).fill(nasty[draw(nasty.length)]!)),
  (bytes, draw) => changeDigit(bytes, draw),
];

/** One to three random changes: a byte, a bit, a cut, a removal, a repetition, eight
 * equal bytes, a decimal digit. */
export function mutate(bytes: Uint8Array, draw: Draw): Uint8Array {
  let mutant = bytes;
  for (let count = 1 + draw(3); count > 0 && mutant.length > 0; count--) mutant = mutations[draw(mutations.length)]!(mutant, draw);
  return mutant;
}

function flip(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  return bytes.with(at, bytes[at]! ^ (1 << bit));
}

function splice(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const kept = bytes.subarray(Math.min(bytes.length, at + removed));
  const result = new Uint8Array(at + inserted.length + kept.length);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(kept, at + inserted.length);
  return result;
}

/** JSON and protocol 0 hold numbers as text, which a random byte seldom keeps well-formed. */
function changeDigit(bytes: Uint8Array, draw: Draw): Uint8Array {
  const start = draw(bytes.length);
  const at = bytes.findIndex((byte, index) => index >= start && byte >= 0x30 && byte <= 0x39);
  return at === -1 ? bytes : bytes.with(at, 0x30 + draw(10));
}
