import type { DatasetObstacle, DatasetWarning } from '../engine/protocol/photos.ts';
import type { Words } from './english.ts';

/** What is wrong with the photos, as a sentence. */
export function warningText({ warnings }: Words, warning: DatasetWarning): string {
  switch (warning.kind) {
    case 'one-class':
      return warnings.oneClass(warning.className);
    case 'few-images':
      return warnings.fewImages(warning.className, warning.images);
    case 'not-judged':
      return warnings.notJudged(warning.className);
    case 'one-burst':
      return warnings.oneBurst(warning.className, warning.held);
    case 'alike':
      return warnings.alike(warning.names);
    case 'imbalance':
      return warnings.imbalance(warning.most, warning.least, Math.round(warning.times));
    case 'not-kept':
      return warnings.notKept(warning.images);
  }
}

/** What keeps a training from starting, as a sentence. */
export function obstacleText({ obstacles }: Words, obstacle: DatasetObstacle): string {
  switch (obstacle.kind) {
    case 'one-class':
      return obstacles.oneClass;
    case 'too-few-photos':
      return obstacles.tooFewPhotos;
    case 'no-images':
      return obstacles.noImages(obstacle.className);
    case 'one-image':
      return obstacles.oneImage(obstacle.className);
    case 'none-to-train':
      return obstacles.noneToTrain(obstacle.className);
  }
}
