import type { Terminal } from './terminal/terminal.ts';

/** What a command has found: printed as one JSON document or as text, on stdout. */
export interface Report {
  readonly json: unknown;
  readonly text: string;
  /** Default: 0. */
  readonly exitCode?: number;
}

/** What a command may use of the world. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}
