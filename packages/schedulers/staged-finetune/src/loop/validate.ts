import { NonFiniteLossError } from '../errors.ts';
import { learningRates, schedulesAt } from '../stage/learning-rates.ts';
import { measureNorms } from '../step/measure-norms.ts';
import { stepRandom } from '../step/step-random.ts';
import type { WeightAverage } from '../step/weight-average.ts';
import { type Evaluation, type TargetEvaluation, judgeOf } from '../task/judges.ts';
import { singleLabel } from '../task/task.ts';
import { evaluationSteps } from './evaluate.ts';
import { KeptEmbeddings } from './kept-embeddings.ts';
import { keepsEmbeddings, likenessInStage } from './likeness.ts';
import { type EpochEnd, type Validated, afterAverages, afterTime } from './progress.ts';
import { type Events, type OpenStage, throwIfStopped, told } from './run.ts';
import type { JudgedImages } from './run-store.ts';
import { batchesOfEpoch, epochOfRun } from './take-step.ts';
import { validationGoesOn } from './tell.ts';

/** An epoch's end, with what its weights make of the validation images for whoever keeps them. */
interface ValidatedEpoch extends EpochEnd {
  readonly judged: JudgedImages;
  readonly embeddings: KeptEmbeddings;
}

/** Tries the weights at the end of an epoch on the validation images, then their averages, which
 * are kept when they are the best so far.
 *
 * @throws {NonFiniteLossError} when the loss is not finite: such an epoch must not become a
 * checkpoint to go back to. */
export async function* validate(open: OpenStage): Events<ValidatedEpoch> {
  const { state } = open.run;
  const started = performance.now();
  const { validated, judged, embeddings } = yield* evaluated(open, 'raw');
  const { average } = state;
  const { epoch } = state.progress;
  const averaged = average?.isTried(epoch) === true ? yield* validateAverages(open, average) : undefined;
  const rates = ratesOfLastStep(open);
  if (!Number.isFinite(validated.loss)) throw validationFault(open, validated, rates);
  state.progress = afterTime(state.progress, { seconds: (performance.now() - started) / 1000 });
  // A stop before here tries the epoch again, which must not count twice in the mean.
  average?.followEpoch(epoch);
  return { validated, judged, embeddings, ...(averaged !== undefined && { [average!.kind]: averaged }), learningRates: rates };
}

async function* validateAverages(open: OpenStage, average: WeightAverage): Events<Validation> {
  const { state, store, network } = open.run;
  const putBack = average.putOn(state.progress.epoch);
  try {
    if (average.kind === 'swa') await measureNormsAgain(open);
    const { validated, judged } = yield* evaluated(open, average.kind);
    const progress = afterAverages(state.progress, validated);
    if (progress.bestEma !== state.progress.bestEma) await store.saveBestEma(network, progress, judged);
    state.progress = progress;
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

interface Evaluated {
  readonly validated: Validation;
  readonly judged: JudgedImages;
  /** Of validation images, where each is of one class. */
  readonly embeddings: KeptEmbeddings;
}

async function* evaluated(open: OpenStage, weights: 'raw' | WeightAverage['kind']): Events<Evaluated> {
  const { run, sources } = open;
  const { task = singleLabel, classes, validation } = run.data;
  const { labels, size } = validation;
  const embeddings = new KeptEmbeddings(size);
  const onEmbedding = task.kind === 'single-label' ? embeddings.see : undefined;
  const steps = evaluationSteps(run.network, sources.validation, { judge: judgeOf(task, validation, classes.length), onEmbedding });
  const validated = yield* told(run, steps, (done) => validationGoesOn(run, weights, done));
  if ('targets' in validated) return { validated, judged: validated, embeddings };
  const isMeasuredNow = weights !== 'raw' || keepsEmbeddings(open);
  const judged = { ...validated, labels, ...(isMeasuredNow && { likeness: () => likenessInStage(open, embeddings) }) };
  return { validated, judged, embeddings };
}

function ratesOfLastStep({ run, plan, stepsPerEpoch }: OpenStage): Record<string, number> {
  const { progress } = run.state;
  return learningRates(plan, schedulesAt(run.recipe, { ...progress, step: Math.max(0, progress.step - 1), stepsPerEpoch }));
}

function validationFault({ run, plan }: OpenStage, { loss }: Validated, rates: Record<string, number>): NonFiniteLossError {
  const { epoch } = run.state.progress;
  return new NonFiniteLossError({ stage: plan.stage.name, epoch, step: null, loss, gradientNorm: null, learningRates: rates, where: null, indices: [] });
}
