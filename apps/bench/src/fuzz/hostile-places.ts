import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeColourImages } from '../kill/colour-images.ts';
import type { HostilePlaces } from './hostile-command.ts';

/** The run that the commands look at, below the folder of the fuzz. */
export const runName = 'run';

const quick = ['--arch', 'resnet20', '--backend', 'cpu', '--image-size', '8', '--batch-size', '4'];
const trained = [...quick, '--recipe', 'head-only', '--epochs', '1', '--attention', 'none'];

const [severalName, numbersName] = ['several', 'numbers'];
const ofLabels = ['table.csv', '--task', 'multi-label'];
const ofNumbers = ['table.csv', '--task', 'regression', '--targets', 'brightness'];

/** What makes the run, once. */
export const makeRun = ['finetune', 'images', ...trained, '--no-report', '--quiet', '--out', runName];

/** The same for runs of the other tasks. */
export const makeTaskRuns = [
  ['finetune', ...ofLabels, ...trained, '--no-report', '--quiet', '--out', severalName],
  ['finetune', ...ofNumbers, ...trained, '--no-report', '--quiet', '--out', numbersName],
];

const runNames = [runName, severalName, numbersName];
const image = 'images/val/red/0.ppm';
const redis = ['--redis', 'redis://127.0.0.1:1'];

/** Arguments and flags with which each command ends well in little time. */
const working: HostilePlaces['working'] = {
  finetune: [['images'], ofLabels, ofNumbers].map((data) => [...data, ...trained, '--no-report']),
  quickstart: [['--epochs', '1,0,0']],
  recipe: [['three-stage']],
  'lr-find': [['images', ...quick, '--steps', '2', '--attention', 'none']],
  watch: [[runName]],
  web: [[]],
  evaluate: [
    [runName, 'images'],
    [severalName, 'table.csv'],
    [numbersName, 'table.csv'],
  ],
  predict: runNames.map((run) => [run, image]),
  explain: runNames.map((run) => [run, image, '--methods', 'gradcam']),
  report: runNames.map((run) => [run]),
  compare: [[runName, runName]],
  summary: [['--arch', 'resnet20', '--backend', 'cpu']],
  doctor: [['--backend', 'cpu']],
  data: [['images'], ofLabels, ofNumbers],
  inspect: [[runName]],
  convert: [[`${runName}/model.safetensors`, 'converted.safetensors']],
  export: runNames.map((run) => [run, '--out', 'exported.safetensors']),
  weights: [[]],
  serve: runNames.map((run) => [run, '--port', '0', '--backend', 'cpu']),
  sweep: [['sweep.yaml', ...redis]],
  push: runNames.flatMap((run) => [
    [run, 'owner/name'],
    [run, 'owner/name', '--dry-run'],
  ]),
  clean: [['images', ...quick, '--epochs', '1', '--attention', 'none']],
  worker: [[...redis, '--exit-when-empty']],
};

/** A folder with images, to which a run is to come, and everything that is wrong with a path. */
export async function hostilePlaces(folder: string): Promise<HostilePlaces> {
  await writeColourImages(join(folder, 'images'), { train: 2, val: 1 });
  const at = (name: string) => join(folder, name);
  await mkdir(at('empty-folder'));
  await writeFile(at('empty-file'), '');
  await writeFile(at('garbage.yaml'), Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 73) % 256)));
  await writeFile(at('aliases.yaml'), aliasBomb());
  await writeFile(at('deep.yaml'), '['.repeat(20_000));
  await writeFile(at('null.json'), 'null');
  await writeFile(at('sweep.yaml'), 'name: sweep\nfinetune: { data: images, arch: resnet20, backend: cpu }\naxes: { batch-size: [2, 4] }\n');
  await writeFile(at('table.csv'), tableOfTasks());
  await writeFile(at('odd-labels.csv'), 'path,labels,brightness\nimages/val/red/0.ppm,;;,\nimages/val/blue/0.ppm,red;red;nan,1e400\n');
  await writeFile(at('odd.csv'), 'path,label\n../../../etc/passwd,x\nimages,y\n');
  await writeFile(at('\u001B]0;title\u0007\u001B[2J.png'), 'no image');
  await symlink('loop', at('loop'));
  await symlink('nowhere', at('dangling'));
  await mkdir(at('closed'));
  await writeFile(at('closed/file'), 'x');
  await chmod(at('closed'), 0);
  const unusual = ['loop', 'loop/x', 'dangling', 'dangling/x', 'closed/file', 'closed/new', '\u001B]0;title\u0007\u001B[2J.png'];
  const wrongKinds = [
    'empty-folder',
    'empty-file',
    'empty-file/child',
    'images',
    `${runName}/run.json`,
    'garbage.yaml',
    'aliases.yaml',
    'deep.yaml',
    'null.json',
    'odd.csv',
    'odd-labels.csv',
    'table.csv',
  ];
  const elsewhere = [
    '/',
    '.',
    '..',
    '/proc/new',
    '/proc/new/x',
    '/sys/new',
    '/dev',
    '/dev/null/x',
    'no/such/folder/x',
    `${'n'.repeat(256)}`,
    `${'n'.repeat(250)}.onnx`,
  ];
  return { working, paths: [...unusual, ...wrongKinds, ...elsewhere, ...['x.onnx', 'x.pth', 'x.zip'].map((name) => `empty-file/${name}`)] };
}

/** Labels and a number for each image of the folder. */
function tableOfTasks(): string {
  const images = ['train', 'val'].flatMap((part) => ['blue', 'red'].flatMap((name) => (part === 'val' ? [0] : [0, 1]).map((index) => ({ part, name, index }))));
  const rows = images.map(
    ({ part, name, index }) => `images/${part}/${name}/${index}.ppm,${name}${index === 0 ? ';first' : ''},${name.length + index},${part}`,
  );
  return ['path,labels,brightness,split', ...rows].join('\n');
}

/** YAML whose aliases stand for 10⁹ nodes. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array.from({ length: 10 }, () => `*a${level}`).join(', ')}]`);
  return ['a0: &a0 [x]', ...levels, 'name: *a9'].join('\n');
}
