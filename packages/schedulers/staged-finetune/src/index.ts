export { fineTune } from './loop/fine-tune.ts';
export type { FineTuneOptions } from './loop/fine-tune.ts';
export type { FineTuneEvent } from './loop/events.ts';
export { bestEpochIndex } from './loop/progress.ts';
export type { BestEpoch, EmaResult, EpochResult, Progress, StageResult } from './loop/progress.ts';
export { evaluate, evaluateTargets } from './loop/evaluate.ts';
export type { EmbeddingObserver, EvaluateOptions } from './loop/evaluate.ts';
export { measureLikeness } from './loop/likeness.ts';
export type { LikenessOptions } from './loop/likeness.ts';
export type { Evaluation, TargetEvaluation } from './task/judges.ts';
export { metricOf, taskTraits } from './task/task.ts';
export type { MetricName, TargetScale, Task, TaskKind, TaskScores, TaskTraits } from './task/task.ts';
export { fitThresholds, labelFigures, numberFigures, overallFigures } from './task/judge-targets.ts';
export type { Figures, JudgedTargets, LabelFigures, NumberFigures } from './task/judge-targets.ts';
export { requireObjectives } from './task/objective.ts';
export { trainingData } from './training-data.ts';
export type { Batch, BatchMix, BatchOptions, Split, TrainingData } from './training-data.ts';
export type { KnownFeatures } from './features/known-features.ts';
export type { FeatureSpill, SpilledNumbers } from './features/feature-rows.ts';
export { memoryStore } from './loop/run-store.ts';
export type { JudgedImages, JudgedLabels, Likeness, RunStore, TrainingCheckpoint } from './loop/run-store.ts';
export type { SavedTensor } from './saved-weights.ts';
export { ClassCountError, NonFiniteLossError, ResumeError, TrainingDataError } from './errors.ts';
export { BatchMemoryError } from './memory/batch-memory-error.ts';
export type { MemoryFault } from './memory/batch-memory-error.ts';
export { UnknownOptionError } from '@attune/errors';
export type { DataFault, LossFault } from './errors.ts';
export { full, headOnly } from './recipes/one-stage.ts';
export { lecture, lectureProse, lectureReference } from './recipes/lecture.ts';
export { threeStage, threeStageSmall } from './recipes/three-stage.ts';
export { linearProbeFineTune } from './recipes/linear-probe.ts';
export { gradual } from './recipes/gradual.ts';
export { fastai } from './recipes/fastai.ts';
export { layerDecay } from './recipes/layer-decay.ts';
export type { LayerDecayOptions } from './recipes/layer-decay.ts';
export { relativeGradients, surgical } from './recipes/surgical.ts';
export type { RelativeGradient, SurgicalOptions } from './recipes/surgical.ts';
export { networkRecipes, recipeNamed, recipeNames, recipes } from './recipes/registry.ts';
export type { RecipeSubject } from './recipes/registry.ts';
export { RecipeSubjectError } from './recipes/recipe-subject-error.ts';
export { defineRecipe, parseRecipe, parseSavedRecipe } from './recipe/parse-recipe.ts';
export {
  trainsBody,
  withAttentionRateScale,
  withBatchNorm,
  withBodyRateScale,
  withEpochs,
  withRateScale,
  withTrainingFeatures,
} from './recipe/adjust-recipe.ts';
export type { TrainingFeatures } from './recipe/adjust-recipe.ts';
export { describeMeasurement, describeRecipe } from './recipe/describe-recipe.ts';
export type { RecipeRow } from './recipe/describe-recipe.ts';
export { RecipeError } from './recipe/recipe-error.ts';
export type { RecipeFault } from './recipe/recipe-error.ts';
export type {
  BatchNormPolicy,
  BodyRateMeasurement,
  ClassWeights,
  EmaSettings,
  NamePredicate,
  NoDecay,
  OptimizerSettings,
  ParameterGroup,
  Recipe,
  Schedule,
  Selector,
  Stage,
  WarmUp,
} from './recipe/recipe.ts';
export type { RecipeInput } from './recipe/schema.ts';
export { planRecipe, planStage } from './stage/plan-stage.ts';
export type { PlannedGroup, StagePlan } from './stage/plan-stage.ts';
export { classWeightsOf } from './stage/class-weights.ts';
export { stageWork } from './stage/stage-work.ts';
export type { StageWork, WorkSize } from './stage/stage-work.ts';
export { Pace } from './loop/pace.ts';
export { scheduleValue } from './stage/schedule.ts';
export type { SchedulePosition, ScheduleValue } from './stage/schedule.ts';
export { findRate } from './rate-finder/find-rate.ts';
export type { FindRateOptions, FoundRate } from './rate-finder/find-rate.ts';
export { measureBodyRate, withMeasuredBodyRates } from './rate-finder/measure-body-rate.ts';
export type { MeasureBodyRateOptions } from './rate-finder/measure-body-rate.ts';
export { RateSweepError } from './rate-finder/rate-sweep-error.ts';
export { suggestRate } from './rate-finder/suggest-rate.ts';
export type { RateSuggestion, RateSweep } from './rate-finder/suggest-rate.ts';
