/** What reads images, which the worker loads with the first of them. */
export { browserDataset, browserEvaluation, decodeImageFile, frameFromBitmap, tableAmong } from '@attune/data/browser';
