import { cbam, decodeImage, fineTune, pixelDataset, resnet20, startBackend, threeStageSmall, withEpochs } from 'attune';

import { train } from './shared.js';

const library = { cbam, fineTune, pixelDataset, resnet20, startBackend, threeStageSmall, withEpochs };
const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'; // what sharp decodes
const { width } = await decodeImage(Uint8Array.from(atob(gif), (letter) => letter.charCodeAt(0)));
console.log(JSON.stringify({ ...(await train(library, process.argv[2] ?? 'auto')), width }));
process.exit(0);
