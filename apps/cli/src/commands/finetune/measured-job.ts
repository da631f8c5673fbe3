import { measureRates } from '@attune/run';
import { planRecipe } from '@attune/staged-finetune';

import type { CommandContext } from '../../command.ts';
import { ProgressView } from '../../terminal/progress.ts';
import { describeRates } from './describe-rates.ts';
import type { FinetuneJob } from './job.ts';

/** A job whose body's rates are measured, where its recipe left them to be; null when it was
 * stopped meanwhile: its run measures them when it is resumed. */
export async function measuredJob(job: FinetuneJob, { terminal, signal }: CommandContext): Promise<FinetuneJob | null> {
  const { run, network, dataset } = job;
  if (run.recipe.bodyRates === undefined) return job;
  const looking = new ProgressView(terminal);
  const onProgress = (done: number, total: number) => looking.update('rates of the body', { done, total });
  try {
    const features = await measureRates(run, { network, data: dataset }, { signal, onProgress });
    describeRates(terminal, run.recipe);
    return { ...job, plan: planRecipe(network, run.recipe), features };
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    return null;
  } finally {
    looking.stop();
  }
}
