import { describe, expect, it } from 'vitest';

import { type BytesPart, concatenate } from '../../test/support/bytes.ts';
import { PickleError } from './pickle-error.ts';
import type { PickleHandlers } from './pickle-machine.ts';
import { PickleDictionary, PickleGlobal, PickleObject } from './pickle-values.ts';
import { unpickle } from './unpickle.ts';

const shut: PickleHandlers = { persistent: (id) => ({ id }), call: () => undefined };

function read(...parts: readonly BytesPart[]): unknown {
  return unpickle(concatenate(...parts), 0, shut, 1000).value;
}

function failure(...parts: readonly BytesPart[]): PickleError {
  try {
    read(...parts);
  } catch (error) {
    if (error instanceof PickleError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

describe('values', () => {
  it.each([
    ['I7\n.', 7],
    ['I01\n.', true],
    ['L9007199254740993L\n.', 9007199254740993n],
    ['F-1.5\n.', -1.5],
    ['Finf\n.', Infinity],
    ["S'a\\x41\\n'\n.", 'aA\n'],
    ['Vcaf\xe9 \\u00e9\\U0001f600\n.', 'café é😀'],
    ['N.', null],
    ['P12\n.', { id: '12' }],
  ])('protocol 0: %j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it('LONG1 is little-endian two’s complement: ff is −1, 00 01 is 256, nothing is 0', () => {
    expect([read([0x8a, 1, 0xff], '.'), read([0x8a, 2, 0, 1], '.'), read([0x8a, 0], '.')]).toEqual([-1, 256, 0]);
  });

  it('BINFLOAT is big-endian', () => {
    expect(read('G', [0x3f, 0xf8, 0, 0, 0, 0, 0, 0], '.')).toBe(1.5);
  });

  it('memo, tuples, lists and dictionaries keep identity and order', () => {
    expect(read('(lp0\nI1\nag0\n\x86.')).toEqual([[1], [1]]);
    const dictionary = read('}(', 'U', [1], 'aK', [1], 'U', [1], 'bK', [2], 'u.');
    expect([...(dictionary as PickleDictionary).entries]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('a key called __proto__ is a key like others and touches no prototype', () => {
    const dictionary = read('}U', [9], '__proto__}U', [8], 'pollutedK', [1], 'ss.') as PickleDictionary;
    expect([...dictionary.entries.keys()]).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('names and calls', () => {
  it.each([
    ['GLOBAL and REDUCE', ['cos\nsystem\n(Vls\ntR.']],
    ['INST', ['(Vls\nios\nsystem\n.']],
    ['OBJ', ['(cos\nsystem\nVls\no.']],
    ['STACK_GLOBAL and NEWOBJ', ['Vos\nVsystem\n\x93(Vls\nt\x81.']],
    ['NEWOBJ_EX', ['cos\nsystem\n(Vls\nt}\x92.']],
  ])('%s make an object that stays shut', (_, parts) => {
    const object = read(...parts);
    expect(object).toBeInstanceOf(PickleObject);
    expect((object as PickleObject).path).toBe('os.system');
  });

  it('a call of a call of a call, 100,000 deep, has a path without a deep stack', () => {
    const bytes = concatenate('cos\nsystem\n', ')R'.repeat(100_000), '.');
    expect((unpickle(bytes, 0, shut, 1_000_000).value as PickleObject).path).toBe('os.system');
  });

  it('a name alone is a name', () => {
    expect(read('cos\nsystem\n.')).toEqual(new PickleGlobal('os', 'system'));
  });
});

describe('damage', () => {
  it.each([
    ['an unknown instruction is named with its place', ['K', [1], [0xff]], 'malformed', /0xff at 2/],
    ['an early end', ['U', [9], 'abc'], 'truncated', /ends at byte 5/],
    ['a missing line end', ['I12'], 'truncated', /ends/],
    ['an empty stack', ['.'], 'malformed', /nothing on its stack/],
    ['no mark', ['t.'], 'malformed', /no mark/],
    ['a value below the mark', ['N(0'], 'truncated', /./],
    ['a memo entry that is not there', ['h', [3], '.'], 'malformed', /entry 3/],
    ['a length beyond all files', [[0x8d], [255, 255, 255, 255, 255, 255, 255, 255], '.'], 'truncated', /./],
    ['protocol 6', [[0x80, 6]], 'unsupported', /protocol 6/],
    ['an extension', [[0x82, 1]], 'unsupported', /EXT1/],
    ['a key without a value', ['(I1\nd.'], 'malformed', /key without a value/],
    ['appending to a number', ['K', [1], 'K', [2], 'a.'], 'malformed', /is not a list/],
    ['a number of 300 bytes', [[0x8b, 44, 1, 0, 0]], 'too-large', /300 bytes/],
    ['an integer that is none', ['Ix\n.'], 'malformed', /"x"/],
  ])('%s', (_, parts, kind, message) => {
    const error = failure(...parts);
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
  });

  it('more values than allowed end in an error, whatever they are made with', () => {
    expect(failure(']'.repeat(1001)).kind).toBe('too-large');
    expect(failure('('.repeat(1001)).kind).toBe('too-large');
    expect(failure('N', '2'.repeat(1001)).kind).toBe('too-large');
    expect(failure('N', ...Array.from({ length: 1001 }, () => ['q'.charCodeAt(0), 1])).kind).toBe('too-large');
  });
});
