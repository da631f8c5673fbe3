export { reportRun } from './report-run.ts';
export type { ReportOptions, ReportSources } from './report-run.ts';
export { explainPictures, mapSide } from './pictures.ts';
export type { EncodePicture } from './pictures.ts';
export { NoEpochError } from './no-epoch-error.ts';
