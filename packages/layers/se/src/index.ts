export { IdentitySe, SeConfigError, TimmSe, se, seAttention, seVariants } from './se.ts';
export type { SeConfig, SeVariant } from './se.ts';
