import { readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What lies beside a `.partial` and tells what its bytes are of. */
export interface PartialFacts {
  /** As the server names it. */
  readonly version: string;
  /** Bytes of the whole file; null when the server did not tell. */
  readonly total: number | null;
  /** Who writes to it; null once nobody does. */
  readonly owner: { readonly host: string; readonly pid: number } | null;
}

/** A `.partial` that nobody writes to any more. */
export interface Leftover {
  readonly aside: string;
  readonly facts: PartialFacts;
  /** In bytes. */
  readonly size: number;
}

export const thisProcess = { host: hostname(), pid: process.pid };

/** A download that lives gets bytes more often than this, or breaks off. */
const silenceMs = 60 * 60 * 1000;

export function factsFile(aside: string): string {
  return `${aside}.json`;
}

function newFactsFile(aside: string): string {
  return `${factsFile(aside)}.new`;
}

/** Renamed into place, so that whoever reads them reads all. */
export async function writeFacts(aside: string, facts: PartialFacts): Promise<void> {
  await writeFile(newFactsFile(aside), JSON.stringify(facts));
  await rename(newFactsFile(aside), factsFile(aside));
}

/** Removes a `.partial` with what lies beside it. */
export async function removePartial(aside: string): Promise<void> {
  for (const path of [factsFile(aside), newFactsFile(aside), aside]) await rm(path, { force: true });
}

/** What earlier tries left of a file, the longest first; what is of no use to anyone is removed. */
export async function leftoversOf(path: string): Promise<Leftover[]> {
  const prefix = `${basename(path)}.`;
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix));
  const ids = names.flatMap((name) => /^([\da-f]{16}\.partial)(?:\.json(?:\.new)?)?$/u.exec(name.slice(prefix.length))?.[1] ?? []);
  const found: Leftover[] = [];
  for (const id of new Set(ids)) {
    const aside = join(dirname(path), `${prefix}${id}`);
    const state = await stat(aside).catch(() => null);
    // A process that was killed while it wrote its first facts has left nothing else.
    const facts = (await readFacts(factsFile(aside))) ?? (await readFacts(newFactsFile(aside)));
    const changed = state ?? (await stat(newFactsFile(aside)).catch(() => null));
    if (isInUse(facts, changed?.mtimeMs ?? Date.now())) continue;
    if (facts === null || state === null || state.size === 0) await removePartial(aside);
    else found.push({ aside, facts, size: state.size });
  }
  return found.toSorted((one, other) => other.size - one.size);
}

async function readFacts(path: string): Promise<PartialFacts | null> {
  try {
    const { version, total, owner } = JSON.parse(await readFile(path, 'utf8')) as Partial<PartialFacts>;
    return typeof version === 'string' ? { version, total: total ?? null, owner: owner ?? null } : null;
  } catch {
    return null;
  }
}

function isInUse(facts: PartialFacts | null, changedMs: number): boolean {
  const isSilent = Date.now() - changedMs > silenceMs;
  if (facts === null) return !isSilent; // no version to go on from, or not written yet
  return facts.owner !== null && !isSilent && (facts.owner.host !== thisProcess.host || isAlive(facts.owner.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
