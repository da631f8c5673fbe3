import type { ExplainMethod } from '@attune/classifier';

import { UsageError } from '../../usage-error.ts';

/** The kinds of maps that `explain` can draw, named here too so that the help need not load the
 * networks. */
export const methods = ['cbam', 'gradcam', 'gradcam++', 'occlusion'] as const satisfies readonly ExplainMethod[];

/** `attention` stands for `cbam`.
 *
 * @throws {UsageError} naming every word that is not a method. */
export function parseMethods(text: string): readonly ExplainMethod[] {
  const names = text.split(',').map((name) => (name.trim() === 'attention' ? 'cbam' : name.trim()));
  const unknown = names.filter((name) => !(methods as readonly string[]).includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no method "${unknown.join(', ')}": choose from ${methods.join(', ')}; attention is the same as cbam.`);
  return names as ExplainMethod[];
}
