import { type StagePlan, viewsWorthKeeping } from './plan-stage.ts';

/** Backward passes through a layer's output and its weights cost about a forward pass each. */
const trainingPasses = 3;

export interface WorkSize {
  /** Multiply-adds of a forward pass through each segment, for one image. */
  readonly segments: readonly number[];
  readonly trainImages: number;
  readonly validationImages: number;
}

/** About what a stage computes, in multiply-adds. */
export interface StageWork {
  /** Once, for the features that epochs find kept. */
  readonly features: { readonly train: number; readonly validation: number };
  /** In each epoch, validation included. */
  readonly epoch: number;
}

/** What is to be computed for a stage, of which kept features are a part: what the estimate of its
 * time goes by. Budgets for features are taken to suffice.
 *
 * @throws {RecipeError} when the stage does not fit the network. */
export function stageWork(plan: StagePlan, { segments, trainImages, validationImages }: WorkSize): StageWork {
  if (plan.stage.epochs === 0) return { features: { train: 0, validation: 0 }, epoch: 0 };
  const { still, untaped } = plan;
  const [below, between, taped] = [sum(segments.slice(0, still)), sum(segments.slice(still, untaped)), sum(segments.slice(untaped))];
  const views = viewsWorthKeeping(plan);
  const anew = views === 0 ? below : 0;
  return {
    features: { train: views * below * trainImages, validation: below * validationImages },
    epoch: trainImages * (anew + between + trainingPasses * taped) + validationImages * (between + taped),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
