export { imageFolder, imageFolderEvaluation, scanFolder } from './node/image-folder.ts';
export type { EvaluationOptions, ImageFolderOptions } from './tree/image-tree.ts';
export { cifar10, cifar10Evaluation } from './node/cifar10.ts';
export type { Cifar10Options } from './node/cifar10.ts';
export { idxEvaluation, idxFolder } from './node/idx.ts';
export type { IdxOptions } from './node/idx.ts';
export { imageTable, imageTableEvaluation, imageTableFiles } from './node/image-table.ts';
export { webDataset, webDatasetEvaluation } from './node/web-dataset.ts';
export { parquetEvaluation, parquetImages } from './node/parquet.ts';
export { kindOf, openDataset, openEvaluation, sharedWithTraining } from './node/open-dataset.ts';
export type { DatasetKind } from './node/open-dataset.ts';
export { defaultLoaderThreads } from './node/loader/loader-threads.ts';
export type { LoaderOptions } from './node/loader/loader-threads.ts';
export type { FolderScan } from './tree/scan-tree.ts';
export type { ScanOptions } from './tree/class-folders.ts';
export type { CheckedImage } from './tree/image-entry.ts';
export { findDuplicates } from './node/find-duplicates.ts';
export { findCopies } from './duplicates/find-duplicates.ts';
export type { DuplicateGroup } from './duplicates/find-duplicates.ts';
export { sharedImages } from './duplicates/shared-images.ts';
export type { SharedImage } from './duplicates/shared-images.ts';
export { thumbnail } from './node/thumbnail.ts';
export { imageExtensions } from './tree/list-files.ts';
export { decodeImage, describeImage } from './node/decode-image.ts';
export { isImageFile } from './node/image-file.ts';
export type { DecodeOptions } from './pixels/decode-options.ts';
export { pixelDataset, pixelEvaluation, selectPixels } from './batches/pixel-dataset.ts';
export type { PixelDatasetConfig, PixelImages } from './batches/pixel-dataset.ts';
export { ImageSplit } from './batches/image-split.ts';
export type { ImageSource, ImageSplitConfig } from './batches/image-split.ts';
export type {
  Batch,
  BatchOptions,
  ClassCount,
  DatasetTask,
  EvaluationDataset,
  ImageContent,
  ImageDataset,
  LabelledImages,
  PartName,
} from './batches/dataset.ts';
export { viewLoader } from './node/view-loader.ts';
export type { LoadViews, ViewLoaderOptions } from './pixels/view-loader-options.ts';
export type { Drawable, ImageInput, RgbaImage } from './pixels/image-input.ts';
export { countViews, testViewNames } from './pixels/test-views.ts';
export type { TestViews } from './pixels/test-views.ts';
export { preprocess, preprocessingFor } from './pixels/preprocessing.ts';
export type { Preprocessing } from './pixels/preprocessing.ts';
export { standardAugmentation } from './augmentation/augmentation.ts';
export { augmentationNamed, augmentationNames } from './augmentation/augmentation-presets.ts';
export type { AugmentationName } from './augmentation/augmentation-presets.ts';
export type { BatchMix, BatchMixing } from './augmentation/batch-mix.ts';
export type { RandomErasing } from './augmentation/erasing.ts';
export type { ColourJitter, RandAugment, TrivialAugment, Variation } from './augmentation/variation/variation.ts';
export type { Augmentation, NoAugmentation, PaddedCrop, RandomResizedCrop } from './augmentation/augmentation.ts';
export { resize } from './pixels/resize.ts';
export type { ResizeConfig } from './pixels/resize.ts';
export type { Interpolation } from './pixels/resize-weights.ts';
export { groupedSplit, stratifiedSplit } from './order/stratified-split.ts';
export { namedSplit } from './order/named-split.ts';
export type { NamedSplitConfig, Side } from './order/named-split.ts';
export type { Fold } from './order/fold-split.ts';
export type { DivisionOptions, KeepSide, SplitBy } from './batches/division.ts';
export { datasetChanges, keptSides, recordDataset, seenInTraining } from './batches/part-record.ts';
export type { DatasetChanges, DatasetRecord, PartRecord } from './batches/part-record.ts';
export { keyedRandom, permutation } from './order/random.ts';
export type { Random } from './order/random.ts';
export type { Rectangle, Rgb, RgbImage } from './pixels/image.ts';
export { channelsOf, inColour, withChannels } from './pixels/channels.ts';
export { preprocessingIn } from './pixels/preprocessing-in.ts';
export { withCorrections } from './labels/corrections.ts';
export type { Corrected, Correction } from './labels/corrections.ts';
export { alikeNames } from './labels/alike-names.ts';
export type { LabelKind, LabelOptions } from './labels/read-task-label.ts';
export { readCorrections } from './node/read-corrections.ts';
export { DataOptionError, DatasetError, ImageError, MissingDecoderError } from './errors.ts';
export type { DatasetFault, DatasetFaultKind, FileReason, FileReasonKind } from './errors.ts';
