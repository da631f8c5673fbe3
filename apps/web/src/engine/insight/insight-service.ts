import type { RgbImage } from '@attune/data/browser';
import { type Calibration, taskOf } from '@attune/run';

import type { EngineParts } from '../engine-parts.ts';
import { inFileOrder } from '../photos/divide.ts';
import { layOutFor } from '../photos/lay-out.ts';
import { requireTaskOf } from '../photos/open-photos.ts';
import type { ExplainedWeights, InsightRequests, Judgement } from '../protocol/insight.ts';
import type { KeptRun } from '../runs/kept-run.ts';

const evaluationBatch = 16;

/** A run with weights of it. */
interface Explained {
  readonly kept: KeptRun;
  readonly weights: ExplainedWeights;
  readonly calibration: Calibration | null;
  readonly thresholds: readonly number[] | null;
  /** Which class the map explains; the likeliest when left out. */
  readonly classIndex?: number;
}

/** What reads images is loaded with the first of them. */
const imagePrograms = () => import('../photos/read-images.ts');

type Parts = Pick<EngineParts, 'project' | 'backend' | 'shown'>;

export class InsightService implements InsightRequests {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async evaluate(runId: string) {
    const { project, backend, shown } = this.#parts;
    const kept = await project.openRun(runId);
    const { classes, preprocessing } = kept.run.config;
    const task = taskOf(kept.run.config);
    requireTaskOf(kept.run.config, project.shelf.photos);
    const { idAt, strangers, ...laidOut } = layOutFor(classes, project.shelf.photos);
    const { browserEvaluation } = await imagePrograms();
    const images = await browserEvaluation({ ...preprocessing, ...laidOut, classes, name: 'photos' });
    const { evaluateRun, evaluateTargetRun } = await import('./evaluate-run.ts');
    const thresholds = await kept.run.thresholds();
    return shown.inTurn(async () => {
      const network = await shown.open(kept, 'best');
      const judged = { idAt, strangers, batchSize: evaluationBatch };
      return backend.compute<Judgement>(() =>
        task.kind === 'single-label' ? evaluateRun(network, images, judged) : evaluateTargetRun(network, images, { ...judged, task, thresholds }),
      );
    });
  }

  async suspects(runId: string, onProgress: (done: number, total: number) => void) {
    const { project, backend, shown } = this.#parts;
    const kept = await project.openRun(runId);
    const { classes, preprocessing } = kept.run.config;
    const photos = project.shelf.photos.filter(({ className }) => classes.includes(className)).toSorted(inFileOrder);
    const { suspectLabels } = await import('./suspect-labels.ts');
    return shown.inTurn(async () => {
      const network = await shown.open(kept, 'best');
      return backend.compute(() => suspectLabels(network, photos, { classes, preprocessing, batchSize: evaluationBatch, onProgress }));
    });
  }

  async explain(runId: string, imageId: string, weights: ExplainedWeights, classIndex?: number) {
    const { project } = this.#parts;
    const kept = await project.openRun(runId);
    const { decodeImageFile } = await imagePrograms();
    const thresholds = weights === 'best' ? await kept.run.thresholds() : null;
    return this.#explain(
      { kept, weights, calibration: null, thresholds, ...(classIndex !== undefined && { classIndex }) },
      await decodeImageFile(project.photo(imageId)),
    );
  }

  async explainFile(runId: string, file: Blob) {
    const kept = await this.#parts.project.openRun(runId);
    const { decodeImageFile } = await imagePrograms();
    const { asJpeg } = await import('../photos/as-jpeg.ts');
    const { file: readable } = await asJpeg({ path: file instanceof File ? file.name : '', file });
    return this.#explainNew(kept, await decodeImageFile(readable));
  }

  async explainFrame(runId: string, frame: ImageBitmap) {
    const kept = await this.#parts.project.openRun(runId);
    const { frameFromBitmap } = await imagePrograms();
    const image = frameFromBitmap(frame);
    frame.close();
    return this.#explainNew(kept, image);
  }

  /** An image that is of no class may come here, so its answer is no surer than those on the
   * validation photos tell. */
  async #explainNew(kept: KeptRun, image: RgbImage) {
    const [calibration, thresholds] = [await kept.run.calibration(), await kept.run.thresholds()];
    return this.#explain({ kept, weights: 'best', calibration, thresholds }, image);
  }

  async #explain({ kept, weights, ...fitted }: Explained, image: RgbImage) {
    const { backend, shown } = this.#parts;
    const { explainImage } = await import('./explain-image.ts');
    return shown.inTurn(async () => {
      const network = await shown.open(kept, weights);
      return backend.compute(() => explainImage(network, image, { ...kept.run.config, ...fitted, task: taskOf(kept.run.config) }));
    });
  }
}
