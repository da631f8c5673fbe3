export { AttuneError } from './attune-error.ts';
export type { ErrorOrigin } from './attune-error.ts';
export { describeConfigFaults, unknownOptions } from './config-fault.ts';
export type { ConfigFault } from './config-fault.ts';
export { describeSchemaIssue } from './schema-fault.ts';
export type { SchemaIssue } from './schema-fault.ts';
export { UnknownOptionError, refuseUnknownOptions } from './unknown-option-error.ts';
