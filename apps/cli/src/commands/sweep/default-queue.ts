/** Name of the queue where none is given: what a sweep and its workers agree on. */
export const defaultQueue = 'attune';
