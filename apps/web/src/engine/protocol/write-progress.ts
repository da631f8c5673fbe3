/** How much of the work on a file is done, of 1, and how many bytes of it are written. */
export type WriteProgress = (share: number, bytes: number) => void;
