/** Whether this is Node, where the native backends can be and a graphics card's cannot. */
export function isNode(): boolean {
  return typeof process === 'object' && typeof process.versions?.node === 'string';
}

/** Whether a canvas for WebGL can be made here. */
export function hasCanvas(): boolean {
  return typeof OffscreenCanvas !== 'undefined' || typeof document !== 'undefined';
}
