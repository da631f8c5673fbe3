// A plugin of TypeDoc: modules have the names by which they are imported, not the paths of their
// sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Converter, ReflectionKind } from 'typedoc';

const root = fileURLToPath(new URL('../..', import.meta.url));

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) module.name = importName(module.name) ?? module.name;
  });
}

/** `packages/layers/nn/src` is `@attune/nn`; another entry has its path behind, as the manifest
 * exports it. */
function importName(path) {
  const [, folder, behind = ''] = /^(?<folder>.+)\/src(?<behind>\/.+)?$/u.exec(path) ?? [];
  if (folder === undefined) return null;
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return name + behind.replace(/\/index$/u, '');
}
