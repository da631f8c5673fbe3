import { AttuneError } from '@attune/errors';

/** The reason for which a command ends when its reader has left, as in `attune watch
 * RUN | head`. */
export const readerGone = new Error('Nobody reads the output any more.');

/** Stdout and stderr that may close while a command works. */
export interface OutputStreams {
  /** Aborted, with {@link readerGone}, when stdout takes no more. */
  readonly closed: AbortSignal;
  /** Writes a result.
   *
   * @throws {OutputError} when it could not be written, unless its reader has left. */
  write(text: string): Promise<void>;
  /** Waits for what is still on its way, and stops watching. */
  close(): Promise<void>;
}

/** A result that could not be written where stdout leads. */
export class OutputError extends AttuneError {
  static override readonly code = 'ATTUNE_OUTPUT';
  static override readonly origin = 'work';

  constructor(cause: NodeJS.ErrnoException) {
    super(`The result could not be written to stdout (${cause.code ?? cause.message}): make room where it is redirected to, or redirect it elsewhere.`, {
      cause,
    });
    this.name = 'OutputError';
  }
}

/** Keeps a closed pipe or a full disk behind stdout or stderr from ending the process, as it does
 * where nobody listens for the error. */
export function watchOutputStreams(): OutputStreams {
  const controller = new AbortController();
  let fault: NodeJS.ErrnoException | undefined;
  const ofStdout = (error: NodeJS.ErrnoException) => {
    fault ??= error;
    controller.abort(readerGone);
  };
  process.stdout.on('error', ofStdout);
  process.stderr.on('error', ignoreUnseenProgress);
  return {
    closed: controller.signal,
    write: async (text) => {
      if (fault === undefined) await written(process.stdout, text);
      if (fault !== undefined && !isReaderGone(fault)) throw new OutputError(fault);
    },
    close: async () => {
      await Promise.all([written(process.stdout, ''), written(process.stderr, '')]);
      await new Promise((resolve) => setImmediate(resolve)); // an error is told of after its write's callback
      process.stdout.off('error', ofStdout);
      process.stderr.off('error', ignoreUnseenProgress);
    },
  };
}

function ignoreUnseenProgress(): void {}

function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write(text, () => setImmediate(resolve));
  });
}

function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EIO' || code === 'ERR_STREAM_DESTROYED';
}
