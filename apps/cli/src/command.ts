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

/** The flags that every command has. */
export interface CommonFlags {
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly debug?: true | undefined;
}

/** Runs what a command does and prints what it reports. */
export type RunCommand = (flags: CommonFlags, work: (context: CommandContext) => Promise<Report>) => Promise<void>;
