/** IEEE 754 half precision (1 sign, 5 exponent, 10 fraction bits) to and from single, on bits:
 * exact up, nearest-even down. */

const signBit = 0x8000;
const infinityBits = 0x7c00;

/** Half bits → float bits. Every half is a float: subnormals, infinities, NaN payloads
 * and −0 are kept. */
export function floatBitsOfHalf(half: number): number {
  const sign = (half & signBit) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  return fraction === 0 ? sign : sign | floatBitsOfSubnormal(fraction);
}

/** fraction · 2⁻²⁴, which single precision holds as a normal number. */
function floatBitsOfSubnormal(fraction: number): number {
  const shift = Math.clz32(fraction) - 21;
  return ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/** Float bits → half bits, to the nearest, ties to even; beyond 65504 by half a step or
 * more it is infinity. */
export function halfOfFloatBits(bits: number): number {
  const sign = (bits >>> 16) & signBit;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | infinityBits | 0x200 | ((magnitude >> 13) & 0x3ff);
  if (magnitude >= 0x477ff000) return sign | infinityBits;
  if (magnitude < 0x38800000) return sign | halfOfSmall(magnitude);
  return sign | roundShift(magnitude - 0x38000000, 13);
}

/** Below 2⁻¹⁴ a half counts in units of 2⁻²⁴: the fraction with its leading one is
 * shifted down to that unit. */
function halfOfSmall(magnitude: number): number {
  const shift = 126 - (magnitude >> 23);
  return shift > 24 ? 0 : roundShift((magnitude & 0x7fffff) | 0x800000, shift);
}

/** value / 2^shift, to the nearest, ties to even. A carry runs on into the exponent, which is what
 * rounding up to the next power of two means. */
function roundShift(value: number, shift: number): number {
  const floor = value >> shift;
  const rest = value & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return rest > tie || (rest === tie && (floor & 1) === 1) ? floor + 1 : floor;
}

let table: Uint32Array | undefined;

/** All 65,536 halves as float bits, 256 KB, made once: a look-up is several times
 * faster than the arithmetic. */
function halfTable(): Uint32Array {
  table ??= Uint32Array.from({ length: 0x10000 }, (_, half) => floatBitsOfHalf(half));
  return table;
}

/** F16 bits → float32 values. */
export function float32OfHalf(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const lookup = halfTable();
  const bits = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) bits[index] = lookup[halves[index]!]!;
  return new Float32Array(bits.buffer);
}

/** BF16 bits → float32 values: the upper half of a float. */
export function float32OfBrain(brains: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(brains.length);
  for (let index = 0; index < brains.length; index++) bits[index] = brains[index]! << 16;
  return new Float32Array(bits.buffer);
}

/** float32 values → F16 bits, to the nearest, ties to even. */
export function halfOfFloat32(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) halves[index] = halfOfFloatBits(bits[index]!);
  return halves;
}

/** float32 values → BF16 bits, to the nearest, ties to even; a NaN stays one. */
export function brainOfFloat32(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const brains = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) brains[index] = brainOfFloatBits(bits[index]!);
  return brains;
}

function brainOfFloatBits(bits: number): number {
  const upper = bits >>> 16;
  if ((bits & 0x7fffffff) > 0x7f800000) return upper | 0x40;
  const rest = bits & 0xffff;
  return rest > 0x8000 || (rest === 0x8000 && (upper & 1) === 1) ? upper + 1 : upper;
}
