/** Settings of glibc, as a process's environment, with which it keeps what a program frees. By
 * itself it hands large pieces back to the system, now and then or after each use, and where fresh
 * memory is slow (virtual machines) fetching it anew can take half of a step. */
export const keepFreedMemory = { MALLOC_MMAP_THRESHOLD_: `${2 ** 33}`, MALLOC_TRIM_THRESHOLD_: `${2 ** 34}`, MALLOC_TOP_PAD_: `${2 ** 28}` } as const;
