import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('results/consumers.json', import.meta.url));

interface Results {
  readonly versions: Readonly<Record<string, string>>;
  /** By consumer. */
  readonly seen: Record<string, unknown>;
}

/** What earlier runs saw of each consumer: the committed table, which a run of some writes over in
 * their lines alone. */
export function seenBefore(): Record<string, unknown> {
  return read().seen;
}

/** Writes the table, with the versions of the consumers that this run had. */
export function keepSeen(seen: Readonly<Record<string, unknown>>, versions: Readonly<Record<string, string>>): void {
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores`;
  const table = { date: new Date().toISOString().slice(0, 10), machine, versions: { ...read().versions, ...versions }, seen: { ...read().seen, ...seen } };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(table, null, 2)}\n`);
}

function read(): Results {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Results) : { versions: {}, seen: {} };
}
