import type { NameChange } from '@attune/checkpoint';

import type { Words } from './english.ts';

/** What became of names in a file of weights, as a sentence. */
export function nameChangeText({ nameChanges }: Words, change: NameChange): string {
  switch (change.kind) {
    case 'renamed':
      return nameChanges.renamed(change.from, change.to);
    case 'sequential':
      return nameChanges.sequential;
    case 'hugging-face':
      return nameChanges.huggingFace;
    case 'other-network':
      return nameChanges.otherNetwork(change.prefix, change.tensors);
    case 'left-out':
      return nameChanges.leftOut(change.names, change.more);
    case 'not-in-index':
      return nameChanges.notInIndex(
        change.tensors.map(({ name, shard }) => `${name} (${shard})`),
        change.more,
      );
  }
}
