import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a command line ended: with a code, or null when it threw, ended its process or
 * was killed. */
export interface CommandAnswer {
  readonly code: number | null;
  /** Stdout and stderr, as they came. */
  readonly output: string;
  /** Whether it was asked to end, as by Ctrl-C, because it serves or works for long. */
  readonly stopped?: boolean;
}

const worker = fileURLToPath(new URL('../../dist/fuzz/command-worker.js', import.meta.url));
const commandMain = fileURLToPath(new URL('../../../cli/dist/main.js', import.meta.url));
/** What works longer than this is asked to end by Ctrl-C, and made to by a second one: real ones,
 * since a process that computes hears no other. */
const patienceMilliseconds = 20_000;
/** Of command lines in one process, before it makes room for a new one. */
const mostInOne = 200;

/** A process that runs one command line after another, and is replaced when one of them
 * ends or blocks it. */
export class CommandProcess {
  readonly #folder: string;
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #left = 0;

  constructor({ folder, environment }: { readonly folder: string; readonly environment: Readonly<Record<string, string>> }) {
    this.#folder = folder;
    this.#environment = environment;
  }

  async run(words: readonly string[], limitMilliseconds: number): Promise<CommandAnswer> {
    const child = (this.#child ??= this.#start());
    const answer = await answerOf(child, words, limitMilliseconds);
    this.#left -= 1;
    if (answer.code === null || answer.stopped === true || this.#left === 0) this.end();
    return answer;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #start(): ChildProcess {
    this.#left = mostInOne;
    const env = { ...process.env, ...this.#environment, INIT_CWD: this.#folder };
    return fork(worker, [commandMain], { cwd: this.#folder, env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' });
  }
}

function answerOf(child: ChildProcess, words: readonly string[], limitMilliseconds: number): Promise<CommandAnswer> {
  return new Promise((resolve) => {
    let stopped = false;
    const settle = (answer: CommandAnswer) => {
      clearTimeout(timer);
      clearInterval(patience);
      child.removeAllListeners();
      resolve(stopped ? { ...answer, stopped } : answer);
    };
    const patience = setInterval(() => {
      stopped = true;
      child.kill('SIGINT');
    }, patienceMilliseconds);
    const timer = setTimeout(() => settle({ code: null, output: `no answer within ${limitMilliseconds / 1000} s` }), limitMilliseconds);
    child.once('message', (answer) => settle(answer as CommandAnswer));
    child.once('exit', (code, signal) => settle(endedByItself(code, signal, stopped)));
    child.once('error', (error) => settle({ code: null, output: String(error) }));
    child.send([...words]);
  });
}

/** A process that ends by Ctrl-C is what a shell reads as 130. */
function endedByItself(code: number | null, signal: string | null, stopped: boolean): CommandAnswer {
  const output = `its process ended with ${signal ?? code}`;
  return { code: stopped && (signal === 'SIGINT' || code === 130) ? 130 : null, output };
}
