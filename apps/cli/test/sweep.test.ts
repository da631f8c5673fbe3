import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type TrialResult, parseResults } from '@attune/sweep';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { patience } from '../../../tools/testing/patience.ts';
import { onceHolds } from '../../../tools/testing/when-there.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const network = 'arch: resnet20, image-size: 32, batch-size: 8';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'both'), { train: 8, validation: 4 });
  await cp(join(root, 'both/train'), join(root, 'classes'), { recursive: true });
});

afterAll(() => rm(root, { recursive: true }));

/** A spec in a file of its own; gives its path. */
async function spec(name: string, lines: string): Promise<string> {
  const path = join(root, `${name}.yaml`);
  await writeFile(path, `name: ${name}\n${lines}`);
  return path;
}

const sweep = (path: string, out: string, ...words: string[]) => runAttune('sweep', path, '--out', join(root, out), '--jobs', '2', '--json', ...words);
const resultsOf = async (out: string): Promise<TrialResult[]> => parseResults(await readFile(join(root, out, 'results.jsonl'), 'utf8'));
const bits = (results: readonly TrialResult[]) =>
  results.map(({ digest, metrics, weights }) => ({ digest, metrics, weights })).toSorted((a, b) => (a.digest < b.digest ? -1 : 1));

describe('attune sweep', () => {
  it('trains every trial once, compares with the control, and knows what is done when it is called again', async () => {
    const path = await spec(
      'grid',
      `finetune: { data: ${root}/both, ${network}, epochs: [1, 0, 0] }\naxes: { attention: [none, identity] }\nseeds: 2\ncontrol: { attention: none }\n`,
    );
    const { code, stdout, stderr } = await sweep(path, 'grid');
    expect([code, stderr]).toEqual([0, expect.stringContaining('4 trials')]);
    const json = JSON.parse(stdout) as {
      readonly cells: readonly { readonly accuracy: { count: number }; readonly againstControl: { count: number } | null }[];
    };
    expect(json.cells.map(({ accuracy, againstControl }) => [accuracy.count, againstControl?.count])).toEqual([
      [2, undefined],
      [2, 2],
    ]);
    const results = await resultsOf('grid');
    expect(results.map(({ status, machine }) => [status, machine !== null])).toEqual(Array(4).fill(['finished', true]));
    expect(await readFile(join(root, 'grid/sweep.html'), 'utf8')).toContain('Against the control');
    expect((await readFile(join(root, 'grid/results.csv'), 'utf8')).trim().split('\r\n')).toHaveLength(5);
    const again = await sweep(path, 'grid');
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('4 of them done before')]);
    expect(await resultsOf('grid')).toEqual(results);
    // A trial is an ordinary run.
    const run = join(root, 'grid/trials', results[0]!.digest.slice(0, 16));
    expect(await runAttune('inspect', run, '--json')).toMatchObject({ code: 0 });
  });

  it('killed in mid-trial with its last line cut off, it goes on to the same bits, and its trials end with it', async () => {
    const path = await spec('killed', `finetune: { data: ${root}/both, ${network}, epochs: [6, 0, 0] }\nseeds: 2\n`);
    const folder = await trialFolderOnce(join(root, 'killed'), path);
    const isMidTrial = `fs.existsSync(${JSON.stringify(join(folder, 'training.checkpoint'))})`;
    const note = join(root, 'killed-by'); // the trial, which is the sweep's child
    const kill = `(fs.writeFileSync(${JSON.stringify(note)}, String(process.pid)), process.kill(process.ppid, 'SIGKILL'))`;
    const env = { ...process.env, NODE_OPTIONS: onceHolds(`process.argv[2] === 'finetune' && ${isMidTrial}`, kill) };
    const child = spawn(process.execPath, [attune, 'sweep', path, '--out', join(root, 'killed'), '--jobs', '1'], { stdio: 'ignore', env });
    expect(await endOf(child)).toBe('SIGKILL');
    const pid = Number(await readFile(note, 'utf8'));
    await vi.waitUntil(() => !isAlive(pid), patience);
    await appendFile(join(root, 'killed/results.jsonl'), '{"format":1,"dig');
    expect(await sweep(path, 'killed')).toMatchObject({ code: 0 });
    expect(await sweep(path, 'undisturbed')).toMatchObject({ code: 0 });
    const [after, undisturbed] = [await resultsOf('killed'), await resultsOf('undisturbed')];
    expect(after).toHaveLength(2);
    expect(bits(after)).toEqual(bits(undisturbed));
  });

  it('asha stops most trials at a rung, and takes those that go on from there', async () => {
    const path = await spec(
      'asha',
      `finetune: { data: ${root}/both, ${network}, epochs: [1, 1, 0] }\naxes: { rate-scale: { from: 0.1, to: 10, scale: log } }\nstrategy: { kind: asha, samples: 3, reduction: 3 }\n`,
    );
    expect(await sweep(path, 'asha')).toMatchObject({ code: 0 });
    const results = await resultsOf('asha');
    const statuses = results.map(({ status, rung, metrics }) => `${status} ${rung} ${metrics?.epochs}`);
    expect(statuses).toEqual(['paused 0 1', 'paused 0 1', 'paused 0 1', 'finished 1 2']);
    expect(await sweep(path, 'asha')).toMatchObject({ code: 0 });
    expect(await resultsOf('asha')).toEqual(results);
  });

  it('a trial that fails is told with its log, one that cannot begin at once and one that diverges after three attempts, and the rest go on', async () => {
    const axis = `axes: { weights: [none, ${root}/missing.pth, { rate-scale: 1000000, weight-decay: 1, clip-norm: 1000000 }] }`;
    const path = await spec('failing', `finetune: { ${network}, epochs: [8, 0, 0], data: ${root}/both }\n${axis}\n`);
    const { code, stdout } = await sweep(path, 'failing', '--tensorboard');
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ finished: 1, failed: 2 })]);
    const failed = (await resultsOf('failing')).filter(({ status }) => status === 'failed').toSorted((one, other) => one.index - other.index);
    const logs = await Promise.all(failed.map(({ digest }) => readFile(join(root, 'failing/trials', `${digest.slice(0, 16)}.log`), 'utf8')));
    expect(logs.map((log) => log.match(/missing\.pth|Lower the rates/gu))).toEqual([['missing.pth'], Array(3).fill('Lower the rates')]);
    const page = await readFile(join(root, 'failing/sweep.html'), 'utf8');
    for (const { log } of failed) expect(page).toContain(log!.trim().split('\n').at(-1)!.slice(-20));
    expect(await readdir(join(root, 'failing/tensorboard'))).toEqual(['trial 0, weights none']);
  });

  it('a flag that finetune lacks, or a value that it refuses, is told before anything runs', async () => {
    const path = await spec('faulty', `finetune: { data: x, rate-scael: 2 }\naxes: { epochs: [[1, 0, 0], [x]] }\n`);
    const { code, stderr } = await sweep(path, 'faulty');
    expect([code, stderr]).toEqual([2, expect.stringContaining("unknown option '--rate-scael=2'")]);
    expect(existsSync(join(root, 'faulty'))).toBe(false);
  });

  it('ends when the hours of its budget are used up, each time that it is called, and no trial has failed', async () => {
    const flags = `data: ${root}/both, ${network}, epochs: [100000, 0, 0]`; // more than any machine trains in half a second
    const path = await spec('short', `finetune: { ${flags} }\nseeds: 3\nbudget: { hours: 0.0001 }\n`);
    for (const attempt of ['first', 'second']) {
      const { code, stdout, stderr } = await sweep(path, 'short');
      expect([attempt, code, JSON.parse(stdout)], stderr).toEqual([attempt, 130, expect.objectContaining({ finished: 0, failed: 0, stopped: true })]);
    }
    expect(await resultsOf('short')).toEqual([]);
  });

  it('a dry run prints the trials and the time that the first took', async () => {
    const path = await spec('dry', `finetune: { data: ${root}/both, ${network}, epochs: [2, 0, 0] }\nseeds: 3\n`);
    const { code, stdout } = await sweep(path, 'dry', '--dry-run');
    const json = JSON.parse(stdout) as { trials: unknown[]; estimatedSeconds: number; measured: { epochSeconds: number[] } };
    expect([code, json.trials.length]).toEqual([0, 3]);
    expect(json.measured.epochSeconds[0]).toBeGreaterThan(0);
    expect(json.estimatedSeconds).toBeGreaterThan((3 * 2 * json.measured.epochSeconds[0]!) / 2);
    expect(existsSync(join(root, 'dry'))).toBe(false);
  });
});

