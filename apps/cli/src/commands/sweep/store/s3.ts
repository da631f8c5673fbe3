import { AwsClient } from 'aws4fetch';

import { StoreError } from './store-error.ts';
import type { StoreRequests } from './store-requests.ts';

/** Bytes that S3 takes in one PUT: 5 GiB. */
const mostInOnePut = 5 * 2 ** 30;

type Environment = Readonly<Record<string, string | undefined>>;

/** Requests to a bucket: those of `AWS_ENDPOINT_URL_S3` where it is set, else Amazon's. Credentials
 * and region have the names that Amazon's own programs read; without credentials, requests are not
 * signed, which public buckets allow.
 *
 * @throws {StoreError} of an address without a bucket. */
export function signedRequests(address: string, environment: Environment = process.env): StoreRequests {
  const { bucket, prefix } = parseAddress(address);
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  const base = endpoint === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : `${endpoint.replace(/\/+$/u, '')}/${bucket}`;
  if (!URL.canParse(base)) throw new StoreError(address, `${base} is no address: see to AWS_ENDPOINT_URL_S3.`);
  const client = clientOf(environment, region);
  const urlOf = (key: string) => [base, prefix, key].filter(Boolean).join('/');
  return {
    address,
    signsBody: true,
    mostBytes: mostInOnePut,
    request: async (key, init) => (client === null ? new Request(urlOf(key), init) : client.sign(urlOf(key), init)),
  };
}

function parseAddress(address: string): { readonly bucket: string; readonly prefix: string } {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.\-/]*))?$/u.exec(address);
  if (found === null) throw new StoreError(address, 'it must be s3://BUCKET or s3://BUCKET/PREFIX, the prefix of letters, digits and . _ - /.');
  return { bucket: found[1]!, prefix: (found[2] ?? '').replaceAll(/^\/+|\/+$/gu, '') };
}

function clientOf(environment: Environment, region: string): AwsClient | null {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = environment;
  if (accessKeyId === undefined || secretAccessKey === undefined) return null;
  return new AwsClient({ accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }), region, service: 's3', retries: 0 });
}
