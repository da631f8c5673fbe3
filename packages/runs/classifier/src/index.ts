export { classify } from './classify.ts';
export type { ClassifyOptions, Guess } from './classify.ts';
export { embed } from './embed.ts';
export { ClassNamesError, NonFiniteOutputError } from './errors.ts';
