export { reportRun } from './report-run.ts';
export type { ReportOptions, ReportSources } from './report-run.ts';
export { commandOf, networkTitle } from './facts.ts';
export type { WritePath } from './facts.ts';
export { controlWords } from './page/control-section.ts';
export { renderReport } from './page/render-report.ts';
export { compareRuns } from './compare-runs.ts';
export type { CompareOptions } from './compare-runs.ts';
export { renderComparison, verdictOn } from './page/comparison.ts';
export type { ComparedRun, Comparison } from './page/comparison.ts';
export type { ChartDocument } from './page/charts.ts';
export type {
  AttentionMap,
  ExplainedImage,
  GateDrift,
  ReportedData,
  ReportedEpoch,
  ReportedGroup,
  ReportedPicture,
  RunReport,
  StageMap,
} from './page/run-report.ts';
export { explainPictures, mapSide } from './explain-images.ts';
export type { ExplainOptions } from './explain-images.ts';
export type { EncodePicture } from './pictures.ts';
export { reportSweep } from './sweep/render-sweep.ts';
export type { SweepReportSources } from './sweep/render-sweep.ts';
export { NoEpochError } from './no-epoch-error.ts';
export { targetTable } from './target-table.ts';
export type { TargetTable } from './target-table.ts';
