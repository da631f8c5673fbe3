import { AttuneError } from '@attune/errors';

import { HubAnswerError, type HubPlace } from './hub-request.ts';

/** `unauthorized`: the token is none, or not accepted; `forbidden`: it may not write there;
 * `not-found`: there is no such owner or repository, or the token may not see it; `exists`: the
 * repository is there already; `name`: not a name; `refused`: any other answer. */
export type HubPushFaultKind = 'name' | 'unauthorized' | 'forbidden' | 'not-found' | 'exists' | 'offline' | 'refused';

/** Files that the Hub did not take. */
export class HubPushError extends AttuneError {
  static override readonly code = 'ATTUNE_HUB_PUSH';
  readonly kind: HubPushFaultKind;
  readonly repository: string | null;

  constructor(config: { readonly kind: HubPushFaultKind; readonly repository: string | null; readonly message: string; readonly cause?: unknown }) {
    super(config.message, { cause: config.cause });
    this.name = 'HubPushError';
    this.kind = config.kind;
    this.repository = config.repository;
  }
}

type Place = Pick<HubPlace, 'repository' | 'host' | 'token'>;

export function notAName(repository: string): HubPushError {
  const message = `${repository} is not the name of a repository: give OWNER/NAME, of letters, digits, ".", "_" and "-".`;
  return new HubPushError({ kind: 'name', repository, message });
}

export function notAToken(host: string): HubPushError {
  const message = `The token is not one of the Hub, which begin with "hf_" and hold no blanks: make one that may write at ${host}/settings/tokens.`;
  return new HubPushError({ kind: 'unauthorized', repository: null, message });
}

export function existing({ repository, host }: Place): HubPushError {
  const message = `${host}/${repository} exists already: choose another name, or add a commit to it (update).`;
  return new HubPushError({ kind: 'exists', repository, message });
}

/** The Hub's own answer, or none; the token is never told. */
export function failedPush(place: Place, cause: unknown): HubPushError {
  const { kind, message } = cause instanceof HubAnswerError ? answered(place, cause) : unreachable(place, cause);
  return new HubPushError({ kind, repository: place.repository, message });
}

interface Fault {
  readonly kind: HubPushFaultKind;
  readonly message: string;
}

function answered(place: Place, { status, said }: HubAnswerError): Fault {
  const { repository, host } = place;
  const owner = repository.slice(0, repository.indexOf('/'));
  if (status === 401) return { kind: 'unauthorized', message: `${host} does not accept the token (401): make one that may write at ${host}/settings/tokens.` };
  if (status === 403) {
    const message = `The token may not write to ${repository} (403): give it the permission to write at ${host}/settings/tokens, or push to an owner that is yours.`;
    return { kind: 'forbidden', message };
  }
  if (status === 404) {
    const message = `${host} has no owner "${owner}" or no ${repository} that the token may see (404): check the name and the token.`;
    return { kind: 'not-found', message };
  }
  const words = said !== null ? ` and says: ${withoutToken(said, place)}` : '';
  return { kind: 'refused', message: `${host} answers ${status}${words}. Nothing was committed; try again.` };
}

function unreachable(place: Place, error: unknown): Fault {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  const code = cause?.code;
  const reason = typeof code === 'string' ? code : withoutToken(error instanceof Error ? error.message : String(error), place);
  return { kind: 'offline', message: `${place.host} cannot be reached (${reason}). Nothing was committed; try again when it can be.` };
}

function withoutToken(text: string, { token }: Place): string {
  return text.replaceAll(token, '…');
}
