import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The two files that tfjs-layers itself writes of a model, `model.json` and its weights, as it
 * would send them to a server. */
export async function savedByTfjs(model: LayersModel): Promise<File[]> {
  const sent: FormData[] = [];
  const fetchFunc = async (_: URL | RequestInfo, init?: RequestInit) => {
    sent.push(init!.body as FormData);
    return new Response('{}');
  };
  await model.save(tf.io.http('http://nowhere.invalid/', { fetchFunc }));
  return [...sent[0]!.values()] as File[];
}

/** The same with the weights in shards of so many bytes, as Keras' converter writes them. */
export async function inShards([index, weights]: readonly File[], shardBytes: number): Promise<File[]> {
  const json = JSON.parse(await index!.text()) as { weightsManifest: [{ paths: string[] }] };
  const count = Math.ceil(weights!.size / shardBytes);
  const paths = Array.from({ length: count }, (_, at) => `group1-shard${at + 1}of${count}.bin`);
  json.weightsManifest[0].paths = paths;
  const shards = paths.map((path, at) => new File([weights!.slice(at * shardBytes, (at + 1) * shardBytes)], path));
  return [new File([JSON.stringify(json)], 'model.json'), ...shards];
}
