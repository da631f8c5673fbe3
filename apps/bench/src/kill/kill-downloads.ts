import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { writeSafetensors } from '@attune/checkpoint';
import { seededRandom } from '@attune/nn';

import { attuneCommand } from './attune-process.ts';
import { type Round, type RoundsOptions, type RoundsResult, inRounds } from './rounds.ts';
import { SlowServer } from './slow-server.ts';

/** What happens beside the kill: nothing; the server names no version; the file changes before the
 * next try; another process fetches the same file and is left alone. */
const kinds = ['alone', 'without a version', 'changed meanwhile', 'beside another'] as const;
type Kind = (typeof kinds)[number];

/** Fetches weights from a slow server, killed with -9 when a random share of the bytes is sent, and
 * then again: no part may be taken for the file, and the file must come whole, of one version,
 * with nothing left beside it. */
export async function killDownloads(options: RoundsOptions): Promise<RoundsResult> {
  const random = seededRandom(options.seed);
  return inRounds(options, async (index) => {
    const home = join(options.folder, 'home');
    await rm(home, { recursive: true, force: true });
    return oneRound(kinds[index % kinds.length]!, { home, share: random() });
  });
}

async function oneRound(kind: Kind, { home, share }: { readonly home: string; readonly share: number }): Promise<Round> {
  const server = await new SlowServer(someWeights(), kind === 'without a version' ? null : '"one"').start();
  try {
    const beside = kind === 'beside another' ? ended(fetching(server, home)) : null;
    const wasKilled = await killedAt(share * server.contents.length, fetching(server, home), { server, answers: beside === null ? 1 : 2 });
    const ends = beside === null ? [] : [await beside];
    const part = await keptIn(home);
    const isPartTaken = part !== null && !(await isWhole(part, server));
    if (kind === 'changed meanwhile' && part === null) [server.contents, server.version] = [someWeights(), '"two"'];
    ends.push(await ended(fetching(server, home)));
    const fault = ends.find(({ code }) => code !== 0);
    const kept = await keptIn(home);
    const how = (server.starts.at(-1) ?? 0) > 0 ? 'resumed' : 'fetched anew';
    return {
      outcome: `${kind}, ${wasKilled ? 'killed' : 'not killed in time'}, then ${part === null ? how : 'there already'}`,
      lost: fault === undefined ? await leftIn(home, kind) : `${kind}: a process that was left alone ended with ${fault.code}: ${fault.stderr}`,
      silentlyWrong: isPartTaken || kept === null || !(await isWhole(kept, server)) ? `${kind}: the file is not what the server has` : null,
    };
  } finally {
    await server.stop();
  }
}

interface Moment {
  readonly server: SlowServer;
  /** How many have begun by then. */
  readonly answers: number;
}

/** Kills a process when so many bytes of an answer are sent; whether it was in time. */
async function killedAt(bytes: number, child: ChildProcess, { server, answers }: Moment): Promise<boolean> {
  server.onSent = (sent) => {
    if (server.starts.length === answers && sent >= bytes) child.kill('SIGKILL');
  };
  const { code } = await ended(child);
  server.onSent = null;
  return code === null;
}

const fileName = 'net.safetensors';

async function keptIn(home: string): Promise<string | null> {
  return (await filesIn(home)).find((file) => basename(file) === fileName) ?? null;
}

/** What lies beside the file. What nobody can go on with stays for an hour: it may be a living
 * process's; so does what was killed after another had brought the file. */
async function leftIn(home: string, kind: Kind): Promise<string | null> {
  const left = (await filesIn(home)).map((file) => basename(file)).filter((name) => name !== fileName);
  return ['without a version', 'beside another'].includes(kind) || left.length === 0 ? null : `${kind}: ${left.join(', ')} stay behind`;
}

/** Two megabytes, as long each time, as weights that were trained on are. */
function someWeights(): Uint8Array {
  const data = Float32Array.from(randomBytes(2 ** 19), (byte) => byte / 255);
  return writeSafetensors(new Map([['fc.weight', { dtype: 'F32' as const, shape: [data.length], data }]]));
}

function fetching({ address }: SlowServer, home: string): ChildProcess {
  return spawn(process.execPath, [attuneCommand, 'inspect', `${address}/${fileName}`, '--json'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TORCH_HOME: home },
  });
}

interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stderr: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stderr };
}

async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function isWhole(path: string, { contents }: SlowServer): Promise<boolean> {
  return (await readFile(path)).equals(contents);
}
