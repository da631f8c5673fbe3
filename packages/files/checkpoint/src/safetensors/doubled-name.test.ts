import { expect, it } from 'vitest';

import { findDoubledName } from './doubled-name.ts';

it.each([
  ['{"a":1,"a":2}', { name: 'a', within: null }],
  ['{"a":1,"\\u0061":2}', { name: 'a', within: null }],
  ['{"a":{"dtype":"F32","shape":[1],"dtype":"F16"}}', { name: 'dtype', within: 'a' }],
  ['{"x":{},"a":{"data_offsets":[0,4],"b":{},"data_offsets":[0,4]}}', { name: 'data_offsets', within: 'a' }],
  ['{"__metadata__":{"k":"1","k":"2"}}', { name: 'k', within: '__metadata__' }],
  ['{"__metadata__":{},"a":1,"__metadata__":{}}', { name: '__metadata__', within: null }],
  ['{"__proto__":1,"__proto__":2}', { name: '__proto__', within: null }],
  ['{"":1,"":2}', { name: '', within: null }],
  ['{"a\\"b":1,"a\\u0022b":2}', { name: 'a"b', within: null }],
  ['{"list":[{"a":1,"a":2}]}', { name: 'a', within: null }],
])('%s holds a name twice', (json, found) => {
  expect(findDoubledName(json)).toEqual(found);
});

it.each([
  '{}',
  '{"a":"a","b":"a"}',
  '{"a":{"c":1},"b":{"c":1}}',
  '{"a":"{\\"a\\":1,\\"a\\":2}"}',
  '{"a":["a","a","b"],"b":[{"a":1},{"a":1}]}',
  '{"a\\\\":1,"a":2}',
])('%s holds none twice', (json) => {
  expect(findDoubledName(json)).toBeNull();
});
