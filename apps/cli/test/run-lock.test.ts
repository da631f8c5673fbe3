import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';

const program = fileURLToPath(new URL('fixtures/lock-run.mjs', import.meta.url));
const processes = 4;
const rounds = 25;

let run: string;
let rivals: ChildProcess[];

beforeAll(async () => {
  run = await temporaryFolder();
  rivals = Array.from({ length: processes }, () => fork(program, [run], { execArgv: [] }));
  await Promise.all(rivals.map((rival) => once(rival, 'message')));
});

afterAll(async () => {
  for (const rival of rivals) rival.kill('SIGKILL');
  await rm(run, { recursive: true });
});

async function ask(rival: ChildProcess, question: object): Promise<unknown> {
  const answer = once(rival, 'message');
  rival.send(question);
  return (await answer)[0];
}

/** What a process that was killed leaves behind: a lock, half of one, or one and a takeover that
 * was under way. */
async function leaveStale(round: number): Promise<void> {
  const dead = JSON.stringify({ pid: 2 ** 22 + 1 + round, host: hostname(), started: 'never' });
  await writeFile(join(run, 'run.lock'), round % 3 === 1 ? dead.slice(0, 9) : dead);
  if (round % 3 === 2) await writeFile(join(run, 'run.lock.takeover'), dead);
}

it(`of ${processes} processes that find a dead one's lock at once, one gets the run, the others name it, in ${rounds} rounds`, async () => {
  for (let round = 0; round < rounds; round++) {
    await leaveStale(round);
    const at = Date.now() + 40;
    const answers = await Promise.all(rivals.map((rival) => ask(rival, { lockAt: at })));
    const winner = rivals[answers.indexOf('locked')]!;
    const others = answers.filter((answer) => answer !== 'locked');
    expect(others, `round ${round}: ${answers}`).toEqual(Array.from({ length: processes - 1 }, () => `ATTUNE_RUN_LOCKED ${winner.pid}`));
    expect(await readdir(run)).toEqual(['run.lock']);
    await ask(winner, {});
    expect(await readdir(run)).toEqual([]);
  }
});
