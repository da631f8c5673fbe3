import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder under the system's temporary one. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'attune-cli-'));
}

/** Writes small PPM images, one flat colour a class with a little noise: `red` and
 * `blue` can be told apart. */
export async function writeColourFolder(
  root: string,
  { train = 12, validation = 6 }: { readonly train?: number; readonly validation?: number } = {},
): Promise<void> {
  const colours = { blue: [30, 40, 220], red: [220, 40, 30] } as const;
  for (const [part, images] of [
    ['train', train],
    ['val', validation],
  ] as const) {
    for (const [name, colour] of Object.entries(colours)) {
      await mkdir(join(root, part, name), { recursive: true });
      for (let index = 0; index < images; index++) await writeFile(join(root, part, name, `${index}.ppm`), flatImage(colour, index));
    }
  }
}

function flatImage(colour: readonly number[], seed: number): Uint8Array {
  const size = 40;
  const pixels = Uint8Array.from({ length: size * size * 3 }, (_, at) => Math.min(255, colour[at % 3]! + ((at * 31 + seed * 17) % 29)));
  return Buffer.concat([Buffer.from(`P6\n${size} ${size}\n255\n`), pixels]);
}
