import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { DCLinter } from 'dclint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

/** Kubernetes' own schema of a kind. */
interface Model {
  validate(): void;
}

type ModelClass = new (document: object) => Model;

const load = createRequire(import.meta.url);
const classOf = (group: string, kind: string) => (load(`kubernetes-models/${group}/${kind}`) as Readonly<Record<string, ModelClass>>)[kind]!;

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly args: readonly string[]; readonly volumeMounts: readonly { readonly mountPath: string }[] }[] };
    };
  };
}

let root: string;
let spec: string;

beforeAll(async () => {
  root = await temporaryFolder();
  spec = join(root, 'gates.yaml');
  await writeFile(
    spec,
    'name: Gates & rates\nfinetune: { data: photos, arch: resnet18, weights: /models/net.pth, epochs: [1, 1, 1] }\naxes: { attention: [none, identity] }\nseeds: 2\n',
  );
});
afterAll(() => rm(root, { recursive: true }));

const exported = async (...words: string[]): Promise<string> => {
  const { code, stdout, stderr } = await runAttune('sweep', spec, '--export', ...words);
  expect(code, stderr).toBe(0);
  return stdout;
};
const objectsOf = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
const commandsOf = (objects: readonly KubernetesObject[]) =>
  objects.filter(({ kind }) => kind === 'Job').map(({ spec: { template } }) => template.spec.containers[0]!);

describe('attune sweep --export', () => {
  it("k8s: every object is valid by Kubernetes' schemas, workers are an indexed Job, and no password is in it", async () => {
    const text = await exported('k8s', '--workers', '3');
    const objects = objectsOf(text);
    for (const object of objects) new (classOf(object.apiVersion, object.kind))(object).validate();
    expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap', 'PersistentVolumeClaim', 'PersistentVolumeClaim', 'Service', 'StatefulSet', 'Job', 'Job']);
    expect(objects[5]!.spec).toMatchObject({ completionMode: 'Indexed', completions: 3, parallelism: 3 });
    const [worker, sweep] = commandsOf(objects);
    expect(worker!.args.join(' ')).toContain('attune worker --redis redis://:$(REDIS_PASSWORD)@gates-rates-redis:6379');
    for (const { volumeMounts } of [worker!, sweep!])
      expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual(expect.arrayContaining(['/sweep/photos', '/models/net.pth']));
    expect((objects[0] as unknown as { data: Record<string, string> }).data['spec.yaml']).toBe(await readFile(spec, 'utf8'));
  });

  it('k8s with a store: workers need no volume of data, and the address stands for both', async () => {
    const objects = objectsOf(await exported('k8s', '--data-store', 's3://bucket/attune'));
    for (const object of objects) new (classOf(object.apiVersion, object.kind))(object).validate();
    const [worker, sweep] = commandsOf(objects);
    expect(worker!.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/worker']);
    for (const { args } of [worker!, sweep!]) expect(args.join(' ')).toContain('--data-store s3://bucket/attune');
  });

  it("compose: valid by the Compose specification's schema, with Redis, workers and the sweep", async () => {
    const text = await exported('compose', '--workers', '3');
    const path = join(root, 'compose.yaml');
    await writeFile(path, text);
    const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
    const [found] = linter.lintFiles([path], false) as readonly { readonly messages: readonly { readonly rule: string }[] }[];
    expect(found!.messages.filter(({ rule }) => rule === 'invalid-schema' || rule === 'invalid-yaml')).toEqual([]);
    const { services } = parse(text) as { services: Record<string, { command: string[]; volumes: string[]; deploy?: object }> };
    expect(Object.keys(services)).toEqual(['redis', 'worker', 'sweep']);
    expect(services['worker']).toMatchObject({ deploy: { replicas: 3 }, volumes: ['./photos:/sweep/photos:ro', '/models/net.pth:/models/net.pth:ro'] });
    expect(text).toContain('${REDIS_PASSWORD:?');
  });

  it('a store with a password in its address is refused, since it would stand in the file', async () => {
    const { code, stderr } = await runAttune('sweep', spec, '--export', 'compose', '--data-store', 'https://me:secret@host/data');
    expect([code, stderr]).toEqual([2, expect.stringContaining('would stand in the exported file')]);
  });
});
