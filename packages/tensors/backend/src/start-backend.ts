import '#gradients';

import { refuseUnknownOptions } from '@attune/errors';

import { type BackendHost, type StartOptions } from './backend-host.ts';
import { type BackendLostError, BackendUnavailableError, ThreadCountError, UnknownBackendError } from './errors.ts';
import { hosts } from './hosts.ts';
import { type BackendChoice, type BackendName, backendNames, isBackendChoice } from './names.ts';
import { isSoftware } from './software-adapter.ts';

export interface StartedBackend {
  readonly backend: BackendName;
  /** Threads that share a kernel's work; 1 where the work is on a graphics card or in a
   * native library. */
  readonly threads: number;
  /** The instruction set of our kernels: `x86-64-v4`, `relaxed` … Sums are added in another order
   * on each, so that their last bits differ. Null where others compute. */
  readonly kernels: string | null;
  /** One line for people: what runs, and for `auto` why nothing faster does. */
  readonly description: string;
  /** Resolves when the backend's graphics card is taken away, which no call of tfjs reports: some
   * then wait for ever. Null for those that need none. */
  readonly lost: Promise<BackendLostError> | null;
}

/** Starts a tfjs backend, makes it the current one, and registers tfjs-core's gradients. `auto`
 * takes the fastest that is present and says in `description` why the faster ones are not.
 * @throws {UnknownBackendError} for a name that is not a backend.
 * @throws {BackendUnavailableError} when the named one cannot start here.
 * @throws {ThreadCountError} when `threads` is not a positive whole number.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function startBackend(choice: BackendChoice | (string & {}) = 'auto', options: StartOptions = {}): Promise<StartedBackend> {
  refuseUnknownOptions('startBackend', options, { threads: true, wasmFolder: true } satisfies Record<keyof StartOptions, true>);
  if (!isBackendChoice(choice)) throw new UnknownBackendError(choice);
  const { threads } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) throw new ThreadCountError(threads);
  return choice === 'auto' ? startFastest(hosts, options) : startNamed(choice, options);
}

async function startNamed(backend: BackendName, options: StartOptions): Promise<StartedBackend> {
  const { threads, kernels = null, detail, lost = null } = await hosts[backend].start(options);
  return { backend, threads, kernels, description: `${backend}: ${detail}`, lost };
}

/** Tries each backend from the fastest on. Exported for tests, which bring their own hosts. */
export async function startFastest(candidates: Readonly<Record<BackendName, BackendHost>>, options: StartOptions): Promise<StartedBackend> {
  const passedOver: string[] = [];
  for (const backend of backendNames) {
    const failure = await reasonAgainst(candidates[backend]);
    if (failure !== undefined) {
      passedOver.push(`${backend}: ${failure}`);
      continue;
    }
    try {
      const { threads, kernels = null, detail, lost = null } = await candidates[backend].start(options);
      const because = passedOver.length === 0 ? 'the fastest there is' : `the fastest present (${passedOver.join(' ')})`;
      return { backend, threads, kernels, description: `${backend}: ${detail}; ${because}`, lost };
    } catch (error) {
      if (!(error instanceof BackendUnavailableError)) throw error;
      passedOver.push(`${backend}: ${error.reason}`);
    }
  }
  throw new BackendUnavailableError('cpu', passedOver.join(' '));
}

async function reasonAgainst(host: BackendHost): Promise<string | undefined> {
  const found = await host.probe();
  if (!found.available) return found.reason;
  return isSoftware(found) ? `${found.detail}.` : undefined;
}
