import type { Task } from '@attune/staged-finetune';
import * as z from 'zod';

/** What a run's network says of an image, where it is not one of the classes: any
 * number of them, or a number for each. */
export const runTask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('multi-label') }).readonly(),
  z
    .object({
      kind: z.literal('regression'),
      scales: z.array(z.object({ mean: z.number(), deviation: z.number().positive() }).readonly()).readonly(),
    })
    .readonly(),
]);

/** What {@link runTask} describes. */
export type RunTask = z.infer<typeof runTask>;

/** The task of a run or of its weights; one of the classes where they say nothing. */
export function taskOf({ task }: { readonly task?: RunTask | undefined }): Task {
  return task ?? { kind: 'single-label' };
}
