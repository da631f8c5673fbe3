export { AuthorsCbam, CbamConfigError, IdentityCbam, LectureCbam, TimmCbam, cbam, cbamAttention, cbamVariants } from './cbam.ts';
export type { CbamConfig, CbamVariant } from './cbam.ts';
export { ConvChannelGate, LinearChannelGate, ListedChannelGate } from './channel-gates.ts';
export { AuthorsSpatialGate, ConvSpatialGate, SpatialConvNorm, TimmSpatialGate } from './spatial-gates.ts';
export { gateChannels, gatePositions } from './gates.ts';
export type { Gain, GateOptions } from './gates.ts';
export type { MapOrder } from './gate-pools.ts';
