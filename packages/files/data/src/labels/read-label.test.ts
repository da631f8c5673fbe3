import { describe, expect, test } from 'vitest';

import { labelReader } from './read-label.ts';

describe('where the source lists its classes', () => {
  const read = labelReader(['cat', 'dog']);

  test.each([0, 0n, '0', ' 0\n', '0.0', 'cat', new TextEncoder().encode('0')])('%s is cat', (value) => expect(read(value)).toEqual({ className: 'cat' }));

  test.each([
    [null, 'it has no label'],
    [undefined, 'it has no label'],
    ['', 'its label is empty'],
    [' \n', 'its label is empty'],
    [Uint8Array.of(0xff, 0xfe, 0x30, 0), 'its label is not UTF-8 text'],
    ['c\0t', 'its label is not UTF-8 text'],
    ['NaN', 'its label is NaN'],
    [Number.NaN, 'its label is NaN, which is not a whole number'],
    [-1, 'its label is -1, and classes are counted from 0'],
    [-1n, 'its label is -1, and classes are counted from 0'],
    ['\u22121', 'its label is \u22121, and classes are counted from 0'],
    [2, 'its label is 2, and the classes are 0 to 1'],
    ['1e3', 'its label is 1e3, and the classes are 0 to 1'],
    [0.5, 'its label is 0.5, which is not a whole number'],
    [Infinity, 'its label is Infinity, which is not a whole number'],
    ['bird', 'its label "bird" is not one of the 2 classes'],
    [{ a: 1 }, 'its label is an object, neither text nor a number'],
  ])('%s is no class', (value, reason) => expect(read(value)).toEqual({ reason }));
});

describe('where what occurs are the classes', () => {
  const read = labelReader(null);

  test.each([
    ['00', '00'],
    ['1.0', '1.0'],
    [7, '7'],
    [true, 'true'],
    ['none', 'none'],
    ['na', 'na'],
    ['cafe\u0301 ', 'caf\u00e9'],
  ])('%s is the class %s', (value, className) => expect(read(value)).toEqual({ className }));

  test.each([null, '', '  ', 'nan', 'NULL', 'NA', 'n/a', '#N/A', '<NA>', -1, '-1', '-1.0', Number.NaN, 1.5, [1]])('%s is no class', (value) =>
    expect(read(value)).toHaveProperty('reason'),
  );
});
