/**
 * Who may import whom: the one table, which `.dependency-cruiser.mjs` enforces and `diagram.mjs` draws.
 *
 * A row may import what is in `to`, its tests also what is in `tests`; everything else of ours is out of bounds, types included.
 * A row names only rows above it, so the table can have no cycle. `why` says what a row needs beyond the order
 * tensors → layers → architectures → schedules → apps.
 *
 * @type {readonly { from: string, to: readonly string[], tests?: readonly string[], why?: string }[]}
 */
export const rows = [
  { from: 'packages/kernels/wasm', to: [] },
  { from: 'packages/data', to: [] },
  { from: 'packages/optim', to: [] },
  { from: 'packages/layers/nn', to: [] },
  { from: 'packages/layers/cbam', to: ['packages/layers/nn'] },
  { from: 'packages/checkpoint', to: ['packages/layers/nn'], why: 'it loads and saves the state of a Module' },
  { from: 'packages/backend', to: ['packages/kernels/wasm'], why: 'it starts every backend, and the wasm one cannot train without these kernels' },
  { from: 'packages/sample', to: ['packages/data'], why: 'the sample is one of its datasets' },
  { from: 'packages/architectures/resnet', to: ['packages/layers/nn'], tests: neighboursOfArchitectures() },
  { from: 'packages/architectures/vgg', to: ['packages/layers/nn'], tests: neighboursOfArchitectures() },
  {
    from: 'packages/insight',
    to: ['packages/layers/nn'],
    tests: ['packages/layers/cbam', 'packages/architectures/resnet', 'packages/architectures/vgg', 'packages/backend'],
  },
  {
    from: 'packages/schedulers/staged-finetune',
    to: ['packages/layers/nn', 'packages/optim'],
    tests: ['packages/layers/cbam', 'packages/architectures/resnet', 'packages/architectures/vgg', 'packages/backend'],
  },
  {
    from: 'packages/export',
    to: ['packages/layers/nn', 'packages/checkpoint'],
    tests: ['packages/layers/cbam', 'packages/architectures/resnet', 'packages/architectures/vgg', 'packages/backend'],
    why: 'it runs a Network once to see what it does, and writes its state as torch has it',
  },
  { from: 'packages/pretrained', to: [] },
  {
    from: 'packages/zoo',
    to: ['packages/layers/nn', 'packages/layers/cbam', 'packages/architectures/resnet', 'packages/architectures/vgg', 'packages/checkpoint'],
    why: 'it is the one place that knows every architecture by name, and knows them again in a checkpoint',
  },
  {
    from: 'packages/run',
    to: ['packages/layers/nn', 'packages/layers/cbam', 'packages/zoo', 'packages/checkpoint', 'packages/data', 'packages/schedulers/staged-finetune'],
    why: 'its files say what rebuilds a network, its images and its training; of data it takes types alone',
  },
  {
    from: 'packages/report',
    to: ['packages/layers/nn', 'packages/data', 'packages/insight', 'packages/schedulers/staged-finetune', 'packages/run'],
    why: 'it fills the page of insight from the files of a run and the images that it saw',
  },
  { from: 'apps/cli', to: ['packages'] },
  { from: 'apps/web', to: ['packages'] },
  { from: 'apps/bench', to: ['packages'] },
];

/** A published network is tested with its published files, images and steps. */
function neighboursOfArchitectures() {
  return ['packages/layers/cbam', 'packages/optim', 'packages/checkpoint', 'packages/data', 'packages/backend'];
}
