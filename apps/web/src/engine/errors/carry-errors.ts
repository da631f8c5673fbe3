import { AttuneError } from '@attune/errors';
import { type TransferHandler, transferHandlers } from 'comlink';

import { type CarriedError, EngineError } from './engine-error.ts';

type Thrown = TransferHandler<{ readonly value: unknown }, CarriedError>;

/** Lets errors come from the worker to the page with their codes and fields; comlink's
 * own way keeps the message alone. Both sides call it.
 *
 * @param describe what the worker's side makes of an error. */
export function carryErrors(describe: (error: unknown) => CarriedError): void {
  const { canHandle } = transferHandlers.get('throw') as Thrown;
  const handler: Thrown = {
    canHandle,
    serialize: ({ value }) => [describe(value), []],
    deserialize: (thrown) => {
      throw new EngineError(thrown);
    },
  };
  transferHandlers.set('throw', handler);
}

/** An error without its class. */
export function carried(error: unknown, fault: CarriedError['fault']): CarriedError {
  const own = AttuneError.isInstance(error) ? error : null;
  const fields = own === null ? [] : Object.entries(own).flatMap(([name, value]) => asText(name, value));
  return {
    message: error instanceof Error ? error.message : String(error),
    code: own?.code ?? null,
    kind: own !== null && 'kind' in own ? String(own.kind) : null,
    fault,
    fields: Object.fromEntries(fields),
  };
}

function asText(name: string, value: unknown): [name: string, text: string][] {
  if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? [[name, value.join(', ')]] : [];
}
