/** How a server is asked for an object. */
export interface StoreRequests {
  /** Without a password. */
  readonly address: string;
  /** Whether a body's SHA-256 goes with it in a header, as S3 wants it. */
  readonly signsBody: boolean;
  /** The largest object that it takes, in bytes. */
  readonly mostBytes: number;
  request(key: string, init: RequestInit): Promise<Request>;
}
