export type DownloadFaultKind = 'offline' | 'not-found' | 'refused' | 'cut' | 'wrong-hash';

/** Weights that did not come. */
export class DownloadError extends Error {
  readonly code = 'ATTUNE_DOWNLOAD';
  readonly kind: DownloadFaultKind;
  readonly url: string;

  constructor({ kind, url, message, cause }: { readonly kind: DownloadFaultKind; readonly url: string; readonly message: string; readonly cause?: unknown }) {
    super(message, { cause });
    this.name = 'DownloadError';
    this.kind = kind;
    this.url = url;
  }
}
