import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';

const count = 20;
const side = 32;

/** Writes pictures of one colour each with a table beside them: in `labels` of whether it is
 * reddish and bluish, in `numbers` of how much. */
export async function writeTold(folder: string): Promise<void> {
  const tables = { labels: ['file,labels,split'], numbers: ['file,red,blue,split'] };
  for (const kind of ['labels', 'numbers'] as const) {
    await mkdir(join(folder, kind), { recursive: true });
    for (let number = 0; number < count; number++) {
      const [red, blue] = [(number * 67) % 256, (number * 41) % 256];
      const background = { r: red, g: 60, b: blue };
      await sharp({ create: { width: side, height: side, channels: 3, background } })
        .png()
        .toFile(join(folder, kind, `${number}.png`));
      const said = kind === 'numbers' ? `${red},${blue}` : [...(red > 127 ? ['reddish'] : []), ...(blue > 127 ? ['bluish'] : [])].join(';');
      tables[kind].push(`${number}.png,${said},${number % 4 === 3 ? 'val' : 'train'}`);
    }
    await writeFile(join(folder, kind, 'table.csv'), tables[kind].join('\n'));
  }
}
