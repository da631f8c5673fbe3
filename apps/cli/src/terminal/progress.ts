import { type FineTuneEvent, Pace, metricOf } from '@attune/staged-finetune';
import { SingleBar } from 'cli-progress';

import { count, duration, percent } from './format.ts';
import { printable } from './printable.ts';
import { scoreWords } from './figures.ts';
import { sparkline } from './sparkline.ts';
import type { Terminal } from './terminal.ts';
import { waitingNote } from './waiting-note.ts';

export interface ProgressUpdate {
  readonly done: number;
  readonly latest?: number;
  readonly total: number;
  readonly detail?: string;
}

/** Shows how a long piece of work goes: a bar where somebody watches, nothing but whole
 * lines elsewhere. */
export class ProgressView {
  readonly #terminal: Terminal;
  #bar: SingleBar | null = null;
  #label = '';
  #pace = new Pace({ doneBefore: 0, now: 0 });

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** `done` of `total` images of a named piece of work, of which the last `latest` have
   * just been done. */
  update(name: string, { done, latest = done, total, detail = '' }: ProgressUpdate): void {
    if (!this.#terminal.interactive) return;
    const label = printable(name);
    const now = performance.now() / 1000;
    if (label !== this.#label) this.#restart(label, { doneBefore: done - latest, total, now });
    const [speed, left] = [this.#pace.speed(done, now), this.#pace.secondsLeft(done, total, now)];
    const words = { speed: speed === null ? '…' : speed.toFixed(speed < 10 ? 1 : 0), left: left === null ? '…' : duration(left) };
    this.#bar?.update(done, { label, ...words, detail });
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

  #restart(label: string, { doneBefore, total, now }: { readonly doneBefore: number; readonly total: number; readonly now: number }): void {
    this.stop();
    this.#label = label;
    this.#pace = new Pace({ doneBefore, now });
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
    this.#bar.start(total, doneBefore, { label, speed: '…', left: '…', detail: '' });
  }
}

/** What a run's progress is measured by. */
export interface RunSize {
  readonly stages: number;
  readonly trainImages: number;
  readonly batchSize: number;
}

/** Shows a run's events. */
export class FineTuneView {
  readonly #progress: ProgressView;
  readonly #run: RunSize;
  /** Of the epoch's newest steps. */
  #losses: number[] = [];
  #best: string | null = null;

  constructor(terminal: Terminal, run: RunSize) {
    this.#progress = new ProgressView(terminal);
    this.#run = run;
  }

  show(event: FineTuneEvent): void {
    switch (event.kind) {
      case 'stage-start':
        return this.#progress.line(stageLine(event, this.#run.stages));
      case 'split':
        return this.#progress.line(splitLine(event));
      case 'features':
        return this.#features(event);
      case 'features-too-large':
        return this.#progress.line(
          `  features of ${nameOf(event.split)} images need more than ${Math.round(event.budgetBytes / 2 ** 20)} MB: they are computed anew each epoch`,
        );
      case 'step':
        return this.#step(event);
      case 'validation':
        return this.#progress.update(`epoch ${event.epoch + 1} validation${event.weights !== 'raw' ? ' of averaged weights' : ''}`, {
          done: event.done,
          total: event.images,
        });
      case 'likeness':
        return this.#progress.update('what images of the classes are like', { done: event.done, total: event.images });
      case 'epoch-end':
        this.#best = event.best || this.#best === null ? scoreWords(event.result) : this.#best;
        return this.#progress.line(epochLine(event));
      case 'rewound':
        return this.#progress.line(rewindLine(event));
      case 'end':
      case 'stopped':
        return this.#progress.stop();
    }
  }

  stop(): void {
    this.#progress.stop();
  }

  #features({ split, done, images, bytes, place }: Extract<FineTuneEvent, { kind: 'features' }>): void {
    const name = nameOf(split);
    this.#progress.update(`features of ${name} images`, { done, total: images });
    if (done === images)
      this.#progress.line(
        `  features of ${count(images)} ${name} images computed once, ${Math.ceil(bytes / 2 ** 20)} MB ${place === 'disk' ? 'on the disk' : 'in memory'}`,
      );
  }

  #step(event: Extract<FineTuneEvent, { kind: 'step' }>): void {
    const { images, imagesDone: done, epoch, loss } = event;
    this.#losses = [...this.#losses.slice(-15), loss];
    this.#progress.update(`epoch ${epoch + 1} training`, { done, latest: images, total: this.#run.trainImages, detail: this.#detail(loss) });
  }

  /** The most useful first: a narrow terminal cuts the line. */
  #detail(loss: number): string {
    const best = this.#best === null ? '' : ` · best ${this.#best.replace(/^accuracy /u, '')}`;
    const gigabytes = (process.memoryUsage.rss() / 2 ** 30).toFixed(1);
    return ` · loss ${loss.toFixed(4)} ${sparkline(this.#losses)}${best} · ${gigabytes} GB`;
  }
}

function nameOf(split: 'train' | 'validation'): string {
  return split === 'train' ? 'training' : 'validation';
}

function stageLine({ stageIndex, stage, parameters, epochs, still }: Extract<FineTuneEvent, { kind: 'stage-start' }>, stages: number): string {
  const frozen = still.length === 0 ? '' : `, ${still.length === 1 ? still[0] : `${still[0]} to ${still.at(-1)}`} unchanged`;
  return `Stage ${stageIndex + 1}/${stages} ${stage}: ${count(parameters)} parameters train${frozen}, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
}

function splitLine({ batchSize, partSize, wholeBytes, limitBytes }: Extract<FineTuneEvent, { kind: 'split' }>): string {
  const [whole, limit] = [wholeBytes, limitBytes].map((bytes) => (bytes / 2 ** 30).toFixed(1));
  return `  a step of ${batchSize} images would take about ${whole} of ${limit} GB: computed in parts of ${partSize} whose gradients are added up, for the same step`;
}

function rewindLine({ fault, epoch, step, rateFactor }: Extract<FineTuneEvent, { kind: 'rewound' }>): string {
  const where = fault.step === null ? 'the validation' : `step ${fault.step + 1}`;
  return `  the loss of ${where} was ${fault.loss}: rewound to epoch ${epoch + 1}, step ${step}, with learning rates times ${rateFactor}`;
}

function epochLine({ result, best }: Extract<FineTuneEvent, { kind: 'epoch-end' }>): string {
  const { epoch, trainLoss, trainAccuracy, validationLoss, seconds } = result;
  const training = `loss ${trainLoss.toFixed(4)}${trainAccuracy === undefined ? '' : `  accuracy ${percent(trainAccuracy)}`}`;
  const averaged = result.ema ?? result.swa;
  const average =
    averaged === undefined
      ? ''
      : `  average ${averaged.validationAccuracy === undefined ? metricOf(averaged).toFixed(3) : percent(averaged.validationAccuracy)}`;
  const validation = `validation loss ${validationLoss.toFixed(4)}  ${scoreWords(result)}`;
  return `  epoch ${epoch + 1}  ${training}  ${validation}${average}  ${duration(seconds)}${waitingNote(result)}${best ? '  best so far' : ''}`;
}
