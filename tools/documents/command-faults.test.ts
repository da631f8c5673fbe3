import { expect, it } from 'vitest';

import { commandFault } from './command-faults.ts';

it.each([
  ['attune finetune PHOTOS --nope', "unknown option '--nope'"],
  ['npx attune finetun PHOTOS', "unknown command 'finetun'"],
  ['attune export runs/PHOTOS --to torsh', "argument 'torsh' is invalid"],
  ['attune evaluate runs/PHOTOS', "missing required argument 'data'"],
  ['npm run -s bench -- nothing', "unknown command 'nothing'"],
  ['npm run nothing', 'there is no script nothing'],
  ['npm i attun', 'there is no package attun'],
  ['npx nothing', 'npx finds no nothing'],
  ['node nowhere.mjs', 'there is no nowhere.mjs'],
  ['wget photos', '"wget" is no program that documents may call'],
])('refuses %s', async (command, fault) => {
  expect(await commandFault(command.split(' '))).toContain(fault);
});

it('bears a missing argument where a sentence names a command', async () => {
  expect(await commandFault(['attune', 'evaluate'], { isPart: true })).toBeNull();
});
