export { toOnnx } from './onnx/to-onnx.ts';
export type { OnnxOptions } from './onnx/to-onnx.ts';
export { toGraphModel } from './graph-model/to-graph-model.ts';
export type { GraphModelFiles, GraphModelOptions } from './graph-model/to-graph-model.ts';
export { roundToInt8 } from './int8.ts';
export { describedInput } from './described-input.ts';
export type { DescribedInput, ImagePreparation } from './described-input.ts';
export type { Normalization } from './normalization.ts';
export { ExportError } from './export-error.ts';
