import { useEffect, useState } from 'preact/hooks';

import { askEngine } from '../state/ask-engine.ts';

const side = 160;

/** A small picture of an image, made by the worker when it is first shown. */
export function Thumbnail({ id, alt }: { readonly id: string; readonly alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    void askEngine((engine) => engine.thumbnail(id, side)).then((blob) => {
      if (blob === null || gone) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    });
    return () => {
      gone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [id]);
  return url === null ? <span class="picture waiting" role="img" aria-label={alt} /> : <img class="picture" src={url} alt={alt} draggable={false} />;
}
