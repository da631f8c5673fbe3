import { memoryFiles, writeText } from '@attune/run';
import { expect, it } from 'vitest';

import { ProjectFolders } from './project-folders.ts';

it('a project takes the place of another by one write, and can give it back', async () => {
  const root = memoryFiles();
  await writeText(root, 'photos.json', '[]');
  await writeText(root, 'photos/old', 'old');
  const project = await ProjectFolders.open(root);
  const folder = project.newFolder();
  await writeText(project.filesIn(folder), 'photos.json', '[]');
  await writeText(project.filesIn(folder), 'photos/new', 'new');
  expect(await project.files.list('')).toEqual(['photos.json', 'photos/old']);
  await project.use(folder);
  expect(await project.files.list('')).toEqual(['photos.json', 'photos/new']);
  await project.use('');
  expect(await project.files.list('')).toEqual(['photos.json', 'photos/old']);
});

it('of a page that was closed while it opened a project, the one before is left, whole and alone', async () => {
  const root = memoryFiles();
  for (const path of ['photos.json', 'photos/old', 'projects/17/photos/half']) await writeText(root, path, '[]');
  const project = await ProjectFolders.open(root);
  expect(await project.files.list('')).toEqual(['photos.json', 'photos/old']);
  expect(await root.list('')).toEqual(['photos.json', 'photos/old']);
});

it('of one that was closed after it, the new one is', async () => {
  const root = memoryFiles();
  for (const path of ['photos.json', 'photos/old', 'projects/17/photos/new']) await writeText(root, path, '[]');
  await writeText(root, 'project.json', '{"folder":"projects/17"}');
  const project = await ProjectFolders.open(root);
  expect(await project.files.list('')).toEqual(['photos/new']);
  expect(await root.list('')).toEqual(['project.json', 'projects/17/photos/new']);
});
