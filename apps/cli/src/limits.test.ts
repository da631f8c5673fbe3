import { expect, it } from 'vitest';

import { buildProgram } from './program.ts';

const program = await buildProgram('0.0.0', async () => {});

function answer(parse: (text: string, before: never) => unknown, text: string): unknown {
  try {
    return parse(text, undefined as never);
  } catch (error) {
    return (error as Error).message;
  }
}

const readsNumbers = (parse: (text: string, before: never) => unknown) => [answer(parse, '1')].flat().every((value) => typeof value === 'number');

/** Every option that reads numbers, as `finetune --threads`. */
const numeric = program.commands.flatMap((command) =>
  command.options.flatMap(({ long, parseArg }) => (parseArg !== undefined && readsNumbers(parseArg) ? [[`${command.name()} ${long}`, parseArg] as const] : [])),
);

it('finds the flags that take numbers', () => {
  const names = numeric.map(([name]) => name);
  expect(names).toEqual(
    expect.arrayContaining(['finetune --loader-threads', 'finetune --threads', 'finetune --epochs', 'finetune --image-size', 'summary --classes']),
  );
  expect(names.length).toBeGreaterThan(50);
});

it.each(numeric.filter(([name]) => !name.endsWith('--seed')))('%s has an upper limit, which its refusal names', (_, parse) => {
  for (const text of ['9007199254740991', '99999999999999999999']) expect(answer(parse, text)).toMatch(/^It must be .*\d/u);
});

it.each(numeric)('%s takes no NaN, no infinity, no hexadecimal number and no empty text', (_, parse) => {
  for (const text of ['NaN', 'Infinity', '-Infinity', '0x10', '', ' ', '1e999', '１']) expect(answer(parse, text), text).toMatch(/^It must be /u);
});
