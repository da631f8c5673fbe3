export { browserCache } from './browser-cache.ts';
export type { BrowserCacheOptions } from './browser-cache.ts';
export { StorageFullError } from './storage-full-error.ts';
