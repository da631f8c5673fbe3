/** What ends a training, or any other work. */
export type FaultKind = 'out-of-memory' | 'context-lost' | 'not-a-number' | 'storage-full' | 'file-gone' | 'other';

/** What of an error comes from the worker to the page. */
export interface CarriedError {
  /** In English, with all that is known. */
  readonly message: string;
  /** Of Attune's own errors. */
  readonly code: string | null;
  /** Which of the faults of its class it is, where there are several. */
  readonly kind: string | null;
  readonly fault: FaultKind;
  /** Names and numbers that a sentence about it needs. */
  readonly fields: Readonly<Record<string, string>>;
}

/** An error of the worker, as the page knows it: sentences are made from its code, never from its
 * message. */
export class EngineError extends Error implements CarriedError {
  readonly code: string | null;
  readonly kind: string | null;
  readonly fault: FaultKind;
  readonly fields: Readonly<Record<string, string>>;

  constructor({ message, code, kind, fault, fields }: CarriedError) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.kind = kind;
    this.fault = fault;
    this.fields = fields;
  }
}
