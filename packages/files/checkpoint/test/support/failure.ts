import { CheckpointError } from '../../src/checkpoint-error.ts';

/** The CheckpointError that a promise is rejected with; anything else is thrown on. */
export async function failureOf(promise: Promise<unknown>): Promise<CheckpointError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof CheckpointError) return outcome;
  throw outcome ?? new Error('nothing failed');
}
