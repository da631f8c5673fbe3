import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { knownWeights } from '@attune/pretrained';
import { fileCache, torchCacheFolder } from '@attune/pretrained/node';

import type { Report } from '../command.ts';
import { percent } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';

/** The published weights that have a name here, and which of them are on this machine. */
export async function weights(): Promise<Report> {
  const cache = fileCache(torchCacheFolder());
  const rows = [];
  for (const { architecture, version, fileName, megabytes, accuracy } of knownWeights) {
    const name = `torchvision:${architecture}/${version}`;
    rows.push({ name, fileName, megabytes, accuracy, cached: existsSync(join(cache.place, fileName)) });
  }
  const cells = rows.map(({ name, fileName, megabytes, accuracy, cached }) => [name, fileName, megabytes.toFixed(1), percent(accuracy), cached ? 'yes' : '']);
  const hint = `Others: timm:NAME, hub:OWNER/REPOSITORY/FILE, https://…; files are kept in ${cache.place}`;
  return {
    json: { cache: cache.place, weights: rows },
    text: `${table(['name', 'file', 'MB', 'ImageNet top-1', 'here'], cells, ['MB', 'ImageNet top-1'])}\n\n${hint}`,
  };
}
