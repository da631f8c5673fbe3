import { expect, test } from 'vitest';

import { DatasetError } from '../errors.ts';
import type { FileTree } from './file-tree.ts';
import { readFolder } from './read-folder.ts';

/** A tree whose folders cannot be listed. */
const closed = (code: string) =>
  ({
    entries: async () => Promise.reject(Object.assign(new Error(`${code}: as the system says it, scandir 'x'`), { code })),
    join: (folder: string, name: string) => `${folder}/${name}`,
  }) as unknown as FileTree;

test.each([
  ['EACCES', 'The folder x/train cannot be listed: permission denied (EACCES). Let this user read it, or give another path.'],
  ['ENOTDIR', 'The folder x/train cannot be listed: a part of its path is a file, not a folder (ENOTDIR). Check the path.'],
  ['ELOOP', 'The folder x/train cannot be listed: its links lead in a circle (ELOOP). Give the folder that they stand for.'],
])('a folder that cannot be listed (%s) is a DatasetError with its path, the reason and a way out', async (code, message) => {
  const fault = await readFolder(closed(code), 'x/train').catch((cause: unknown) => cause);
  expect(fault).toBeInstanceOf(DatasetError);
  expect(fault).toMatchObject({ path: 'x/train', faults: [{ kind: 'unreadable', path: 'x/train', message }] });
});
