import type { FineTuneEvent } from '@attune/staged-finetune';
import { SingleBar } from 'cli-progress';

import { count, duration, percent } from './format.ts';
import type { Terminal } from './terminal.ts';

/** Shows how a long piece of work goes: a bar where somebody watches, nothing but whole lines elsewhere. */
export class ProgressView {
  readonly #terminal: Terminal;
  #bar: SingleBar | null = null;
  #label = '';
  #started = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** `done` of `total` images of a named piece of work. */
  update(label: string, done: number, total: number, detail = ''): void {
    if (!this.#terminal.interactive) return;
    if (label !== this.#label) this.#restart(label, total);
    const seconds = (performance.now() - this.#started) / 1000;
    const speed = seconds > 0 ? done / seconds : 0;
    const left = speed > 0 ? duration((total - done) / speed) : '…';
    this.#bar?.update(done, { label, speed: speed.toFixed(speed < 10 ? 1 : 0), left, detail });
  }

  /** A line above the bar. */
  line(text: string): void {
    this.stop();
    this.#terminal.note(text);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = null;
    this.#label = '';
  }

  #restart(label: string, total: number): void {
    this.stop();
    this.#label = label;
    this.#started = performance.now();
    this.#bar = new SingleBar({
      format: '{label} {bar} {value}/{total} images · {speed} images/s · {left} left{detail}',
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      fps: 10,
      barCompleteChar: '█',
      barIncompleteChar: '░',
    });
    this.#bar.start(total, 0, { label, speed: '0', left: '…', detail: '' });
  }
}

/** Shows a run's events. */
export class FineTuneView {
  readonly #progress: ProgressView;
  readonly #images: { readonly train: number };
  readonly #stages: number;
  #seen = 0;

  constructor(terminal: Terminal, { stages, trainImages }: { readonly stages: number; readonly trainImages: number }) {
    this.#progress = new ProgressView(terminal);
    this.#images = { train: trainImages };
    this.#stages = stages;
  }

  show(event: FineTuneEvent): void {
    switch (event.kind) {
      case 'stage-start':
        return this.#progress.line(stageLine(event, this.#stages));
      case 'features':
        return this.#progress.update(`features of ${event.split === 'train' ? 'training' : 'validation'} images`, event.done, event.images);
      case 'features-too-large':
        return this.#progress.line(
          `  the ${event.split} images' features need more than ${Math.round(event.budgetBytes / 2 ** 20)} MB and are computed each epoch`,
        );
      case 'step':
        return this.#step(event);
      case 'validation':
        return this.#progress.update(`epoch ${event.epoch + 1} validation`, event.done, event.images);
      case 'epoch-end':
        return this.#progress.line(epochLine(event));
      case 'end':
      case 'stopped':
        return this.#progress.stop();
    }
  }

  stop(): void {
    this.#progress.stop();
  }

  #step(event: Extract<FineTuneEvent, { kind: 'step' }>): void {
    this.#seen = event.step === 1 ? event.images : this.#seen + event.images;
    this.#progress.update(`epoch ${event.epoch + 1} training`, this.#seen, this.#images.train, ` · loss ${event.loss.toFixed(4)}`);
  }
}

function stageLine({ stageIndex, stage, parameters, epochs, still }: Extract<FineTuneEvent, { kind: 'stage-start' }>, stages: number): string {
  const frozen = still.length === 0 ? '' : `, ${still.length === 1 ? still[0] : `${still[0]} to ${still.at(-1)}`} unchanged`;
  return `Stage ${stageIndex + 1}/${stages} ${stage}: ${count(parameters)} parameters train${frozen}, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
}

function epochLine({ result, best }: Extract<FineTuneEvent, { kind: 'epoch-end' }>): string {
  const { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, seconds } = result;
  const training = `loss ${trainLoss.toFixed(4)}  accuracy ${percent(trainAccuracy)}`;
  const validation = `validation loss ${validationLoss.toFixed(4)}  accuracy ${percent(validationAccuracy)}`;
  return `  epoch ${epoch + 1}  ${training}  ${validation}  ${duration(seconds)}${best ? '  best so far' : ''}`;
}
