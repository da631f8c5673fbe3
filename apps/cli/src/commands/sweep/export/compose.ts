import { basename, isAbsolute } from 'node:path';

import { type SweepParts, placeOf, redisImage, sweepWords, workerWords, workingFolder } from './sweep-parts.ts';

/** Names that S3 takes its credentials from, handed through where they are set. */
const storeVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_ENDPOINT_URL_S3'];

const password = '${REDIS_PASSWORD:?Put REDIS_PASSWORD=… into the file .env}';

/** A sweep as services of Docker Compose: Redis, workers, and the sweep that follows them. */
export function composeFile(parts: SweepParts): { readonly comment: string; readonly documents: readonly object[] } {
  const redis = `redis://:${password}@redis:6379`;
  const files = parts.paths.map((path) => `${besideFile(path)}:${placeOf(path)}:ro`);
  const spec = `/spec/${basename(parts.file)}`;
  const shared = { image: parts.image, working_dir: workingFolder, depends_on: { redis: { condition: 'service_healthy' } }, environment: storeVariables };
  const document = {
    name: parts.name,
    services: {
      redis: {
        image: redisImage,
        command: ['redis-server', '--requirepass', password, '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
        environment: { REDISCLI_AUTH: password },
        healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '2s', retries: 30 },
        volumes: ['redis:/data'],
        restart: 'unless-stopped',
      },
      worker: {
        ...shared,
        command: workerWords(parts, { redis, out: '/worker' }),
        ...(parts.dataStore === null && files.length > 0 && { volumes: files }),
        restart: 'on-failure:5',
        deploy: { replicas: parts.workers },
      },
      sweep: {
        ...shared,
        command: sweepWords(parts, { redis, spec, out: '/sweep' }),
        volumes: [`${besideFile(parts.file)}:${spec}:ro`, 'sweep:/sweep', ...files],
      },
    },
    volumes: { redis: {}, sweep: {} },
  };
  const comment = `Sweep ${parts.name}: Redis, ${parts.workers} workers and the sweep that follows them.

  echo "REDIS_PASSWORD=$(openssl rand -hex 24)" > .env
  docker compose -f FILE up -d
  docker compose -f FILE logs -f sweep
  docker compose -f FILE cp sweep:/sweep/. results

Paths are relative to this file. The password is read from .env and stands nowhere here.`;
  return { comment, documents: [document] };
}

/** A relative path that Compose does not take for the name of a volume. */
function besideFile(path: string): string {
  return isAbsolute(path) || path.startsWith('.') ? path : `./${path}`;
}
