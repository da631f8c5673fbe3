import { Watched } from '../train/watched.tsx';
import { watched } from '../state/training.ts';

/** Where it looks at a photo of each class, as it was seen last. */
export function Explained() {
  return watched.value.length === 0 ? null : <Watched />;
}
