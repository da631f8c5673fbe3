/**
 * Who may import whom: two tables, which `.dependency-cruiser.mjs` enforces and
 * `diagram.mjs` draws.
 *
 * The shelves spell the sentence: tensors → layers → architectures → schedulers → runs, with the
 * files beside them. A shelf imports only shelves above it in this list.
 *
 * @type {readonly { name: string, to: readonly string[], what: string, why?: string }[]}
 */
export const shelves = [
  { name: 'tensors', to: [], what: 'backends and kernels' },
  { name: 'layers', to: ['tensors'], what: 'modules and attention' },
  {
    name: 'files',
    to: ['tensors', 'layers'],
    what: 'images and checkpoints',
    why: 'a checkpoint is the state of a Module, and an export is its operations',
  },
  {
    name: 'architectures',
    to: ['layers', 'files'],
    what: 'networks',
    why: 'the zoo recognises its networks in a checkpoint',
  },
  { name: 'schedulers', to: ['tensors', 'layers'], what: 'optimizers and staged fine-tuning' },
  {
    name: 'runs',
    to: ['layers', 'files', 'architectures', 'schedulers'],
    what: 'a training, kept, explained and used',
  },
];

/** Every package and app may import it: no row names it, as its arrows would say nothing. */
export const common = 'packages/tensors/errors';

/**
 * One row for each package, inside what its shelf allows.
 *
 * A row may import what is in `to`, its tests also what is in `tests`; everything else of ours is
 * out of bounds, types included. A row names only rows above it, so there can be no cycle. `why`
 * says what a row needs beyond the order of the shelves.
 *
 * @type {readonly { from: string, to: readonly string[], tests?: readonly string[],
 * why?: string }[]}
 */
export const rows = [
  { from: common, to: [] },
  { from: 'packages/tensors/kernel-table', to: [] },
  { from: 'packages/tensors/kernels-wasm', to: ['packages/tensors/kernel-table'] },
  {
    from: 'packages/tensors/kernels-native',
    to: ['packages/tensors/kernels-wasm'],
    why: "they are the same tasks, on the wasm backend's memory",
  },
  {
    from: 'packages/tensors/kernels-webgpu',
    to: ['packages/tensors/kernel-table'],
    tests: ['packages/tensors/kernels-wasm'],
  },
  {
    from: 'packages/tensors/backend',
    to: ['packages/tensors/kernels-wasm', 'packages/tensors/kernels-native', 'packages/tensors/kernels-webgpu'],
    why: 'it starts every backend, and gives each the kernels that it has here',
  },
  { from: 'packages/layers/nn', to: ['packages/tensors/kernel-table'] },
  { from: 'packages/layers/cbam', to: ['packages/tensors/kernel-table', 'packages/layers/nn'] },
  { from: 'packages/layers/se', to: ['packages/layers/nn'] },
  { from: 'packages/files/data', to: [] },
  {
    from: 'packages/files/sample',
    to: ['packages/files/data'],
    why: 'the sample is one of its datasets',
  },
  {
    from: 'packages/files/checkpoint',
    to: ['packages/layers/nn'],
    why: 'it loads and saves the state of a Module',
  },
  { from: 'packages/files/pretrained', to: [] },
  {
    from: 'packages/files/export',
    to: ['packages/tensors/kernel-table', 'packages/layers/nn', 'packages/files/checkpoint'],
    tests: builtNetworks(),
    why: 'it traces a Network to record its operations, and writes its state as torch has it',
  },
  {
    from: 'packages/architectures/resnet',
    to: ['packages/layers/nn'],
    tests: publishedNetworks(),
  },
  { from: 'packages/architectures/vgg', to: ['packages/layers/nn'], tests: publishedNetworks() },
  {
    from: 'packages/architectures/zoo',
    to: [
      'packages/layers/nn',
      'packages/layers/cbam',
      'packages/layers/se',
      'packages/architectures/resnet',
      'packages/architectures/vgg',
      'packages/files/checkpoint',
    ],
    why: 'the one place that knows every architecture and attention by name, and recognises it in a checkpoint',
  },
  { from: 'packages/schedulers/optim', to: ['packages/tensors/kernel-table'] },
  {
    from: 'packages/schedulers/staged-finetune',
    to: ['packages/tensors/kernel-table', 'packages/layers/nn', 'packages/schedulers/optim'],
    tests: builtNetworks(),
  },
  { from: 'packages/runs/insight', to: ['packages/layers/nn'], tests: builtNetworks() },
  {
    from: 'packages/runs/run',
    to: [
      'packages/layers/nn',
      'packages/architectures/zoo',
      'packages/files/checkpoint',
      'packages/files/data',
      'packages/runs/insight',
      'packages/schedulers/staged-finetune',
    ],
    why: 'it makes a run of what a person chose, and its files say what rebuilds network, images and training',
  },
  { from: 'packages/runs/sweep', to: [] },
  {
    from: 'packages/runs/classifier',
    to: [
      'packages/layers/nn',
      'packages/files/checkpoint',
      'packages/files/data',
      'packages/files/pretrained',
      'packages/architectures/zoo',
      'packages/runs/insight',
      'packages/runs/run',
    ],
    tests: [...builtNetworks(), 'packages/files/export', 'packages/schedulers/staged-finetune'],
    why: 'it opens what a run wrote, here or on the Hub, reads images for it and shows where it looks',
  },
  {
    from: 'packages/runs/report',
    to: [
      'packages/layers/nn',
      'packages/files/data',
      'packages/architectures/zoo',
      'packages/runs/insight',
      'packages/schedulers/staged-finetune',
      'packages/runs/run',
      'packages/runs/sweep',
    ],
    tests: builtNetworks(),
    why: 'it makes a page of the files of a run and the images that it saw, in the words of the zoo',
  },
  { from: 'apps/cli', to: ['packages'] },
  { from: 'apps/web', to: ['packages'] },
  { from: 'apps/bench', to: ['packages'] },
];

/** What runs a real network is tested with one. */
function builtNetworks() {
  return ['packages/layers/cbam', 'packages/layers/se', 'packages/architectures/resnet', 'packages/architectures/vgg', 'packages/tensors/backend'];
}

/** A published network is tested with its published files, images and steps. */
function publishedNetworks() {
  return ['packages/layers/cbam', 'packages/schedulers/optim', 'packages/files/checkpoint', 'packages/files/data', 'packages/tensors/backend'];
}

/** The shelf of `packages/layers/nn` is `layers`; an app has none. */
export function shelfOf(folder) {
  const [top, shelf] = folder.split('/');
  return top === 'packages' ? shelf : undefined;
}
