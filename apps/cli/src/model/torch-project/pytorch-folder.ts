import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where this installation has the PyTorch classes of what Attune adds to torchvision's
 * networks. */
export function pytorchFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@attune/export/package.json')), 'pytorch');
}
