/** What became of names of a file on the way to a network: plain data, for those who say it in
 * another language. */
export type NameChange =
  /** `*` stands for the rest of a name; `asked` counts the tensors that the caller renamed so;
   * an empty `to` left them out. */
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string; readonly asked?: number }
  /** Positions in `nn.Sequential(*resnet.children())`, or Hugging Face's names: read as
   * torchvision's. */
  | { readonly kind: 'sequential' | 'hugging-face' }
  /** Another network of the file, such as its average, of so many tensors. */
  | { readonly kind: 'other-network'; readonly prefix: string; readonly tensors: number }
  /** Left out: names, or groups such as `queue.* (2)`; `more` are not listed. */
  | { readonly kind: 'left-out'; readonly names: readonly string[]; readonly more: number }
  /** Left out, because the index of the shards does not list them there. */
  | { readonly kind: 'not-in-index'; readonly tensors: readonly Unlisted[]; readonly more: number };

/** A tensor that lies in a shard and is not listed for it. */
export interface Unlisted {
  readonly name: string;
  readonly shard: string;
}

/** A line for people. */
export function nameChangeInWords(change: NameChange): string {
  switch (change.kind) {
    case 'renamed':
      return `${change.from} is ${change.to === '' ? 'left out' : `read as ${change.to}`}${change.asked === undefined ? '' : `, as asked (${change.asked})`}`;
    case 'sequential':
      return "positions in an nn.Sequential are read as torchvision's names";
    case 'hugging-face':
      return "Hugging Face's names are read as torchvision's";
    case 'other-network':
      return `left out: ${change.prefix}*, another network of the file (${change.tensors})`;
    case 'left-out':
      return `left out: ${listed(change.names, change.more)}`;
    case 'not-in-index':
      return `left out: ${listed(
        change.tensors.map(({ name, shard }) => `${name} (in ${shard}, not in the index)`),
        change.more,
      )}`;
  }
}

function listed(names: readonly string[], more: number): string {
  return [...names, ...(more === 0 ? [] : [`and ${more} more`])].join(', ');
}
