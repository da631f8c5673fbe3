import { expect, it } from 'vitest';

import { commandsOf } from './shell.ts';

it.each([
  ['attune data photos   # what is there', [['attune', 'data', 'photos']]],
  ['a --rename \'backbone.*=*\' "b c"', [['a', '--rename', 'backbone.*=*', 'b c']]],
  ['a \\\n  --b\nc', [['a', '--b'], ['c']]],
  ['a > file.txt && b 2>> log | c; d', [['a'], ['b'], ['c'], ['d']]],
  ['TOKEN=x a', [['a']]],
  ['# nothing\n\n', []],
  ['curl http://localhost:8080/classify#top', [['curl', 'http://localhost:8080/classify#top']]],
])('reads %j', (text, commands) => {
  expect(commandsOf(text)).toEqual(commands);
});
