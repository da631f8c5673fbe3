// Trains the sample twice, in three stages and all at once, and draws both: rates and accuracies.
// Usage: node site/tools/draw-stages.mjs   (two minutes of two cores)
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { resnet20 } from '@attune/resnet';
import { emojiSample, sampleWeights } from '@attune/sample';
import { fineTune, full, threeStageSmall, withEpochs } from '@attune/staged-finetune';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { backend, threads } = await startBackend('auto');
const images = await emojiSample();
const staged = await train(withEpochs(threeStageSmall(), [4, 6, 4]));
const atOnce = await train(withEpochs(full(), [14]));

const rates = staged.steps.flatMap(({ step, learningRates }) => Object.entries(learningRates).map(([group, rate]) => ({ step, group, rate })));
const epochs = [...staged.epochs.map((epoch) => ({ ...epoch, run: 'three stages' })), ...atOnce.epochs.map((epoch) => ({ ...epoch, run: 'all at once' }))];
draw('rates', {
  y: { type: 'log', label: 'learning rate' },
  x: { label: 'step' },
  color: { legend: false },
  marks: [
    Plot.line(rates, { x: 'step', y: 'rate', stroke: 'group' }),
    Plot.text(rates, Plot.selectMaxY({ x: 'step', y: 'rate', z: 'group', text: 'group', fill: 'group', textAnchor: 'start', dy: -8 })), // where groups are apart
  ],
});
draw('accuracy', {
  y: { label: 'validation accuracy', domain: [0, 0.8], grid: true },
  x: { label: 'epoch' },
  marks: [
    Plot.ruleY([1 / images.classes.length], { strokeDasharray: '4' }), // chance
    Plot.line(epochs, { x: 'epoch', y: 'accuracy', stroke: 'run', marker: true }),
    Plot.text(epochs, Plot.selectFirst({ x: 'epoch', y: 'accuracy', z: 'run', text: 'run', fill: 'run', textAnchor: 'start', dy: -10 })), // where they are apart
  ],
});
const machine = { processor: cpus()[0].model, threads, backend, node: process.version, date: new Date().toISOString().slice(0, 10) };
writeFileSync(place('data/stages.json'), `${JSON.stringify({ machine, epochs }, null, 1)}\n`);

async function train(recipe) {
  const model = resnet20({ classes: images.classes.length, attention: cbam() });
  await loadPretrained(model, await readCheckpoint(sampleWeights()));
  const [steps, done] = [[], []];
  for await (const event of fineTune(model, images, recipe, { seed: 0 })) {
    if (event.kind === 'step') steps.push({ step: steps.length, learningRates: event.learningRates });
    if (event.kind === 'epoch-end') done.push({ epoch: done.length + 1, stage: event.stage, accuracy: event.result.validationAccuracy });
  }
  return { steps, epochs: done };
}

function draw(name, options) {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({ width: 640, height: 320, marginLeft: 50, document, style: { background: 'white', color: '#333' }, ...options });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  writeFileSync(place(`public/plots/${name}.svg`), `${svg.outerHTML}\n`);
}
