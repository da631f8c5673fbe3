import type { DuplicateGroup } from '@attune/data';

import { count, plural } from '../../terminal/format.ts';
import { table } from '../../terminal/table.ts';
import type { Findings, Sizes } from './findings.ts';

/** Above this, the smallest class hardly counts in the loss. */
const worthTelling = 3;

const partTitles = { train: 'training', validation: 'validation', test: 'test' } as const;

/** What a scan found, for people. */
export function describeFindings({ classes, counts, images, skipped, broken, sizes, duplicates, imbalance, alike }: Findings): string {
  const parts = (['train', 'validation', 'test'] as const).filter((part) => counts[0]?.[part] !== undefined);
  const titles = parts.map((part) => partTitles[part]);
  const rows = counts.map((one) => [one.name, ...parts.map((part) => count(one[part] ?? 0))]);
  const undivided = rows.length > 0 && counts.every(({ validation = 0 }) => validation === 0);
  const uneven = imbalance !== null && imbalance >= worthTelling;
  return [
    `${plural(images, 'image')}, ${plural(classes.length, 'class', 'classes')}`,
    ...(sizes === null ? [] : [describeSizes(sizes)]),
    ...(rows.length === 0 ? [] : ['', table(['class', ...titles], rows, titles)]),
    ...(undivided ? ['', 'Nothing is set aside for validation: attune finetune holds back about a fifth of each class.'] : []),
    ...(uneven ? ['', `Uneven: the largest class has ${imbalance.toFixed(1)} times as many training images as the smallest.`] : []),
    ...(alike.length > 0 ? ['', ...alike.map(describeAlike)] : []),
    ...section('Duplicates', duplicates.map(describeGroup)),
    ...section(
      'Skipped',
      skipped.map(({ path, reason }) => `${path}: ${reason}`),
    ),
    ...section(
      'Broken (finetune refuses them; replace or remove them, or leave them out: attune finetune DATA --skip-broken)',
      broken.map(({ path, reason }) => `${path}: ${reason}`),
    ),
  ].join('\n');
}

function describeSizes({ width, height, formats }: Sizes): string {
  const kinds = Object.entries(formats).map(([format, number]) => `${count(number)} ${format}`);
  return `${width.smallest} to ${width.largest} pixels wide (median ${width.median}), ${height.smallest} to ${height.largest} high (median ${height.median}); ${kinds.join(', ')}`;
}

/** One line on classes that are probably one. */
export function describeAlike(names: readonly string[]): string {
  return `${names.map((name) => `"${name}"`).join(' and ')} are classes of their own: if they are one, give them one name.`;
}

/** One line on a group of duplicates: what they are, what that spoils, where they lie. */
export function describeGroup({ kind, paths, acrossParts, acrossClasses }: DuplicateGroup): string {
  const spoils = [acrossParts && 'in more than one of training, validation and test', acrossClasses && 'of different classes'].filter(Boolean);
  return `${kind === 'identical' ? 'the same file' : 'look alike'}${spoils.length > 0 ? `, ${spoils.join(', ')}` : ''}: ${paths.join(', ')}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}
