import { exitCodes } from '../../../exit-code.ts';
import { type SweepParts, placeOf, redisImage, sweepWords, workerWords, workingFolder } from './sweep-parts.ts';

/** A sweep as objects of Kubernetes: Redis, an indexed Job of workers, and the Job of
 * the sweep that follows them. */
export function kubernetesFile(parts: SweepParts): { readonly comment: string; readonly documents: readonly object[] } {
  const { name } = parts;
  const documents = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metaOf(name), data: { 'spec.yaml': parts.spec } },
    claim(`${name}-sweep`, '20Gi'),
    ...(parts.paths.length === 0 ? [] : [claim(`${name}-files`, '50Gi', 'ReadOnlyMany')]),
    redisService(name),
    redisSet(name),
    workerJob(parts),
    sweepJob(parts),
  ];
  return { comment: commentOf(parts), documents };
}

function metaOf(name: string) {
  return { name, labels: { 'app.kubernetes.io/part-of': name } };
}

/** From the Secret that the comment makes; expanded in `args` by Kubernetes. */
function passwordOf(name: string) {
  return { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: `${name}-redis`, key: 'password' } } };
}

function claim(name: string, storage: string, mode = 'ReadWriteOnce') {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metaOf(name),
    spec: { accessModes: [mode], resources: { requests: { storage } } },
  };
}

function redisService(name: string) {
  const selector = { app: `${name}-redis` };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metaOf(`${name}-redis`),
    spec: { clusterIP: 'None', selector, ports: [{ name: 'redis', port: 6379 }] },
  };
}

function redisSet(name: string) {
  const labels = { app: `${name}-redis` };
  const container = {
    name: 'redis',
    image: redisImage,
    args: ['--requirepass', '$(REDIS_PASSWORD)', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
    env: [passwordOf(name)],
    ports: [{ name: 'redis', containerPort: 6379 }],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metaOf(`${name}-redis`),
    spec: {
      serviceName: `${name}-redis`,
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } }],
    },
  };
}

function workerJob(parts: SweepParts) {
  const { name, workers, trialThreads } = parts;
  const needsFiles = parts.dataStore === null && parts.paths.length > 0;
  const container = {
    ...containerOf(parts, workerWords(parts, { redis: redisOf(name), out: '/worker' })),
    resources: { requests: { cpu: String(trialThreads), memory: '2Gi' } },
    volumeMounts: [{ name: 'worker', mountPath: '/worker' }, ...(needsFiles ? fileMounts(parts) : [])],
  };
  const volumes = [{ name: 'worker', emptyDir: {} }, ...(needsFiles ? [filesVolume(name)] : [])];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metaOf(`${name}-workers`),
    spec: {
      completionMode: 'Indexed',
      completions: workers,
      parallelism: workers,
      backoffLimit: 6 * workers,
      template: podOf(container, { name, volumes, restartPolicy: 'OnFailure' }),
    },
  };
}

function sweepJob(parts: SweepParts) {
  const { name } = parts;
  const container = {
    ...containerOf(parts, sweepWords(parts, { redis: redisOf(name), spec: '/spec/spec.yaml', out: '/sweep' })),
    volumeMounts: [{ name: 'spec', mountPath: '/spec' }, { name: 'sweep', mountPath: '/sweep' }, ...fileMounts(parts)],
  };
  const volumes = [
    { name: 'spec', configMap: { name } },
    { name: 'sweep', persistentVolumeClaim: { claimName: `${name}-sweep` } },
    ...(parts.paths.length > 0 ? [filesVolume(name)] : []),
  ];
  const template = podOf(container, { name, volumes, restartPolicy: 'Never' });
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: metaOf(name), spec: { backoffLimit: 20, podFailurePolicy: { rules: [asItIs] }, template } };
}

/** Trials that failed, and a spec that is none, are no better another time; a node that
 * was lost is. */
const asItIs = { action: 'FailJob', onExitCodes: { containerName: 'attune', operator: 'In', values: [exitCodes.failed, exitCodes.badInput] } };

function redisOf(name: string): string {
  return `redis://:$(REDIS_PASSWORD)@${name}-redis:6379`;
}

function containerOf({ name, image }: SweepParts, args: readonly string[]) {
  return {
    name: 'attune',
    image,
    workingDir: workingFolder,
    command: args.slice(0, 1),
    args: args.slice(1),
    env: [passwordOf(name)],
    envFrom: [{ secretRef: { name: `${name}-store`, optional: true } }],
  };
}

interface Pod {
  readonly name: string;
  readonly volumes: readonly object[];
  readonly restartPolicy: 'Never' | 'OnFailure';
}

/** Begins once Redis answers. */
function podOf(container: object, { name, volumes, restartPolicy }: Pod) {
  const command = ['sh', '-c', `until redis-cli -h ${name}-redis ping; do sleep 1; done`];
  return { spec: { restartPolicy, initContainers: [{ name: 'redis', image: redisImage, command }], containers: [container], volumes } };
}

function filesVolume(name: string) {
  return { name: 'files', persistentVolumeClaim: { claimName: `${name}-files`, readOnly: true } };
}

function fileMounts({ paths }: SweepParts) {
  return paths.map((path) => ({ name: 'files', mountPath: placeOf(path), subPath: placeOf(path).slice(1), readOnly: true }));
}

function commentOf({ name, paths, dataStore }: SweepParts): string {
  const files = paths.map((path) => `  ${placeOf(path).slice(1)}   (${path})`).join('\n');
  const claimed = `Put these into the volume of the claim ${name}-files:\n\n${files}\n`;
  const stored = `The store's credentials are a Secret, where it needs any:\n\n  kubectl create secret generic ${name}-store --from-literal=AWS_ACCESS_KEY_ID=… --from-literal=AWS_SECRET_ACCESS_KEY=…\n`;
  return `Sweep ${name}: Redis, an indexed Job of workers, and the Job of the sweep that follows them.

  kubectl create secret generic ${name}-redis --from-literal=password=$(openssl rand -hex 24)
  kubectl apply -f FILE
  kubectl logs -f job/${name}

${paths.length === 0 ? '' : `${claimed}\n`}${dataStore === null ? '' : `${stored}\n`}The password stands nowhere here. Results are in the volume of the claim ${name}-sweep.`;
}
