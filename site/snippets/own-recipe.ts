import { defineRecipe, describeRecipe, resnet20, startBackend } from 'attune';

const recipe = defineRecipe({
  name: 'mine',
  optimizer: { kind: 'adamw' },
  stages: [
    { name: 'new parts', epochs: 3, augment: false, groups: [{ name: 'head', select: 'head', learningRate: 1e-3 }] },
    {
      name: 'the rest',
      epochs: 5,
      schedule: { kind: 'cosine' },
      warmUp: { steps: 20 },
      clipNorm: 1,
      groups: [
        { name: 'head', select: 'head', learningRate: 1e-3 },
        { name: 'late', select: { names: ['layer3.**'] }, learningRate: 3e-4 },
        { name: 'early', select: 'rest', learningRate: 3e-5, weightDecay: 1e-2 },
      ],
    },
  ],
});

await startBackend('auto');
for (const { stage, group, learningRate, network } of describeRecipe(recipe, resnet20({ classes: 2 }))) {
  console.log(`${stage}: ${group} at ${learningRate}, ${network!.parameters} parameters`);
}
