/** Who may import whom: the one table. Everything else of ours is out of bounds. Tests may import any package. */
export const rows = [
  { from: 'packages/layers/nn', to: [] },
  { from: 'packages/layers/cbam', to: ['packages/layers/nn'] },
  { from: 'packages/architectures/resnet', to: ['packages/layers/nn'] },
  { from: 'packages/architectures/vgg', to: ['packages/layers/nn'] },
  { from: 'packages/optim', to: [] },
  { from: 'packages/schedulers/staged-finetune', to: ['packages/layers/nn', 'packages/optim'] },
  { from: 'packages/checkpoint', to: ['packages/layers/nn'], why: 'it loads and saves the state of a Module' },
  { from: 'packages/data', to: [] },
  { from: 'packages/sample', to: ['packages/data'], why: 'the sample is one of its datasets' },
  { from: 'packages/kernels/wasm', to: [] },
  { from: 'packages/backend', to: ['packages/kernels/wasm'], why: 'the only package that starts a backend, and the wasm one needs its kernels' },
  { from: 'packages/insight', to: ['packages/layers/nn'] },
  { from: 'apps/cli', to: ['packages'] },
  { from: 'apps/web', to: ['packages'] },
  { from: 'apps/bench', to: ['packages'] },
];
