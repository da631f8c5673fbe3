export { reportRun } from './report-run.ts';
export type { ReportOptions, ReportSources } from './report-run.ts';
export { explainPictures, mapSide } from './pictures.ts';
export type { EncodePicture } from './pictures.ts';
export { drawOver, pictureOf, scaleOf } from './draw-map.ts';
export type { Scale } from './draw-map.ts';
export { NoEpochError } from './no-epoch-error.ts';
