export { classify } from './classify.ts';
export type { ClassifyOptions, Guess } from './classify.ts';
export { embed } from './embed.ts';
export { ClassNamesError } from './errors.ts';
export { NonFiniteOutputError } from '@attune/nn';
