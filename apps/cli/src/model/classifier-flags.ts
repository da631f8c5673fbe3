/** How a model is opened to classify images, as the command line says it. */
export interface ClassifierFlags {
  /** Whether probabilities are at the fitted temperature, and images of no class are told. */
  readonly temperature: boolean;
  /** Whether to take the moving averages of the weights. */
  readonly averaged: boolean;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
  readonly batchSize?: number | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
  /** Threads that load images. Default: by the number of cores. */
  readonly loaderThreads?: number | undefined;
}
