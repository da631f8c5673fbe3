import { type RgbImage, browserDataset, decodeImageFile, preprocess, preprocessingFor, scanFiles } from '../../src/browser.ts';

/** What a test asks of the page. Files travel as base64, for a page's messages are JSON. */
export type Request =
  | { readonly kind: 'decode'; readonly files: readonly string[]; readonly size: number | null }
  | { readonly kind: 'scan'; readonly files: readonly { readonly path: string; readonly bytes: string }[] }
  | { readonly kind: 'batch'; readonly files: readonly { readonly path: string; readonly bytes: string }[]; readonly imageSize: number };

export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** Base64. */
  readonly data: string;
}

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  void answer(data).then(postMessage, (fault: unknown) => postMessage({ fault: String(fault) }));
});

async function answer(request: Request): Promise<unknown> {
  if (request.kind === 'decode') return Promise.all(request.files.map((file) => decodeOne(file, request.size)));
  const files = request.files.map(({ path, bytes }) => ({ path, file: new Blob([fromBase64(bytes)]) }));
  if (request.kind === 'scan') {
    const { classes, train, validation, broken, skipped, faults } = await scanFiles({ files });
    return { classes, train: train.map(({ name }) => name), validation: validation?.map(({ name }) => name) ?? null, broken, skipped, faults };
  }
  const dataset = await browserDataset({ files, imageSize: request.imageSize });
  for await (const { images, labels, indices } of dataset.train.batches({ batchSize: 4, shuffle: true, augment: true, seed: 3 })) {
    const held = Array.from(dataset.validation.labels, (_, index) => dataset.validation.nameOf(index));
    return { classes: dataset.classes, held, images: [...images], labels: [...labels], indices: [...indices] };
  }
  return null;
}

async function decodeOne(file: string, size: number | null): Promise<Decoded | { readonly fault: string }> {
  try {
    const image = await decodeImageFile(fromBase64(file));
    return encoded(size === null ? image : centre(image, size));
  } catch (fault) {
    return { fault: String(fault) };
  }
}

function centre(image: RgbImage, size: number): RgbImage {
  const plain = { ...preprocessingFor({ imageSize: size }), mean: [0, 0, 0], std: [1, 1, 1] } as const;
  const values = preprocess(image, plain);
  return { width: size, height: size, data: Uint8Array.from(values, (value) => Math.round(value * 255)) };
}

function encoded({ width, height, data }: RgbImage): Decoded {
  let text = '';
  for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
  return { width, height, data: btoa(text) };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
