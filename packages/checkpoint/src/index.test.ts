import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('the package exports these names and no others', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'CheckpointError',
    'CheckpointMisfitError',
    'fromTorchLayout',
    'limitsFor',
    'loadPretrained',
    'planLoad',
    'readCheckpoint',
    'safetensorsParts',
    'saveModel',
    'summarise',
    'toTorchLayout',
    'torchDtype',
    'writeSafetensors',
    'writeTorch',
  ]);
});
