export { AttuneError } from './attune-error.ts';
export type { ErrorOrigin } from './attune-error.ts';
