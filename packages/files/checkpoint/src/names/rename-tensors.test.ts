import { describe, expect, it } from 'vitest';

import type { Checkpoint } from '../checkpoint.ts';
import { inOurNames } from '../flavour/our-names.ts';
import { RenameError } from './rename-error.ts';
import { type Rename, renameTensors } from './rename-tensors.ts';

const checkpointOf = (names: readonly string[]): Checkpoint => ({
  file: 'net.pth',
  format: 'torch-zip',
  tensors: names.map((name) => ({ name, shape: [1], dtype: 'F32', read: fail, readFloat32: fail, prove: fail })),
  wrappers: [],
  metadata: new Map(),
  skipped: [],
});
const fail = () => Promise.reject(new Error('Nothing is read.'));
const renames = (...texts: readonly string[]): Rename[] => texts.map((text) => ({ from: text.split('=')[0]!, to: text.split('=')[1]! }));
const renamed = (names: readonly string[], ...texts: readonly string[]) =>
  renameTensors(checkpointOf(names), renames(...texts)).tensors.map(({ name }) => name);

describe('tensors get other names', () => {
  it.each([
    [['my.fc.weight', 'a'], ['my.fc.weight=fc.weight'], ['fc.weight', 'a']],
    [['my.fc.weight', 'my.fc.bias'], ['my.*=*'], ['fc.weight', 'fc.bias']],
    [['s.0.b.1.w', 's.1.b.0.w'], ['s.*.b.*.w=layer*.*.weight'], ['layer0.1.weight', 'layer1.0.weight']],
    [['block1.w', 'block12.w'], ['block?.w=layer?.w'], ['layer1.w', 'block12.w']],
    [
      ['a', 'b'],
      ['a=c', 'b=a', 'c=b'],
      ['b', 'a'],
    ],
    [['a.w', 'axw'], ['a.w=b'], ['b', 'axw']],
    [['a$(1)', 'b'], ['a$(1)=c'], ['c', 'b']],
    [['$&.w'], ['*.w=*.weight'], ['$&.weight']],
    [['a', 'a.b'], ['a=c'], ['c', 'a.b']],
    [['a', 'b'], [], ['a', 'b']],
    [['aux.w', 'aux.b', 'a'], ['aux.*='], ['a']],
  ])('%j by %j are %j', (names, texts, expected) => {
    expect(renamed(names, ...texts)).toEqual(expected);
  });

  it('and what was left out is told', () => {
    expect(inOurNames(renameTensors(checkpointOf(['conv1.weight', 'aux.w', 'aux.b']), renames('aux.*='))).notes).toEqual(['aux.* is left out, as asked (2)']);
  });

  it('and what was renamed is told first among the notes of the network', () => {
    const file = checkpointOf(['trunk/conv1.weight', 'trunk/layer1.0.conv1.weight']);
    expect(inOurNames(renameTensors(file, renames('trunk/*=backbone.*'))).notes).toEqual([
      'trunk/* is read as backbone.*, as asked (2)',
      'backbone.* is read as *',
    ]);
  });
});

describe('renames are refused, all faults at once', () => {
  it.each([
    [['b=c'], /"b=c" names no tensor of the file/u],
    [['A=c'], /names no tensor/u],
    [['a=b'], /a, b would all be b/u],
    [['*=x*', 'x?=y?', '?=?'], /"\?=\?" names no tensor/u],
    [['a*=b'], /"a\*=b" has other wildcards on its right/u],
    [['*?=?*'], /other wildcards/u],
    [['=a'], /half empty/u],
    [['nothing=c', 'neither=d'], /"nothing=c" names no tensor of the file; "neither=d" names no tensor/u],
  ])('%j', (texts, message) => {
    expect(() => renamed(['a', 'b'].slice(0, texts[0] === 'b=c' ? 1 : 2), ...texts)).toThrow(RenameError);
    expect(() => renamed(['a', 'b'].slice(0, texts[0] === 'b=c' ? 1 : 2), ...texts)).toThrow(message);
  });
});
