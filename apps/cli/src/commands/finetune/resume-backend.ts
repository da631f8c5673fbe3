import { BackendUnavailableError, type StartedBackend, startBackend } from '@attune/backend';
import type { RunConfig } from '@attune/run';

import type { Terminal } from '../../terminal/terminal.ts';
import type { FinetuneOptions } from './options.ts';

/** The backend of the run, or the one that is asked for. Where the run's cannot start here, or its
 * kernels are others here, the run goes on and that is said. */
export async function startBackendOf(training: RunConfig['training'], options: FinetuneOptions, terminal: Terminal): Promise<StartedBackend> {
  const threads = { threads: options.threads ?? training.threads };
  if (options.given?.includes('backend') === true) return startBackend(options.backend, threads);
  const started = await startBackend(training.backend, threads).catch((error: unknown) => {
    if (!(error instanceof BackendUnavailableError)) throw error;
    terminal.note(`The run was on ${training.backend}, which cannot start here: ${error.reason} It goes on with the fastest backend there is.`);
    return startBackend('auto', threads);
  });
  if (training.kernels !== undefined && training.kernels !== started.kernels) {
    terminal.note(
      `The run's kernels so far were those for ${training.kernels}; it goes on with ${started.kernels ?? started.backend}: the last bits will differ.`,
    );
  }
  return started;
}
