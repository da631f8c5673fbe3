// The library in one import: what a program of fine-tuning begins with. Each name is its package's;
// everything else of a package is had by importing the package.

// a backend
export { backendNames, probeBackends, startBackend } from '@attune/backend';
export type { BackendChoice, BackendName, StartOptions, StartedBackend } from '@attune/backend';

// images
export {
  ImageSplit,
  cifar10,
  decodeImage,
  imageFolder,
  imageTable,
  openDataset,
  openEvaluation,
  parquetImages,
  pixelDataset,
  preprocess,
  preprocessingFor,
  standardAugmentation,
  webDataset,
} from '@attune/data';
export type { Augmentation, ImageDataset, ImageSource, LabelledImages, Preprocessing, RgbImage } from '@attune/data';
export { emojiSample, sampleWeights } from '@attune/sample';

// weights
export { CheckpointError, CheckpointMisfitError, loadPretrained, readCheckpoint, saveModel, summarise, writeSafetensors, writeTorch } from '@attune/checkpoint';
export { fetchWeights, knownWeights, weightsReference } from '@attune/pretrained';
export { fileCache } from '@attune/pretrained/node';
export { toGraphModel, toOnnx } from '@attune/export';

// networks, and attention in them
export { BatchNorm2d, Conv2d, Gate, Linear, MaxPool2d, Module, Network, applyGate } from '@attune/nn';
export { crossEntropy, defineNetwork, evaluation, namedParameters, parameter, seededRandom, sequence, stateDict } from '@attune/nn';
export type { AttentionFactory, ForwardContext, Random } from '@attune/nn';
export { resnet101, resnet110, resnet152, resnet18, resnet20, resnet32, resnet34, resnet44, resnet50, resnet56 } from '@attune/resnet';
export { vgg11, vgg11_bn, vgg13, vgg13_bn, vgg16, vgg16_bn, vgg19, vgg19_bn } from '@attune/vgg';
export { cbam } from '@attune/cbam';
export { se } from '@attune/se';
export { architectureNames, architectures, attentionKinds, buildModel, guessArchitecture } from '@attune/zoo';

// training
export {
  defineRecipe,
  describeRecipe,
  evaluate,
  evaluateTargets,
  fastai,
  findRate,
  fineTune,
  full,
  gradual,
  headOnly,
  layerDecay,
  lecture,
  linearProbeFineTune,
  metricOf,
  parseRecipe,
  planRecipe,
  recipeNames,
  recipeNamed,
  threeStage,
  threeStageSmall,
  trainingData,
  withBatchNorm,
  withEpochs,
  withRateScale,
} from '@attune/staged-finetune';
export type { FineTuneEvent, Recipe, RecipeInput, Stage } from '@attune/staged-finetune';
export { Adam, AdamW, Sgd } from '@attune/optim';

// what was trained: used and explained
export { Classifier, classify, embed, open } from '@attune/classifier';
export type { Classification, ClassifierSource, OpenOptions } from '@attune/classifier';
export { attentionGates, confusionMatrix, gradCam, gradCamPlusPlus, occlusion, summarizeModel, topKAccuracy } from '@attune/insight';

export { AttuneError } from '@attune/errors';
