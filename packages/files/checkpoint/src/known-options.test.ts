import { UnknownOptionError } from '@attune/errors';
import { Linear, defineNetwork } from '@attune/nn';
import { describe, expect, it } from 'vitest';

import { examineLoad, filesBeside, limitsFor, loadPretrained, planLoad, readCheckpoint, safetensorsParts, writeSafetensors, writeTorch } from './index.ts';

const file = writeSafetensors(new Map());
const network = defineNetwork({
  architecture: 'linear',
  classes: 2,
  fields: { fc: new Linear({ inFeatures: 2, outFeatures: 2 }) },
  segments: ({ fc }) => [{ name: 'head', fields: ['fc'], forward: (input: never, context) => fc.forward(input, context) as never }],
});
const checkpoint = { file: 'a file', tensors: [] };

const calls: readonly (readonly [name: string, call: (options: object) => unknown])[] = [
  ['readCheckpoint', (options) => readCheckpoint(file, options)],
  ['limits', (options) => readCheckpoint(file, { limits: options })],
  ['limits', (options) => limitsFor(1, options)],
  ['filesBeside', (options) => filesBeside(file, options)],
  ['loadPretrained', (options) => loadPretrained(network, checkpoint, options)],
  ['planLoad', (options) => planLoad(network, checkpoint, options)],
  ['examineLoad', (options) => examineLoad(network, checkpoint, options)],
  ['writeSafetensors', (options) => writeSafetensors(new Map(), options)],
  ['safetensorsParts', (options) => safetensorsParts(new Map(), options).next()],
  ['writeTorch', (options) => writeTorch(new Map(), options)],
];

describe.each(calls)('%s', (name, call) => {
  it('refuses an option that does not exist, before anything is read, loaded or written', async () => {
    const failure: unknown = await (async () => call({ colour: 1 }))().catch((cause: unknown) => cause);
    expect(UnknownOptionError.isInstance(failure)).toBe(true);
    expect(String(failure)).toContain(`${name}: "colour" is not an option: the options are `);
  });
});
