import { expect, it } from 'vitest';

import { classFolders } from './copy-into.ts';

it('a folder of a class stays where it belongs, whatever the class is called, and no two share one', () => {
  const classes = ['cat', 'Cat', '../../etc', 'a/b', 'a:b', 'a_b', 'a_b-2', '', '..', 'x\u0007y'];
  const folders = [...classFolders(classes).values()];
  expect(folders).toEqual(['cat', 'Cat-2', '__.._etc', 'a_b', 'a_b-2', 'a_b-3', 'a_b-2-2', '_', '_-2', 'x_y']);
  for (const name of folders) expect(name).not.toMatch(/[/\\]|^\./u);
  expect(new Set(folders.map((name) => name.toLowerCase())).size).toBe(classes.length);
});
