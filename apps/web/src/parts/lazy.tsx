import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { NotLoaded } from './not-loaded.tsx';

interface LazyProps<Props> {
  readonly load: () => Promise<ComponentType<Props>>;
  readonly with: Props;
}

/** A component whose program is loaded when it is first shown. */
export function Lazy<Props extends object>({ load, with: properties }: LazyProps<Props>) {
  const [loaded, setLoaded] = useState<{ readonly Content: ComponentType<Props> } | null>(null);
  useEffect(() => {
    let gone = false;
    void load()
      .catch(() => NotLoaded)
      .then((Content) => gone || setLoaded({ Content }));
    return () => {
      gone = true;
    };
  }, []);
  return loaded === null ? null : <loaded.Content {...properties} />;
}
