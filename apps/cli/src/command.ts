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
  /** Aborted by the first Ctrl-C, of work that keeps something also by SIGTERM and SIGHUP, and when
   * nobody reads stdout any more. */
  readonly signal: AbortSignal;
}

/** The flags that every command has. */
export interface CommonFlags {
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly debug?: true | undefined;
}

/** What a command does. */
export type Work = (context: CommandContext) => Promise<Report>;

export interface WorkOptions {
  /** Whether the work is worth finishing when nobody reads stdout any more (`| head`): a training
   * is. Default: false. */
  readonly outlivesReader?: boolean;
  /** Whether work that is stopped keeps what it has done, or answers what it was asked: its step is
   * waited for, where any other is ended in the middle, a second after Ctrl-C at most
   * and at once by SIGTERM and SIGHUP. Default: false. */
  readonly keepsWork?: boolean;
}

/** Runs what a command does and prints what it reports. */
export type RunCommand = (flags: CommonFlags, work: Work, options?: WorkOptions) => Promise<void>;