describe('finetune --seeds --folds', () => {
  it('trains each seed with each fold held back, and reports mean and interval', async () => {
    const flags = ['--arch', 'resnet20', '--image-size', '32', '--batch-size', '8', '--epochs', '1,0,0'];
    const words = ['finetune', join(root, 'classes'), ...flags, '--seeds', '1', '--folds', '2', '--seed', '7', '--out', join(root, 'repeated'), '--json'];
    const { code, stdout, stderr } = await runAttune(...words);
    expect(code, stderr).toBe(0);
    const json = JSON.parse(stdout) as { bestValidationAccuracy: number; interval: { count: number; mean: number } };
    expect(json.interval).toMatchObject({ count: 2, mean: json.bestValidationAccuracy });
    const folders = (await resultsOf('repeated')).map(({ seed, digest }) => [seed, join(root, 'repeated/trials', digest.slice(0, 16))] as const);
    const records = await Promise.all(
      folders.map(async ([, folder]) => JSON.parse(await readFile(join(folder, 'data.json'), 'utf8')) as Record<'validation', { names: string[] }>),
    );
    expect(folders.map(([seed]) => seed)).toEqual([7, 7]);
    const held = records.flatMap(({ validation }) => validation.names);
    expect([held.length, new Set(held).size]).toEqual([16, 16]);
  });

  it('folds of data with a validation part are refused in words', async () => {
    expect(await runAttune('finetune', join(root, 'both'), '--arch', 'resnet20', '--folds', '2', '--out', join(root, 'no-folds'))).toMatchObject({ code: 2 });
    expect(await runAttune('finetune', join(root, 'both'), '--arch', 'resnet20', '--folds', '1', '--out', join(root, 'one-fold'))).toMatchObject({ code: 2 });
    const { code, stderr } = await runAttune('finetune', join(root, 'both'), '--arch', 'resnet20', '--fold', '1/2', '--out', join(root, 'none'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('validation part of their own')]);
  });
});

const endOf = (child: ChildProcess) => new Promise<number | string | null>((resolve) => void child.on('close', (code, signal) => resolve(code ?? signal)));

/** The run folder of the first trial of a spec, as a dry run names it. */
async function trialFolderOnce(out: string, path: string): Promise<string> {
  const { stdout } = await runAttune('sweep', path, '--dry-run', '--json');
  const { trials } = JSON.parse(stdout) as { trials: readonly { digest: string }[] };
  return join(out, 'trials', trials[0]!.digest.slice(0, 16));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
