// Writes what the tour of ResNet-18 shows, as `attune summary` counts it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import { summarizeModel } from '@attune/insight';
import { resnet18 } from '@attune/resnet';

await startBackend('cpu');
const { layers } = summarizeModel(resnet18({ classes: 1000, attention: cbam() }), { imageSize: 224 });
const leaves = layers.filter(({ composite }) => !composite);
const arithmetic = sum(leaves, 'multiplyAdds');
const nameOf = (path) => (path.startsWith('layer') ? path.split('.').slice(0, 2).join('.') : /^(?:conv1|bn1|maxpool|relu)$/u.test(path) ? 'stem' : 'head');
const names = [...new Set(leaves.map(({ path }) => nameOf(path)))];
const parts = names.map((name) => {
  const own = leaves.filter(({ path }) => nameOf(path) === name);
  const whole = layers.find(({ path }) => path === name) ?? own.at(-1);
  return {
    name,
    shape: whole.outputShape.slice(1),
    parameters: sum(own, 'parameters'),
    share: Number((sum(own, 'multiplyAdds') / arithmetic).toFixed(4)),
    field: typeof whole.receptiveField === 'number' ? whole.receptiveField : null,
    layers: own.map(({ path, kind, outputShape }) => ({ path, kind, shape: outputShape.slice(1) })),
  };
});
writeFileSync(fileURLToPath(new URL('../data/resnet18.json', import.meta.url)), `${JSON.stringify({ parts }, null, 1)}\n`);

function sum(rows, field) {
  return rows.reduce((total, row) => total + row[field], 0);
}
