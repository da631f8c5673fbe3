import type { Schedule, WarmUp } from '../recipe/recipe.ts';

/** Where a stage stands when a step is about to be taken. */
export interface SchedulePosition {
  /** Steps taken in the stage. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Epochs the stage is planned for. */
  readonly epochs: number;
  /** Of the stage's finished epochs, in nats. */
  readonly validationLosses: readonly number[];
}

/** What a schedule makes of the base rate; `momentum` when the schedule moves it too. */
export interface ScheduleValue {
  readonly factor: number;
  readonly momentum?: number;
}

/** A schedule as a function of the position alone, so that a resumed run needs nothing saved.
 *
 * A warm-up comes before the schedule, which then has the rest of the stage: torch's
 * `SequentialLR`.
 *
 * Source: closed forms of torch.optim.lr_scheduler's StepLR, MultiStepLR, CosineAnnealingLR,
 *         PolynomialLR and ReduceLROnPlateau; one-cycle as fastai's `fit_one_cycle`. */
export function scheduleValue(schedule: Schedule, position: SchedulePosition, warmUp?: WarmUp): ScheduleValue {
  const { step, stepsPerEpoch, epochs, validationLosses } = position;
  const [before, total] = [warmUp?.steps ?? 0, epochs * stepsPerEpoch];
  const place = { step: Math.max(0, step - before), steps: total - before, stepsPerEpoch, validationLosses };
  const value = valueAt(schedule, place);
  if (warmUp === undefined || step >= before) return value;
  return { ...value, factor: value.factor * (warmUp.from + (1 - warmUp.from) * (step / before)) };
}

/** Where the schedule itself stands, its warm-up left out. */
interface Place extends Pick<SchedulePosition, 'step' | 'stepsPerEpoch' | 'validationLosses'> {
  readonly steps: number;
}

function valueAt(schedule: Schedule, { step, steps, stepsPerEpoch, validationLosses }: Place): ScheduleValue {
  const epoch = Math.floor(step / stepsPerEpoch);
  const done = Math.min(1, step / Math.max(1, steps));
  switch (schedule.kind) {
    case 'constant':
      return { factor: 1 };
    case 'step':
      return { factor: schedule.gamma ** Math.floor(epoch / schedule.everyEpochs) };
    case 'multi-step':
      return { factor: schedule.gamma ** schedule.epochs.filter((milestone) => milestone <= epoch).length };
    case 'cosine':
      return { factor: cosineBetween(1, schedule.minimum, done) };
    case 'polynomial':
      return { factor: schedule.minimum + (1 - schedule.minimum) * (1 - done) ** schedule.power };
    case 'one-cycle':
      return oneCycle(schedule, done);
    case 'plateau':
      return { factor: plateauFactor(schedule, validationLosses) };
  }
}

function cosineBetween(start: number, end: number, share: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** Up from 1 / startDivisor to 1, down to 1 / endDivisor, both along a cosine; the
 * momentum mirrors it. */
function oneCycle({ peakAt, startDivisor, endDivisor, momentum: [low, high] }: Extract<Schedule, { kind: 'one-cycle' }>, done: number): ScheduleValue {
  if (done < peakAt) {
    const share = done / peakAt;
    return { factor: cosineBetween(1 / startDivisor, 1, share), momentum: cosineBetween(high, low, share) };
  }
  const share = peakAt === 1 ? 1 : (done - peakAt) / (1 - peakAt);
  return { factor: cosineBetween(1, 1 / endDivisor, share), momentum: cosineBetween(low, high, share) };
}

/** Replays the losses: each time `patience` epochs in a row bring no relative gain above the
 * threshold, the factor shrinks and the count starts anew. */
function plateauFactor({ patience, factor, threshold }: Extract<Schedule, { kind: 'plateau' }>, losses: readonly number[]): number {
  let [best, idle, reached] = [Infinity, 0, 1];
  for (const loss of losses) {
    const better = loss < best * (1 - threshold);
    best = better ? loss : best;
    idle = better ? 0 : idle + 1;
    if (idle > patience) [reached, idle] = [reached * factor, 0];
  }
  return reached;
}
