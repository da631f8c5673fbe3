import { signal } from '@preact/signals';

const lock = 'attune-project';

/** Whether another tab has the project. */
export const elsewhere = signal(false);
/** Whether the page leaves because another tab has taken the project. */
export const isTaken = signal(false);

let proceed = () => {};

/** Resolves when this tab has the project, which it keeps until it closes or another takes it. */
export function holdProject(): Promise<void> {
  if (navigator.locks === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    proceed = resolve;
    void holdWhenFree();
  });
}

/** At once, or when the tab that has it is closed. */
async function holdWhenFree(): Promise<void> {
  await request({ ifAvailable: true });
  if (elsewhere.value) await request({});
}

/** Takes the project from the tab that has it. */
export function takeProject(): void {
  void request({ steal: true });
}

async function request(options: LockOptions): Promise<void> {
  try {
    await navigator.locks.request(lock, options, (held) => {
      elsewhere.value = held === null;
      if (held === null) return null;
      proceed();
      return new Promise(() => {}); // as long as the tab is open
    });
  } catch {
    isTaken.value = true; // by another tab: this one begins anew, and waits
    location.reload();
  }
}
