import { cbam, fineTune, pixelDataset, resnet20, startBackend, threeStageSmall, withEpochs } from 'attune/browser';

import { train } from './shared.js';

const library = { cbam, fineTune, pixelDataset, resnet20, startBackend, threeStageSmall, withEpochs };
const { backend, accuracy } = await train(library, 'wasm');
document.title = `done: ${backend}, accuracy ${accuracy}`;
