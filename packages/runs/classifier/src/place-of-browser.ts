import { weightsReference } from '@attune/pretrained';
import { type PublishedImages, type ReadableFiles, configFile, runFiles } from '@attune/run';

import { isNamedWeights } from './named-weights.ts';

/** Where an address leads: that of a folder, with a slash at its end, to a run; else to a file.
 * `hub:OWNER/NAME` and other names of weights lead to their publisher's address. */
export async function placeOf(address: string): Promise<string | ReadableFiles> {
  if (isNamedWeights(address)) return weightsReference(address).url;
  return address.endsWith('/') ? servedFiles(new URL(address, globalThis.location?.href)) : address;
}

/** How the publisher of named weights makes images ready; null where that is not known. */
export async function publishedImages(name: string): Promise<PublishedImages | null> {
  return isNamedWeights(name) ? weightsReference(name).preprocessing : null;
}

/** The files of a run that a server has; which of them there are, only asking tells. */
function servedFiles(folder: URL): ReadableFiles {
  const at = (path: string) => new URL(path, folder);
  return {
    read: async (path) => {
      const answer = await fetch(at(path));
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
    },
    source: async (path) => at(path),
    list: async () => {
      const there = await Promise.all([configFile, runFiles.best, runFiles.bestEma].map(async (path) => ((await isThere(at(path))) ? [path] : [])));
      return there.flat();
    },
  };
}

async function isThere(address: URL): Promise<boolean> {
  return (await fetch(address, { method: 'HEAD' })).ok;
}
