import { expect, it } from 'vitest';

import { isOwnMachine, mayFetchFrom } from './own-machine.ts';

it.each(['localhost', 'LOCALHOST', '127.0.0.1', '[::1]'])('%s is this machine', (hostname) => {
  expect(isOwnMachine(hostname)).toBe(true);
});

it.each(['', 'localhost.evil.example', '127.0.0.1.nip.io', '[::2]', '0.0.0.0', '10.0.0.1', 'localhost.'])('%j is another machine', (hostname) => {
  expect(isOwnMachine(hostname)).toBe(false);
});

it.each([
  ['https://far.example/x', true],
  ['http://127.0.0.1:8080/x', true],
  ['http://127.1/x', true],
  ['http://[::1]/x', true],
  ['http://far.example/x', false],
  ['http://localhost.evil.example/x', false],
  ['ftp://localhost/x', false],
  ['https://someone:secret@far.example/x', false],
  ['https://someone@far.example/x', false],
])('whether a file may come from %s: %s', (address, may) => {
  expect(mayFetchFrom(new URL(address))).toBe(may);
});
