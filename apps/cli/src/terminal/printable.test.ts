import { expect, it } from 'vitest';

import { printable } from './printable.ts';

it('shows what would steer a terminal by its code', () => {
  expect(printable('a\u001B]0;title\u0007b')).toBe(String.raw`a\u001b]0;title\u0007b`);
  expect(printable('\u001B[2Jgone\r\u0008')).toBe(String.raw`\u001b[2Jgone\u000d\u0008`);
  expect(printable('\u001B[31mred')).toBe(String.raw`\u001b[31mred`);
  expect(printable('\u009B31m')).toBe(String.raw`\u009b31m`);
  expect(printable('abc\u202Egpj.exe')).toBe(String.raw`abc\u202egpj.exe`);
});

it('leaves lines, tabs and every script as they are', () => {
  const text = 'ein\tNäme\ngelb 猫 👩‍🔬 קוף\n';
  expect(printable(text)).toBe(text);
});

it('leaves our headings in bold where they are asked for, and no colour of a name', () => {
  const head = '\u001B[1mclass\u001B[22m';
  expect(printable(head)).toBe(String.raw`\u001b[1mclass\u001b[22m`);
  expect(printable(`${head}\n\u001B[8mcat`, { headings: true })).toBe(`${head}\n${String.raw`\u001b[8m`}cat`);
});
