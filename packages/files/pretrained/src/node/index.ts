export { fileCache, torchCacheFolder } from './file-cache.ts';
