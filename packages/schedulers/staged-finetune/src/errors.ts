import { AttuneError } from '@attune/errors';

/** A network and a dataset with different numbers of classes. */
export class ClassCountError extends AttuneError {
  static override readonly code = 'ATTUNE_CLASS_COUNT';
  readonly network: number;
  readonly data: number;

  constructor({ network, data }: Pick<ClassCountError, 'network' | 'data'>) {
    super(`The network has ${network} classes and the data ${data}: build the network with \`classes: ${data}\`.`);
    this.name = 'ClassCountError';
    this.network = network;
    this.data = data;
  }
}

/** What training data lacks. */
export interface DataFault {
  /** Such as `validation` or `train.labels`. */
  readonly part: string;
  /** What there must be. */
  readonly rule: string;
}

/** Training data that a run cannot read: all that it lacks at once. */
export class TrainingDataError extends AttuneError {
  static override readonly code = 'ATTUNE_TRAINING_DATA';
  readonly faults: readonly DataFault[];

  constructor(faults: readonly DataFault[]) {
    super(`The training data is incomplete: ${faults.map(({ part, rule }) => `${part} ${rule}`).join('; ')}.`);
    this.name = 'TrainingDataError';
    this.faults = faults;
  }
}

export interface LossFault {
  readonly stage: string;
  readonly epoch: number;
  /** Null when every step gave numbers and the validation after them gave none. */
  readonly step: number | null;
  readonly loss: number;
  /** Null in a validation, as it has no gradient. */
  readonly gradientNorm: number | null;
  readonly learningRates: Readonly<Record<string, number>>;
  /** Where the numbers ended, such as "layer3.0.bn1 gives values that are not finite"; null when
   * that could not be found. */
  readonly where: string | null;
  /** Positions of the batch's images in the training split; none in a validation. */
  readonly indices: readonly number[];
}

/** A loss or gradient that is not finite. The weights are those before the step, or in a
 * validation those after the epoch's last. */
export class NonFiniteLossError extends AttuneError {
  static override readonly code = 'ATTUNE_NON_FINITE_LOSS';
  static override readonly origin = 'work';
  readonly fault: LossFault;

  constructor(fault: LossFault) {
    super(fault.step === null ? validationMessage(fault) : stepMessage(fault));
    this.name = 'NonFiniteLossError';
    this.fault = fault;
  }
}

function stepMessage({ stage, epoch, step, loss, gradientNorm, where, indices, ...fault }: LossFault): string {
  return (
    `Stage "${stage}", epoch ${epoch + 1}, step ${step! + 1}: the loss is ${loss} and the gradient's norm ${gradientNorm}, at rates ${rates(fault)}, on images ${indices.join(', ')}${where === null ? '' : `; ${where}`}. ` +
    'The step was not taken. Lower the rates, clip the gradient with clipNorm, or look at those images.'
  );
}

function validationMessage({ stage, epoch, loss, ...fault }: LossFault): string {
  return `Stage "${stage}", epoch ${epoch + 1}: the loss of the validation images is ${loss}, after steps at rates ${rates(fault)}. The epoch is not kept. Lower the rates, or clip the gradient with clipNorm.`;
}

function rates({ learningRates }: Pick<LossFault, 'learningRates'>): string {
  return Object.entries(learningRates)
    .map(([group, rate]) => `${group} ${rate}`)
    .join(', ');
}

/** A saved run that does not continue the one that is asked for. */
export class ResumeError extends AttuneError {
  static override readonly code = 'ATTUNE_RESUME';

  constructor(message: string) {
    super(message);
    this.name = 'ResumeError';
  }
}
