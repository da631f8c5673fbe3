export { Optimizer } from './optimizer.ts';
export type { MovingMemory, ParameterMemory, ParameterStep } from './optimizer.ts';
export { Sgd } from './sgd.ts';
export type { SgdConfig } from './sgd.ts';
export { Adam, AdamW } from './adam.ts';
export type { AdamConfig } from './adam.ts';
export { clipScale, gradientNorm } from './gradient-norm.ts';
export { OptimizerError } from './optimizer-error.ts';
export type { SettingFault } from './optimizer-error.ts';
