/** A network and a dataset with different numbers of classes. */
export class ClassCountError extends Error {
  readonly code = 'ATTUNE_CLASS_COUNT';
  readonly network: number;
  readonly data: number;

  constructor({ network, data }: Pick<ClassCountError, 'network' | 'data'>) {
    super(`The network has ${network} classes and the data ${data}: build the network with \`classes: ${data}\`.`);
    this.name = 'ClassCountError';
    this.network = network;
    this.data = data;
  }
}

export interface LossFault {
  readonly stage: string;
  readonly epoch: number;
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRates: Readonly<Record<string, number>>;
  /** Where the numbers ended, such as "layer3.0.bn1 gives values that are no numbers"; null when that could not be found. */
  readonly where: string | null;
  /** Positions of the batch's images in the training split. */
  readonly indices: readonly number[];
}

/** A loss or gradient that is no number any more. The weights are those before the step. */
export class NonFiniteLossError extends Error {
  readonly code = 'ATTUNE_NON_FINITE_LOSS';
  readonly fault: LossFault;

  constructor(fault: LossFault) {
    const { stage, epoch, step, loss, gradientNorm, learningRates, where, indices } = fault;
    const rates = Object.entries(learningRates).map(([group, rate]) => `${group} ${rate}`);
    super(
      `Stage "${stage}", epoch ${epoch + 1}, step ${step + 1}: the loss is ${loss} and the gradient's norm ${gradientNorm}, at rates ${rates.join(', ')}, on images ${indices.join(', ')}${where === null ? '' : `; ${where}`}. ` +
        'The step was not taken. Lower the rates, clip the gradient with clipNorm, or look at those images.',
    );
    this.name = 'NonFiniteLossError';
    this.fault = fault;
  }
}

/** A saved run that does not continue the one that is asked for. */
export class ResumeError extends Error {
  readonly code = 'ATTUNE_RESUME';

  constructor(message: string) {
    super(message);
    this.name = 'ResumeError';
  }
}
