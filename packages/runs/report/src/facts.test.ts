import { execFileSync } from 'node:child_process';

import type { ImageDataset } from '@attune/data';
import type { Run, RunConfig } from '@attune/run';
import { describe, expect, it } from 'vitest';

import { commandOf, reportFacts } from './facts.ts';

const config: RunConfig = {
  format: 1,
  model: { architecture: 'resnet18', classes: 2, attention: 'identity', reduction: 16, placement: 'after-block', seed: 0 },
  classes: ['ants', 'bees'],
  preprocessing: { imageSize: 32, resizeSize: 36, interpolation: 'bicubic', mean: [0, 0, 0], std: [1, 1, 1] },
  training: { data: 'photos', weights: 'none', batchSize: 16, seed: 3, backend: 'wasm', threads: 2, skipBroken: false },
};

const dataset = { train: { size: 1234 }, validation: { size: 56 } } as ImageDataset;

function runOf(changes: { readonly [Part in 'model' | 'training']?: Partial<RunConfig[Part]> } = {}, path = 'runs/a'): Run {
  const changed = { ...config, model: { ...config.model, ...changes.model }, training: { ...config.training, ...changes.training } };
  return { path, config: changed, recipe: { stages: [{ batchNorm: 'frozen' }] } } as unknown as Run;
}

const writePath = (path: string) => path;
const factsOf = (run: Run) => new Map(reportFacts(run, dataset, { machine: '', writePath }));

/** The words that a shell hands to `attune`. */
function wordsOf(run: Run): string[] {
  const script = `attune() { printf '%s\\0' "$@"; }\n${commandOf(run, writePath)}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('facts', () => {
  it('say what was trained on what', () => {
    const facts = new Map(reportFacts(runOf(), dataset, { machine: 'a laptop', writePath }));
    expect(facts.get('Images')).toBe('1,234 for training, 56 for validation');
    expect(facts.get('Attention')).toBe('CBAM (identity), after-block, reduction 16');
    expect(facts.get('Image size')).toBe('32 × 32, bicubic');
    expect(facts.get('Reported on')).toBe('a laptop');
  });

  it('say by what the rates of the body were multiplied, where that was measured', () => {
    const measured = { bodyRateScale: 17, separated: 0.948, shift: 0.2, images: 1234 };
    const run = { ...runOf(), recipe: { stages: [], measured } } as unknown as Run;
    expect(factsOf(run).get('Body rates')).toMatch(/^× 17, measured: .* separate 94\.8 % of 1,234 training images, .* lie 0\.20 nats from/u);
    expect(factsOf(runOf()).get('Body rates')).toBeUndefined();
  });

  it('name twelve classes and count the rest', () => {
    const run = { ...runOf(), config: { ...config, classes: Array.from({ length: 15 }, (_, index) => `c${index}`) } } as unknown as Run;
    expect(new Map(reportFacts(run, dataset, { machine: '', writePath })).get('Classes')).toMatch(/^c0, .*c11 and 3 more$/u);
  });

  it('of a network without attention say none', () => {
    expect(new Map(reportFacts(runOf({ model: { attention: 'none' } }), dataset, { machine: '', writePath })).get('Attention')).toBe('none');
  });
});

describe('the command', () => {
  it('comes out of a shell as its words, whatever the names hold', () => {
    for (const data of ['my photos', "it's", 'a"b', '$HOME', '`id`', 'a\\b', 'a;b', 'a\nb', '*', 'é 蜂', 'hub:a/b@c']) {
      const words = wordsOf(runOf({ training: { data, weights: data } }, data));
      expect(words.slice(0, 2)).toEqual(['finetune', data]);
      expect(words[words.indexOf('--weights') + 1]).toBe(data);
      expect(words[words.indexOf('--recipe') + 1]).toBe(`${data}/recipe.yaml`);
    }
  });

  it('has a word for each choice that the recipe does not hold', () => {
    const model = { attentionStages: [3, 4], attentionBlocks: ['layer3.0', 'layer4.1'], dropout: 0.2, stochasticDepth: 0.1 };
    const training = { augment: 'strong', mixup: 0.2, cutmix: 1, skipBroken: true } as const;
    const words = wordsOf(runOf({ model, training }));
    const flags = new Map(words.flatMap((word, index) => (word.startsWith('--') ? [[word, words[index + 1]] as const] : [])));
    expect(Object.fromEntries(flags)).toMatchObject({
      '--attention-stages': '3,4',
      '--attention-blocks': 'layer3.0,layer4.1',
      '--dropout': '0.2',
      '--stochastic-depth': '0.1',
      '--augment': 'strong',
      '--mixup': '0.2',
      '--cutmix': '1',
      '--seed': '3',
      '--threads': '2',
    });
    expect(words.at(-1)).toBe('--skip-broken');
    expect(flags.get('--batch-norm')).toBe('frozen');
  });

  it('holds back the images that the run held back', () => {
    const words = wordsOf(runOf({ training: { splitBy: 'name', fold: { number: 2, of: 5 }, gif: true, dropDuplicates: true } }));
    expect(words.slice(words.indexOf('--fold'))).toEqual(['--fold', '2/5', '--gif', '--drop-duplicates']);
    expect(words).not.toContain('--split-by');
    const before = wordsOf(runOf());
    expect(before[before.indexOf('--split-by') + 1]).toBe('position');
  });

  it('of a network without attention places none', () => {
    const words = wordsOf(runOf({ model: { attention: 'none' } }));
    expect(words.filter((word) => ['--placement', '--reduction'].includes(word))).toEqual([]);
    expect(words).not.toContain('--mixup');
  });
});
