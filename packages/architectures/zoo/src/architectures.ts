import { AttuneError } from '@attune/errors';
import type { ArchitectureDescription, AttentionPlacement } from '@attune/nn';
import { resnetArchitectures } from '@attune/resnet';
import { vggArchitectures } from '@attune/vgg';

/** Every architecture by name, as it describes itself. A new one is its package and its
 * place here. */
export const architectures = mergeArchitectures(resnetArchitectures, vggArchitectures);

/** The name of a published network, as torchvision and akamaster write it. */
export type Architecture = keyof typeof architectures;

/** Every architecture by name. */
export const architectureNames = Object.keys(architectures) as readonly Architecture[];

/** Where any of them may have its attention. */
export const placements: readonly AttentionPlacement[] = [...new Set(Object.values(architectures).flatMap((described) => described.placements))];

type Described<Name extends string> = Readonly<Record<Name, ArchitectureDescription>>;

/** The names in each of the lists. */
type NamesIn<List> = List extends Described<infer Name> ? Name : never;

/** One list of all that the packages describe.
 *
 * @throws {DuplicateArchitectureError} when two of them describe one name. */
export function mergeArchitectures<Lists extends readonly Described<string>[]>(...lists: Lists): Described<NamesIn<Lists[number]>> {
  const names = lists.flatMap((list) => Object.keys(list));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new DuplicateArchitectureError(twice);
  return Object.assign({}, ...lists);
}

/** Two packages describe networks of one name. */
export class DuplicateArchitectureError extends AttuneError {
  static override readonly code = 'ATTUNE_DUPLICATE_ARCHITECTURE';
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(`${names.join(', ')}: described more than once. A name stands for one architecture: rename one of them.`);
    this.name = 'DuplicateArchitectureError';
    this.names = names;
  }
}
