import type { EngineParts } from '../engine-parts.ts';
import type { BackendChoice, BackendRequests, StartedEngine } from '../protocol/backends.ts';
import { offerBackends } from './offer-backends.ts';

export class BackendService implements BackendRequests {
  readonly #parts: Pick<EngineParts, 'backend' | 'current'>;

  constructor(parts: Pick<EngineParts, 'backend' | 'current'>) {
    this.#parts = parts;
  }

  offers() {
    return offerBackends();
  }

  async start(choice: BackendChoice): Promise<StartedEngine> {
    const { backend, current } = this.#parts;
    current.requireIdle();
    return (await backend.start(choice)).started;
  }
}
