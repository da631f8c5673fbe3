import { basename } from 'node:path';

import { networkTitle } from '@attune/report';
import type { RecordedEpoch, Run } from '@attune/run';
import { stringify } from 'yaml';

import { percent } from '../../terminal/format.ts';

export interface ModelCardOptions {
  /** `OWNER/NAME` */
  readonly repository: string;
  readonly license?: string | undefined;
  /** Every epoch of the run. */
  readonly metrics: readonly RecordedEpoch[];
  /** Whether the weights are averages. */
  readonly averaged: boolean;
}

/** The model card of a run: front matter that the Hub reads, then what a reader wants to know. Of
 * the data it has the folder's name alone. */
export function modelCard(run: Run, options: ModelCardOptions): string {
  const { repository } = options;
  return [
    '---',
    stringify(frontMatter(run, options)).trimEnd(),
    '---',
    '',
    `# ${repository.slice(repository.indexOf('/') + 1)}`,
    '',
    `An image classifier: ${networkTitle(run)}, fine-tuned with Attune.`,
    '',
    ...facts(run, options),
    '',
    '## Use',
    '',
    '```sh',
    `npx attune predict hub:${repository} photo.jpg`,
    '```',
    '',
    '```ts',
    "import { open, startBackend } from 'attune';",
    '',
    "await startBackend('auto');",
    `const classifier = await open('hub:${repository}');`,
    "const { className, probability } = await classifier.classify('photo.jpg');",
    'console.log(className, probability);',
    '```',
    '',
    ...torchWords(run),
    '',
  ].join('\n');
}

function frontMatter({ config }: Run, { repository, license, metrics, averaged }: ModelCardOptions): object {
  const { model, training } = config;
  const best = bestAccuracy(metrics, averaged);
  const results = best === null ? {} : { metrics: ['accuracy'], 'model-index': [modelIndex(repository, training.data, best)] };
  return {
    library_name: 'attune',
    pipeline_tag: 'image-classification',
    ...(license === undefined ? {} : { license }),
    tags: ['attune', 'image-classification', model.architecture, ...(model.attention === 'none' ? [] : ['attention', model.attention])],
    ...baseModel(training.weights),
    ...results,
  };
}

function modelIndex(repository: string, data: string, accuracy: number): object {
  return {
    name: repository.slice(repository.indexOf('/') + 1),
    results: [
      {
        task: { type: 'image-classification' },
        dataset: { type: 'imagefolder', name: dataName(data) },
        metrics: [{ type: 'accuracy', name: 'Validation accuracy', value: accuracy }],
      },
    ],
  };
}

/** The Hub links a model to the one that it began with. */
function baseModel(weights: string): object {
  const [, timm] = /^timm:(.+)$/u.exec(weights) ?? [];
  const [, hub] = /^hub:([^/@]+\/[^/@]+)/u.exec(weights) ?? [];
  const base = timm === undefined ? hub : `timm/${timm}`;
  return base === undefined ? {} : { base_model: base };
}

/** `averaged`: of the averages, else of the weights themselves. */
function bestAccuracy(metrics: readonly RecordedEpoch[], averaged: boolean): number | null {
  const found = metrics.flatMap(({ validationAccuracy, ema, swa }) => (averaged ? ((ema ?? swa)?.validationAccuracy ?? []) : (validationAccuracy ?? [])));
  return found.length === 0 ? null : Math.max(...found);
}

function facts({ config: { model, classes, preprocessing, training } }: Run, { metrics, averaged }: ModelCardOptions): string[] {
  const best = bestAccuracy(metrics, averaged);
  const rows = [
    ['Classes', `${classes.length}: ${classes.join(', ')}`],
    ['Images', `${preprocessing.imageSize} × ${preprocessing.imageSize}, ${preprocessing.interpolation}, short side ${preprocessing.resizeSize}`],
    ['Attention', model.attention === 'none' ? 'none' : `${model.attention}, ${model.placement}, reduction ${model.reduction}`],
    ['Trained on', dataName(training.data)],
    ['Validation accuracy', best === null ? 'not known' : `${percent(best)}${averaged ? ', averaged weights' : ''}`],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${cell(value!)} |`)];
}

/** A class may be called anything. */
function cell(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(/[|<>`\\]/gu, (character) => `\\${character}`);
}

function dataName(data: string): string {
  return basename(data.replace(/[\\/]+$/u, '')) || 'images';
}

function torchWords({ config: { model } }: Run): string[] {
  const names = "The file has torchvision's names.";
  if (model.attention === 'none') return [`${names} In PyTorch, \`load_state_dict\` of \`safetensors\` loads it into the network of the same name.`];
  return [
    `${names} In PyTorch, the classes of \`attune_cbam.py\`, which the package \`attune\` holds, give the network the attention that the file has weights for.`,
  ];
}
