import { useEffect, useRef } from 'preact/hooks';
import type UPlot from 'uplot';

import type { RunEpoch } from '../engine/protocol/runs.ts';
import type { Words } from '../language/english.ts';
import { words } from '../language/language.ts';
import { theme } from '../theme.ts';
import { Help } from '../parts/help.tsx';

interface CurvesProps {
  readonly title: string;
  readonly help: keyof Words['glossary'];
  readonly epochs: readonly RunEpoch[];
  /** Null where only the validation has it. */
  readonly training: ((epoch: RunEpoch) => number) | null;
  readonly validation: (epoch: RunEpoch) => number;
  readonly format: (value: number) => string;
  /** The same, shorter: along the axis. */
  readonly tick: (value: number) => string;
  /** The best of the validation's values, where one is. */
  readonly best?: (values: readonly number[]) => number;
  /** Of values from 0 to 1, on an axis that shows them all: what guessing gets, if that is known; a
   * line that the curves should leave below. */
  readonly share?: { readonly guessing: number | null } | undefined;
}

const plotHeight = 150;
/** Loaded when there is something to draw. */
let drawing: typeof UPlot | null = null;

/** Two curves over the epochs; a line where a stage begins. The figures are also a
 * table for those who do not see it. */
export function Curves({ title, help, epochs, training, validation, format, tick, best, share }: CurvesProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const gone = new AbortController();
    const draw = (Plot: typeof UPlot) => {
      if (gone.signal.aborted) return;
      const plot = new Plot(optionsOf(element, { epochs, tick, share, training }), dataOf(epochs, training, validation), element);
      const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: plotHeight }));
      observer.observe(element);
      gone.signal.addEventListener('abort', () => {
        observer.disconnect();
        plot.destroy();
      });
    };
    if (drawing === null) void import('uplot').then(({ default: Plot }) => draw((drawing = Plot)));
    else draw(drawing); // at once: else the place would be empty for a moment after every epoch
    return () => gone.abort();
  }, [epochs, training, validation, tick, share?.guessing, words.value, theme.value]);
  const last = epochs.at(-1);
  const shownValue = (value: number) => (best === undefined ? format(value) : words.value.lastAndBest(format(value), format(best(epochs.map(validation)))));
  return (
    <figure class="curves">
      <figcaption>
        <strong>{title}</strong>
        {last !== undefined && <span>{shownValue(validation(last))}</span>}
        <Help term={help} />
      </figcaption>
      <div ref={box} class="plot" aria-hidden="true" />
      <div class="spoken">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              {[words.value.epochs, ...(training === null ? [] : [words.value.trainSeries]), words.value.validationSeries].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {epochs.map((epoch, index) => (
              <tr key={index}>
                <th scope="row">{index + 1}</th>
                {training !== null && <td>{format(training(epoch))}</td>}
                <td>{format(validation(epoch))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function dataOf(epochs: readonly RunEpoch[], training: CurvesProps['training'], validation: CurvesProps['validation']): UPlot.AlignedData {
  return [epochs.map((_, index) => index + 1), ...(training === null ? [] : [epochs.map(training)]), epochs.map(validation)];
}

function optionsOf(element: HTMLElement, { epochs, tick, share, training }: Pick<CurvesProps, 'epochs' | 'tick' | 'share' | 'training'>): UPlot.Options {
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue('--quiet');
  const points = { show: epochs.length === 1 };
  const axis = { stroke: ink, grid: { stroke: style.getPropertyValue('--line') }, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: plotHeight,
    legend: { live: false },
    cursor: { show: false },
    scales: { x: { time: false }, ...(share === undefined ? {} : { y: { range: [0, 1] as [number, number] } }) },
    axes: [
      { ...axis, size: 28, incrs: [1, 2, 5, 10, 20, 50] },
      { ...axis, size: 56, values: (_, ticks) => ticks.map(tick) },
    ],
    series: [
      { label: words.value.epochs },
      ...(training === null ? [] : [{ label: words.value.trainSeries, stroke: ink, dash: [4, 4], width: 1.5, points }]),
      { label: words.value.validationSeries, stroke: style.getPropertyValue('--accent'), width: 2, points },
    ],
    hooks: { draw: [(plot) => drawBoundaries(plot, epochs, ink), (plot) => typeof share?.guessing === 'number' && drawFloor(plot, share.guessing, ink)] },
  };
}

function drawBoundaries(plot: UPlot, epochs: readonly RunEpoch[], ink: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.setLineDash([2, 4]);
  epochs.forEach((epoch, index) => {
    if (index === 0 || epochs[index - 1]!.stageIndex === epoch.stageIndex) return;
    const x = plot.valToPos(index + 0.5, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  });
  ctx.restore();
}

function drawFloor(plot: UPlot, floor: number, ink: string): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(floor, 'y', true);
  ctx.save();
  ctx.fillStyle = ink;
  ctx.globalAlpha = 0.16;
  ctx.fillRect(bbox.left, y, bbox.width, bbox.top + bbox.height - y);
  ctx.restore();
}
