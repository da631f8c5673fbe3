// Written by tools/build-kernels.mjs.
export const sourceDigest: string = '13f2d4ddf18fb800';
