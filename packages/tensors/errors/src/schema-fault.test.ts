import { describe, expect, it } from 'vitest';

import { describeSchemaIssue } from './schema-fault.ts';

describe('what zod says is told in words that follow the name of a field', () => {
  it.each([
    [
      { code: 'invalid_type', expected: 'record', message: 'Invalid input: expected record, received undefined' },
      'is missing: it must be a map of names to values',
    ],
    [{ code: 'invalid_type', expected: 'int', message: 'Invalid input: expected int, received number' }, 'must be a whole number'],
    [{ code: 'invalid_value', values: ['x', 'y'], message: 'Invalid option: expected one of "x"|"y"' }, 'must be one of "x", "y"'],
    [{ code: 'invalid_union', errors: [], options: ['p', 'q'], message: "Invalid discriminator value. Expected 'p' | 'q'" }, 'must be one of "p", "q"'],
    [{ code: 'unrecognized_keys', keys: ['data', 'flags'], message: 'Unrecognized keys: "data", "flags"' }, 'has no "data", "flags"'],
    [{ code: 'too_small', origin: 'string', minimum: 1, message: 'Too small: expected string to have >=1 characters' }, 'must not be empty'],
    [{ code: 'too_small', origin: 'number', minimum: 0, inclusive: false, message: 'Too small: expected number to be >0' }, 'must be above 0'],
    [{ code: 'too_big', origin: 'array', maximum: 3, inclusive: true, message: 'Too big: expected array to have <=3 items' }, 'must be at most 3 items long'],
    [{ code: 'custom', message: 'must name the data: data: FOLDER' }, 'must name the data: data: FOLDER'],
  ])('%j', (issue, words) => {
    expect(describeSchemaIssue({ path: [], ...issue })).toBe(words);
  });

  it('a value that may have one of several forms: their types, or what is wrong with the one that fits so far', () => {
    const text = { code: 'invalid_type', expected: 'string', message: 'Invalid input: expected string, received boolean', path: [] };
    const number = { ...text, expected: 'number' };
    const inside = { code: 'invalid_type', expected: 'number', message: 'Invalid input: expected number, received undefined', path: ['from'] };
    expect(describeSchemaIssue({ code: 'invalid_union', message: 'Invalid input', path: [], errors: [[text], [number]] })).toBe('must be text or a number');
    expect(describeSchemaIssue({ code: 'invalid_union', message: 'Invalid input', path: [], errors: [[text], [inside]] })).toBe(
      'from is missing: it must be a number',
    );
  });
});
