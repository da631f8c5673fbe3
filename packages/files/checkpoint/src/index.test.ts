import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('the package exports these names and no others', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'CheckpointError',
    'CheckpointMisfitError',
    'RenameError',
    'examineLoad',
    'filesBeside',
    'flavourNames',
    'foldedNormsEntry',
    'fromTorchLayout',
    'halfOfFloat32',
    'holdsAverages',
    'inNamesOf',
    'inOurNames',
    'isIndexName',
    'limitsFor',
    'loadPretrained',
    'planLoad',
    'readCheckpoint',
    'recogniseFlavour',
    'refusalOfIntegers',
    'renameTensors',
    'safetensorsParts',
    'saveModel',
    'summarise',
    'toTorchLayout',
    'torchDtype',
    'traitEntries',
    'traitsOf',
    'withChannelsReversed',
    'withImageChannels',
    'writeSafetensors',
    'writeTorch',
  ]);
});
