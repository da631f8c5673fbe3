export { reportRun } from './report-run.ts';
export type { ReportOptions, ReportSources } from './report-run.ts';
export { renderReport } from './page/render-report.ts';
export type { ChartDocument } from './page/charts.ts';
export type { ExplainedPicture, GateDrift, ReportedEpoch, ReportedGroup, ReportedPicture, RunReport } from './page/run-report.ts';
export { explainPictures, mapSide } from './pictures.ts';
export type { EncodePicture } from './pictures.ts';
export { NoEpochError } from './no-epoch-error.ts';
