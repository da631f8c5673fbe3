import { expect, it } from 'vitest';

import { printable } from './printable.ts';

it('shows what would steer a terminal by its code', () => {
  expect(printable('a\u001B]0;title\u0007b')).toBe(String.raw`a\u001b]0;title\u0007b`);
  expect(printable('\u001B[2Jgone\r\u0008')).toBe(String.raw`\u001b[2Jgone\u000d\u0008`);
  expect(printable('\u009B31m')).toBe(String.raw`\u009b31m`);
  expect(printable('abc\u202Egpj.exe')).toBe(String.raw`abc\u202egpj.exe`);
});

it('leaves lines, tabs, colours and every script as they are', () => {
  const text = 'ein\tNäme\n\u001B[33mgelb\u001B[39m 猫 👩‍🔬 קוף\n';
  expect(printable(text)).toBe(text);
});
