import { NonFiniteLossError } from '../errors.ts';
import { learningRates, schedulesAt } from '../stage/learning-rates.ts';
import { measureNorms } from '../step/measure-norms.ts';
import { stepRandom } from '../step/step-random.ts';
import type { WeightAverage } from '../step/weight-average.ts';
import { type Evaluation, type TargetEvaluation, judgeOf } from '../task/judges.ts';
import { singleLabel } from '../task/task.ts';
import { evaluationSteps } from './evaluate.ts';
import { type EpochEnd, type Validated, afterAverages, afterTime } from './progress.ts';
import { type Events, type OpenStage, throwIfStopped, told } from './run.ts';
import type { JudgedImages } from './run-store.ts';
import type { Split } from '../training-data.ts';
import { batchesOfEpoch, epochOfRun } from './take-step.ts';
import { validationGoesOn } from './tell.ts';

/** Tries the weights at the end of an epoch on the validation images, then their averages, which
 * are kept when they are the best so far.
 *
 * @throws {NonFiniteLossError} when the loss is not finite: such an epoch must not become a
 * checkpoint to go back to. */
export async function* validate(open: OpenStage): Events<EpochEnd> {
  const { state } = open.run;
  const started = performance.now();
  const validated = yield* evaluated(open, 'raw');
  const { average } = state;
  const { epoch } = state.progress;
  const averaged = average?.isTried(epoch) === true ? yield* validateAverages(open, average) : undefined;
  const rates = ratesOfLastStep(open);
  if (!Number.isFinite(validated.loss)) throw validationFault(open, validated, rates);
  state.progress = afterTime(state.progress, { seconds: (performance.now() - started) / 1000 });
  // A stop before here tries the epoch again, which must not count twice in the mean.
  average?.followEpoch(epoch);
  return { validated, ...(averaged !== undefined && { [average!.kind]: averaged }), learningRates: rates };
}

async function* validateAverages(open: OpenStage, average: WeightAverage): Events<Validation> {
  const { state, store, network, data } = open.run;
  const putBack = average.putOn(state.progress.epoch);
  try {
    if (average.kind === 'swa') await measureNormsAgain(open);
    const validated = yield* evaluated(open, average.kind);
    const { bestEma } = state.progress;
    state.progress = afterAverages(state.progress, validated);
    if (state.progress.bestEma !== bestEma) await store.saveBestEma(network, state.progress, judgedImages(validated, data.validation));
    return validated;
  } finally {
    putBack();
  }
}

/** Averaged weights have no running statistics of their own. */
async function measureNormsAgain(open: OpenStage): Promise<void> {
  const { run, plan, sources, stepsPerEpoch } = open;
  const random = stepRandom(run.settings.seed, epochOfRun(run), stepsPerEpoch);
  const measuring = measureNorms({ network: run.network, plan, depth: sources.train.depth, random }, batchesOfEpoch(open, 0));
  for await (const _ of measuring) await throwIfStopped(run);
}

/** What weights make of the validation images, whatever the task is. */
type Validation = Evaluation | TargetEvaluation;

/** The same for whoever keeps the weights. */
export function judgedImages(validation: Validation, { labels }: Pick<Split, 'labels'>): JudgedImages {
  return 'targets' in validation ? validation : { ...validation, labels };
}

function evaluated(open: OpenStage, weights: 'raw' | WeightAverage['kind']): Events<Validation> {
  const { run, sources } = open;
  const { task = singleLabel, classes, validation } = run.data;
  const steps = evaluationSteps(run.network, sources.validation, { judge: judgeOf(task, validation, classes.length) });
  return told(run, steps, (done) => validationGoesOn(run, weights, done));
}

function ratesOfLastStep({ run, plan, stepsPerEpoch }: OpenStage): Record<string, number> {
  const { progress } = run.state;
  return learningRates(plan, schedulesAt(run.recipe, { ...progress, step: Math.max(0, progress.step - 1), stepsPerEpoch }));
}

function validationFault({ run, plan }: OpenStage, { loss }: Validated, rates: Record<string, number>): NonFiniteLossError {
  const { epoch } = run.state.progress;
  return new NonFiniteLossError({ stage: plan.stage.name, epoch, step: null, loss, gradientNorm: null, learningRates: rates, where: null, indices: [] });
}
