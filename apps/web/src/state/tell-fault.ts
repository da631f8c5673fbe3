import { type CarriedError, EngineError } from '../engine/errors/engine-error.ts';
import { faultText } from '../language/fault-text.ts';
import { type WayOn, notice } from './project.ts';

/** Puts what went wrong into the status line.
 *
 * @param wayOn what may help: most often the same once more. */
export function tellFault(thrown: unknown, wayOn: WayOn): void {
  const error = thrown instanceof EngineError ? thrown : ofPage(thrown);
  notice.value = { text: (words) => faultText(words, error), isFault: true, error, wayOn };
}

/** The same once more. */
export function again(follow: () => unknown): WayOn {
  return { name: ({ tryAgain }) => tryAgain, follow: () => void follow() };
}

export function reload(): WayOn {
  return { name: ({ reload: name }) => name, follow: () => location.reload() };
}

/** What nobody waits for can fail too: a script or a worker that does not load, a promise that is
 * left alone. */
export function tellEveryFault(): void {
  addEventListener('error', ({ error, message }) => isHarmless(message) || tellFault(error ?? message, reload()));
  addEventListener('unhandledrejection', ({ reason }) => tellFault(reason, reload()));
}

/** A browser says so when a size is settled in two steps. */
function isHarmless(message: string): boolean {
  return message.startsWith('ResizeObserver loop');
}

function ofPage(thrown: unknown): CarriedError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { message, code: null, kind: null, fault: 'other', fields: {} };
}
