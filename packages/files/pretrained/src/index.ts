export { isWeightsReference, mayNameOthers, referenceBeside, weightsReference, WeightsNameError } from './weights-reference.ts';
export type { HubFile, WeightsHosts, WeightsReference } from './weights-reference.ts';
export { fetchWeights } from './fetch-weights.ts';
export type { FetchWeightsOptions } from './fetch-weights.ts';
export { DownloadError } from './download-error.ts';
export type { DownloadFaultKind } from './download-error.ts';
export type { PartialFile, WeightsCache, WeightsFile } from './weights-cache.ts';
export { knownWeights } from './known-weights.ts';
export type { KnownWeights, WeightsPreprocessing } from './known-weights.ts';
