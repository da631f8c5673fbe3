export {
  Module,
  buffer,
  countScalars,
  disposeModule,
  evaluation,
  namedModules,
  namedParameters,
  namedVariables,
  parameter,
  sequence,
  stateDict,
} from './module.ts';
export type { AnyModule, BatchPart, ForwardContext, GateReport } from './module.ts';
export { Gate, applyGate, attentionNames, gatesOf, pathAround } from './gate.ts';
export type { AttentionFactory, GateOwner } from './gate.ts';
export { isAttentionField, stateField } from './attention-field.ts';
export type { AttentionDescription, AttentionOptions, AttentionSign, GateSelection } from './attention-description.ts';
export { AttentionConfigError, attentionFaults } from './attention-config-error.ts';
export { takeRows } from './take-rows.ts';
export { Network, parametersInForwardOrder, pooledFeatures, runSegments, segmentVariables } from './network.ts';
export type { Segment } from './network.ts';
export { ClassMeans, similarityToNearest } from './class-centres.ts';
export type { ClassCentres } from './class-centres.ts';
export { NetworkDefinitionError, defineNetwork } from './define-network.ts';
export type { NetworkDefinition, NetworkFault, NetworkFields } from './define-network.ts';
export { batchNormState, linearState } from './architecture.ts';
export type {
  ArchitectureDescription,
  ArchitectureOptions,
  AttentionPlacement,
  OptionalFeature,
  PublishedFigures,
  StageDescription,
  StateShape,
} from './architecture.ts';
export { describeConfigFaults, unknownOptions } from '@attune/errors';
export type { ConfigFault } from '@attune/errors';
export { whenLoaded, whileLoading } from './loading.ts';
export { StateDictError, loadStateDict } from './state-dict.ts';
export { Conv2d } from './conv2d.ts';
export type { Conv2dConfig } from './conv2d.ts';
export { BatchNorm2d, BatchStatisticsError } from './batch-norm.ts';
export type { BatchNorm2dConfig } from './batch-norm.ts';
export { Linear } from './linear.ts';
export type { LinearConfig } from './linear.ts';
export { AdaptiveAveragePool2d, GlobalAveragePool, MaxPool2d } from './pooling.ts';
export type { Pool2dConfig } from './pooling.ts';
export { Dropout, DropoutRateError, Flatten, Identity, Relu } from './activations.ts';
export { differentiable } from './differentiable.ts';
export type { Differentiable } from './differentiable.ts';
export { BackendNotStartedError, GradientsNotRegisteredError, requireGradients } from './require-engine.ts';
export { maximum } from './maximum.ts';
export { crossEntropy } from './cross-entropy.ts';
export type { CrossEntropyOptions, LabelMix } from './cross-entropy.ts';
export { binaryCrossEntropy } from './binary-cross-entropy.ts';
export type { BinaryCrossEntropyOptions } from './binary-cross-entropy.ts';
export { huber, meanSquaredError } from './regression-loss.ts';
export { stochasticDepth } from './stochastic-depth.ts';
export { isWatched, watchModules } from './watch-modules.ts';
export type { CallObserver } from './watch-modules.ts';
export { NonFiniteOutputError, firstNonFinite, firstNonFiniteLayer, requireFiniteOutput } from './non-finite.ts';
export type { NetworkOutput } from './non-finite.ts';
export { breathe } from './breathe.ts';
export { firstUnitOn, kaimingNormalFanOut, normalInitializer, uniformFanIn, zeros } from './initializers.ts';
export type { Initializer } from './initializers.ts';
export { parameterRandom, seededRandom } from './random.ts';
export type { ParameterRandom } from './random.ts';
export type { Random } from './random.ts';
