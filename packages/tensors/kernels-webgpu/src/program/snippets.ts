/** Comparisons with NaN are not reliable in WGSL: its bits are. */
export const isNan = `
fn isNan(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}`;

/** max(value, 0), and NaN of NaN. */
export const relu = `${isNan}
fn relu(value: f32) -> f32 {
  return select(max(value, 0.0), value, isNan(value));
}`;

/** Whether a candidate takes the place of the largest value so far: NaN is the largest, and of
 * equal ones the first is kept. */
export const largerOf = `${isNan}
fn isLarger(value: f32, place: u32, largest: f32, largestPlace: u32) -> bool {
  if (isNan(largest)) { return isNan(value) && place < largestPlace; }
  return isNan(value) || value > largest || (value == largest && place < largestPlace);
}`;
