import { startBackend } from '@attune/backend';
import {
  CheckpointError,
  CheckpointMisfitError,
  inOurNames,
  loadPretrained,
  readCheckpoint,
  saveModel,
  traitEntries,
  traitsOf,
  writeSafetensors,
} from '@attune/checkpoint';
import { disposeModule } from '@attune/nn';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { differenceFromKeras } from '../../../../../tools/testing/keras-difference.ts';
import { kerasResNet50 } from '../../../../../tools/testing/keras-models.ts';
import { savedByTfjs } from '../../../../../tools/testing/saved-by-tfjs.ts';
import { type StrideIn, resnet50 } from '../../src/index.ts';

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

describe.each<[StrideIn, string]>([
  ['conv1', 'as keras.applications has it'],
  ['conv2', 'with its strides where torchvision has them'],
])("Keras' ResNet50 that halves images in %s, %s,", (strideIn) => {
  let keras: LayersModel;
  let files: File[];
  beforeAll(async () => {
    keras = kerasResNet50({ imageSize: 63, classes: 5, strideIn });
    files = await savedByTfjs(keras);
  });
  afterAll(() => keras.dispose());

  it('loads whole, biases and epsilon folded, and its logits are those of tfjs-layers within 1e-4 of the largest', async () => {
    const network = resnet50({ classes: 5, strideIn });
    const report = await loadPretrained(network, inOurNames(await readCheckpoint(files)));
    expect([report.loaded.length, report.reinitialised, report.fresh, report.ignored]).toEqual([267, [], [], []]);
    expect(differenceFromKeras(network, keras)).toBeLessThan(1e-4);
    disposeModule(network);
  });

  it('says so, and no network with its strides elsewhere takes it, nor what is saved of it', async () => {
    const ours = inOurNames(await readCheckpoint(files));
    expect([...traitsOf(ours)]).toEqual(strideIn === 'conv1' ? [['strideIn', 'conv1']] : []);
    const network = resnet50({ classes: 5, strideIn });
    await loadPretrained(network, ours);
    const saved = await readCheckpoint(writeSafetensors(await saveModel(network), { metadata: traitEntries(network.traits) }));
    const other = resnet50({ classes: 5 });
    for (const checkpoint of [ours, saved]) {
      const loaded = await loadPretrained(other, checkpoint).catch((error: unknown) => error);
      expect(loaded instanceof CheckpointMisfitError).toBe(strideIn === 'conv1');
    }
    disposeModule(network);
    disposeModule(other);
  });

  it('is refused where its model.json says nothing of its layers', async () => {
    const checkpoint = await readCheckpoint(files);
    expect(() => inOurNames({ ...checkpoint, layers: new Map() })).toThrow(CheckpointError);
    expect(() => inOurNames({ ...checkpoint, layers: new Map() })).toThrow(/it does not say where it halves the image/u);
  });
});
