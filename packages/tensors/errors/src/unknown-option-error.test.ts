import { expect, it } from 'vitest';

import { UnknownOptionError, refuseUnknownOptions } from './unknown-option-error.ts';

const refuse = () => refuseUnknownOptions('evaluate', { batchsize: 8, signal: undefined, colour: 1 }, { batchSize: true, signal: true });

it('an option that a function does not have is refused with the one that was meant', () => {
  expect(refuse).toThrow(UnknownOptionError);
  expect(refuse).toThrow(
    'evaluate: "batchsize" is not an option: did you mean "batchSize"? The options are batchSize, signal; "colour" is not an option: the options are batchSize, signal.',
  );
});

it('options that a function has pass, also where none is set', () => {
  expect(() => refuseUnknownOptions('evaluate', { batchSize: 8 }, { batchSize: true, signal: true })).not.toThrow();
  expect(() => refuseUnknownOptions('evaluate', {}, { batchSize: true })).not.toThrow();
});
