import type { FileReasonKind } from '@attune/data/browser';
import type { TaskKind } from '@attune/run';

/** The photos and what is said of each. */
export interface PhotoRequests {
  /** Reads headers and decodes each image once. Broken files are listed, never thrown. */
  gather(files: readonly GatheredFile[], onProgress: (done: number, total: number) => void, options?: GatherOptions): Promise<GatherReport>;
  /** The files of a zip archive. */
  unpack(archive: Blob): Promise<GatheredFile[]>;
  /** A small JPEG or PNG of an image, its longer side `pixels`. */
  thumbnail(id: string, pixels: number): Promise<Blob>;
  /** An empty class, which stays until it is removed. */
  makeClass(name: string): Promise<DatasetState>;
  /** A class with all of its photos; a label, or a number, from photos that keep the others. */
  removeClass(name: string): Promise<DatasetState>;
  /** A class that does not exist yet is made. Of photos with several labels it is one more of
   * them. */
  relabel(ids: readonly string[], className: string): Promise<DatasetState>;
  /** Takes a label from photos that may have several. */
  unlabel(ids: readonly string[], label: string): Promise<DatasetState>;
  /** A class by another name; one that is there already takes its photos in. */
  renameClass(name: string, newName: string): Promise<DatasetState>;
  remove(ids: readonly string[]): Promise<DatasetState>;
}

export interface GatheredFile {
  /** With the folders that it was in, "/" between them: the last folder names its class
   * unless `className` does. */
  readonly path: string;
  readonly file: Blob;
  readonly className?: string;
  /** Images of one group (a burst of the camera) never straddle the split. */
  readonly group?: string;
}

export interface GatherOptions {
  /** Whether what comes in takes the place of the photos that are there. */
  readonly replaces?: boolean;
}

/** A file that is of no use, and why. */
export interface BrokenFile {
  readonly path: string;
  /** In English, with all that is known. */
  readonly reason: string;
  /** Why, of few kinds; left out where the reason is all there is. */
  readonly kind?: FileReasonKind | 'copy' | 'test-part' | 'gone' | 'unlisted' | 'no-number';
  /** Of a copy: the photo that is there already. */
  readonly twin?: string;
}

export interface GatherReport {
  readonly added: number;
  readonly broken: readonly BrokenFile[];
  /** Left out on purpose: no image, a copy of one that is there already, … */
  readonly skipped: readonly BrokenFile[];
  readonly dataset: DatasetState;
}

export interface DatasetImage {
  readonly id: string;
  readonly path: string;
  /** Empty where labels or values say more. */
  readonly className: string;
  readonly split: 'train' | 'validation';
  /** Where it may have several. */
  readonly labels?: readonly string[];
  /** Where it has numbers, by the name of each. */
  readonly values?: Readonly<Record<string, number>>;
}

/** Where the numbers of photos lie. */
export interface ValueRange {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

export interface DatasetState {
  /** What is said of each photo: one class, several, or numbers. */
  readonly task: TaskKind;
  /** In the order of the network's outputs; where photos have numbers, the targets. */
  readonly classes: readonly { readonly name: string; readonly images: number; readonly range?: ValueRange }[];
  readonly images: readonly DatasetImage[];
  /** What training would complain about. */
  readonly warnings: readonly DatasetWarning[];
  /** What keeps a training from starting; empty when nothing does. */
  readonly obstacles: readonly DatasetObstacle[];
  /** The median of the photos' shorter sides, in pixels; null where no size is known. */
  readonly usualSide: number | null;
}

export type DatasetObstacle =
  /** Of several labels or numbers: it takes one photo to train on and one to judge by. */
  | { readonly kind: 'too-few-photos' }
  /** Fewer than two classes have photos. */
  | { readonly kind: 'one-class' }
  | { readonly kind: 'no-images'; readonly className: string }
  /** It takes one photo to train on and one to judge by. */
  | { readonly kind: 'one-image'; readonly className: string }
  /** All photos of the class came from a validation folder. */
  | { readonly kind: 'none-to-train'; readonly className: string };

export type DatasetWarning =
  | { readonly kind: 'one-class'; readonly className: string }
  | { readonly kind: 'few-images'; readonly className: string; readonly images: number }
  /** No image of the class is held back: it has one, or all were meant for training. */
  | { readonly kind: 'not-judged'; readonly className: string }
  /** All images of the class are one burst: its last ones are held back, and look like the rest. */
  | { readonly kind: 'one-burst'; readonly className: string; readonly held: number }
  /** Classes that are probably one, spelled in several ways. */
  | { readonly kind: 'alike'; readonly names: readonly string[] }
  | { readonly kind: 'imbalance'; readonly most: string; readonly least: string; readonly times: number }
  /** The browser has no room: they are gone after a reload. */
  | { readonly kind: 'not-kept'; readonly images: number };
