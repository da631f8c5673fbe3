// Written by tools/build-kernels.mjs.
export const sourceDigest = '13f2d4ddf18fb800';
