/** A photo of the project. */
export interface Photo {
  /** The beginning of its bytes' SHA-256. */
  readonly id: string;
  /** Its file's name. */
  readonly name: string;
  readonly className: string;
  /** Photos of one group are never divided. */
  readonly group: string | null;
  /** Where the folder that it came in put it; null when that is left to us. */
  readonly part: Part | null;
  /** The shorter side in pixels; absent in projects that were saved before it was noted. */
  readonly side?: number;
}

export type Part = 'train' | 'validation';

/** A photo with its bytes. */
export interface HeldPhoto extends Photo {
  readonly file: Blob;
}
