/** The backend that computes. */
export interface BackendRequests {
  /** webgpu → wasm threads → webgl → wasm, each probed: whether it can be had, and what stands in
   * the way or holds it back. */
  offers(): Promise<readonly BackendOffer[]>;
  /** Starts one ("auto": the one that runs, else the first of the offers that nothing holds back).
   *
   * @throws while something trains. */
  start(choice: BackendChoice): Promise<StartedEngine>;
}

export type BackendChoice = 'auto' | 'webgpu' | 'wasm' | 'webgl' | 'cpu';

export interface BackendOffer {
  readonly name: Exclude<BackendChoice, 'auto'>;
  /** Of the wasm backend; 1 without cross-origin isolation. */
  readonly threads: number;
  readonly available: boolean;
  /** Why it cannot be had, or what holds it back; null when nothing does. */
  readonly hindrance: Hindrance | null;
}

/** No such interface or adapter; one that only imitates a graphics card; a page without
 * cross-origin isolation, so without threads; no hope of speed. */
export type Hindrance = 'absent' | 'software' | 'not-isolated' | 'slow';

export type StartedEngine = Pick<BackendOffer, 'name' | 'threads' | 'hindrance'>;
