import type { FileTree } from './file-tree.ts';

/** Where the class folders of a dataset really lie, so that no link makes the images of one those
 * of another. */
export interface Territory {
  /** The real paths of all class folders, of every part. */
  readonly classes: readonly string[];
  /** The same, without those that are links. */
  readonly plainClasses: readonly string[];
  /** Where each real file and folder was first met. */
  readonly seen: Map<string, string>;
}

/** Why a link in one class may not be followed, or `null`: what lies in another class has that
 * one's label, and what lies above a class holds other classes too. Anything outside all classes
 * has no other label.
 *
 * @param target where the link really leads.
 * @param own where the class folder really lies that the link is in. */
export function trespass(tree: FileTree, target: string, { own, territory }: { readonly own: string; readonly territory: Territory }): string | null {
  if (territory.classes.some((real) => real !== target && tree.holds(target, real))) return `a link to ${target}, which holds whole classes: not followed`;
  if (tree.holds(own, target)) return null;
  return territory.classes.some((real) => tree.holds(real, target)) ? `a link that leaves its class, to ${target}: not followed` : null;
}
