import type { Recipe } from '../recipe/schema.ts';
import { lecture, lectureProse, lectureReference } from './lecture.ts';
import { full, headOnly } from './one-stage.ts';
import { threeStage, threeStageSmall } from './three-stage.ts';

/** Every recipe by the name it has on the command line. */
export const recipes: Readonly<Record<string, () => Recipe>> = {
  'three-stage': threeStage,
  'three-stage-small': threeStageSmall,
  'head-only': headOnly,
  full,
  lecture,
  'lecture-prose': lectureProse,
  'lecture-reference': lectureReference,
};
