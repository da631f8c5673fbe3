import { useEffect, useState } from 'preact/hooks';

import { askEngine } from '../state/ask-engine.ts';
import { removeImages } from '../state/change-photos.ts';

const side = 160;
/** A few kilobytes each. */
const mostKept = 600;

/** Addresses of small pictures, the one asked for last at the end. */
const kept = new Map<string, Promise<string | null>>();

/** A small picture of an image, made by the worker when it is first shown. */
export function Thumbnail({ id, alt }: { readonly id: string; readonly alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    void addressOf(id).then((address) => gone || setUrl(address));
    return () => {
      gone = true;
    };
  }, [id]);
  return url === null ? <span class="picture waiting" role="img" aria-label={alt} /> : <img class="picture" src={url} alt={alt} draggable={false} />;
}

function addressOf(id: string): Promise<string | null> {
  const known = kept.get(id) ?? made(id);
  kept.delete(id);
  kept.set(id, known);
  if (kept.size > mostKept) forget(kept.keys().next().value!);
  return known;
}

async function made(id: string): Promise<string | null> {
  const blob = await askEngine((engine) => engine.photos.thumbnail(id, side), {
    name: ({ removeImages: name }) => name,
    follow: () => void removeImages([id]),
  });
  if (blob === null) kept.delete(id); // asked again when it is shown again
  return blob === null ? null : URL.createObjectURL(blob);
}

function forget(id: string): void {
  void kept.get(id)?.then((address) => address !== null && URL.revokeObjectURL(address));
  kept.delete(id);
}
