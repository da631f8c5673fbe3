import type { ClassCentres } from '@attune/nn';

/** Centres as text. */
export interface PackedCentres {
  readonly format: 1;
  readonly width: number;
  /** Numbers of 32 bits, least byte first, in base64. */
  readonly values: string;
}

/** In one call, more characters than these are too many arguments. */
const piece = 2 ** 13;

export function packCentres({ width, values }: ClassCentres): PackedCentres {
  const view = new DataView(new ArrayBuffer(values.length * Float32Array.BYTES_PER_ELEMENT));
  values.forEach((value, index) => view.setFloat32(index * Float32Array.BYTES_PER_ELEMENT, value, true));
  const bytes = new Uint8Array(view.buffer);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) =>
    String.fromCharCode(...bytes.subarray(index * piece, (index + 1) * piece)),
  );
  return { format: 1, width, values: btoa(pieces.join('')) };
}

export function unpackCentres({ width, values }: PackedCentres): ClassCentres {
  const bytes = Uint8Array.from(atob(values), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const count = Math.floor(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  return { width, values: Float32Array.from({ length: count }, (_, index) => view.getFloat32(index * Float32Array.BYTES_PER_ELEMENT, true)) };
}
