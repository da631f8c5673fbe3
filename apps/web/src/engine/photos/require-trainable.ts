import { AttuneError } from '@attune/errors';

import type { DatasetObstacle, DatasetState } from '../protocol/photos.ts';

/** Photos that nothing can be trained or judged with. */
export class PhotosUnfitError extends AttuneError {
  static override readonly code = 'ATTUNE_PHOTOS_UNFIT';
  readonly obstacles: readonly DatasetObstacle[];

  constructor(obstacles: readonly DatasetObstacle[]) {
    super(`Training cannot start: ${obstacles.map(inWords).join('; ')}. Add photos, or remove the class.`);
    this.name = 'PhotosUnfitError';
    this.obstacles = obstacles;
  }
}

/** @throws {PhotosUnfitError} naming everything that keeps a training from starting. */
export function requireTrainable({ obstacles }: Pick<DatasetState, 'obstacles'>): void {
  if (obstacles.length > 0) throw new PhotosUnfitError(obstacles);
}

function inWords(obstacle: DatasetObstacle): string {
  switch (obstacle.kind) {
    case 'one-class':
      return 'it takes two classes with photos';
    case 'too-few-photos':
      return 'it takes a photo to train on and one to judge by, with something said of them';
    case 'no-images':
      return `"${obstacle.className}" has no photos`;
    case 'one-image':
      return `"${obstacle.className}" has one photo, and it takes two, one to train on and one to judge by`;
    case 'none-to-train':
      return `all photos of "${obstacle.className}" are held back to judge`;
  }
}
