import type { PartName } from '../batches/dataset.ts';
import type { FileReason } from '../errors.ts';
import { type NamedPart, partIn } from '../labels/part-name.ts';
import type { FileTree } from './file-tree.ts';
import { extensionReason } from './list-files.ts';
import { readFolder } from './read-folder.ts';

/** The folders of a dataset that hold class folders. */
export interface Layout {
  /** Where the parts lie: what was given, or the one folder in it. */
  readonly root: string;
  readonly train: string | null;
  readonly validation: string | null;
  /** Also the one to validate with where there is no other. */
  readonly test: string | null;
  readonly skipped: readonly FileReason[];
}

/** Finds the parts of a dataset, in any usual spelling and case, at the root or in the one folder
 * that it holds. With a `train` folder, or nothing but validation folders,
 * the root is a divided set; any other root is itself one folder of classes. */
export async function findLayout(tree: FileTree, root: string): Promise<Layout> {
  const found = await partsIn(tree, root);
  if (found !== null) return found;
  const { folders } = await readFolder(tree, root);
  const [only, second] = folders;
  const inner = only === undefined || second !== undefined ? null : await partsIn(tree, tree.join(root, only));
  return inner ?? { root, train: root, validation: null, test: null, skipped: [] };
}

type Spelled = NamedPart & { readonly name: string };

async function partsIn(tree: FileTree, root: string): Promise<Layout | null> {
  const { folders, files, skipped } = await readFolder(tree, root);
  const spelled = folders.flatMap((name): Spelled[] => {
    const part = partIn(name);
    return part === null ? [] : [{ ...part, name }];
  });
  const parts = (await plainParts(tree, root, { folders, spelled })) ?? alikeParts(spelled);
  if (parts === null) return null;
  const first = (wanted: PartName) => parts.find(({ part }) => part === wanted)?.name;
  const train = first('train');
  const test = first('test');
  const validation = first('validation') ?? test;
  const others = [...folders.filter((name) => ![train, validation, test].includes(name)), ...files];
  const beside = others.map((name) => ({ path: tree.join(root, name), reason: 'beside the folders of the parts' }));
  return separate(tree, {
    root,
    train: await partFolder(tree, root, train),
    validation: await partFolder(tree, root, validation),
    test: await partFolder(tree, root, test),
    skipped: [...skipped, ...beside],
  });
}

/** Folders named after parts and nothing else: a training part, or no other folder. `train` alone
 * beside `bus` and `car` is a class where it holds images. */
async function plainParts(
  tree: FileTree,
  root: string,
  { folders, spelled }: { readonly folders: readonly string[]; readonly spelled: readonly Spelled[] },
): Promise<readonly Spelled[] | null> {
  const plain = spelled.filter(({ rest }) => rest === '');
  const train = plain.find(({ part }) => part === 'train');
  if (train === undefined) return plain.length > 0 && plain.length === folders.length ? plain : null;
  const isAlone = plain.every(({ part }) => part === 'train') && plain.length < folders.length;
  return isAlone && (await looksLikeClass(tree, tree.join(root, train.name))) ? null : plain;
}

async function looksLikeClass(tree: FileTree, path: string): Promise<boolean> {
  const { folders, files } = await readFolder(tree, path);
  return folders.length === 0 || files.some((name) => extensionReason(name, true) === null);
}

/** Folders that differ by their part alone: `seg_train` and `seg_test`. */
function alikeParts(spelled: readonly Spelled[]): readonly Spelled[] | null {
  const alike = [...new Set(spelled.map(({ rest }) => rest))].map((rest) => spelled.filter((one) => one.rest === rest));
  return alike.find((some) => some.some(({ part }) => part === 'train') && some.some(({ part }) => part !== 'train')) ?? null;
}

/** The folder of a part, or the one in it that is called as the part too. */
async function partFolder(tree: FileTree, root: string, name: string | undefined): Promise<string | null> {
  if (name === undefined) return null;
  const path = tree.join(root, name);
  const [only, second] = (await readFolder(tree, path)).folders;
  const isSame = only !== undefined && second === undefined && partIn(only)?.part === partIn(name)?.part;
  return isSame ? tree.join(path, only) : path;
}

/** Leaves out a part that is a link to another one. */
async function separate(tree: FileTree, layout: Layout): Promise<Layout> {
  const real = async (path: string | null) => path && tree.realPath(path);
  const [train, validation, test] = [await real(layout.train), await real(layout.validation), await real(layout.test)];
  if (train === null) return layout;
  const reported = (path: string) => ({ path, reason: `a link to ${layout.train}, which is trained on: no part of its own` });
  const same = [validation === train && layout.validation, test === train && test !== validation && layout.test].filter((path) => typeof path === 'string');
  return {
    ...layout,
    validation: validation === train ? (test === train ? null : layout.test) : layout.validation,
    test: test === train ? null : layout.test,
    skipped: [...layout.skipped, ...same.map(reported)],
  };
}
