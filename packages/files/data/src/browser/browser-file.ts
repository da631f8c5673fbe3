/** A file that was handed to a page. */
export interface BrowserFile {
  /** Below the dataset's root, with `/` between folders: `cat/1.jpg` or `train/cat/1.jpg`. */
  readonly path: string;
  readonly file: Blob;
  /** Why the browser could not hand the file over, where it could not; `file` is empty
   * then. Scans report it as broken. */
  readonly fault?: string;
  /** Files of one group, such as a burst from the camera, are never divided between
   * training and validation. */
  readonly group?: string;
}
