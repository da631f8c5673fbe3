import type { EvaluationReport } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';

interface ConfusionProps extends Pick<EvaluationReport, 'classes' | 'confusion'> {
  /** The cell whose photos are shown; null for those of all. */
  readonly opened: Cell | null;
  readonly onOpen: (cell: Cell | null) => void;
}

type Cell = readonly [row: number, column: number];

/** True classes by what the network says; the fuller a cell of its row, the stronger its colour. A
 * second click on a cell shows all photos again. */
export function Confusion({ classes, confusion, opened, onOpen }: ConfusionProps) {
  const isOpen = (row: number, column: number) => opened !== null && opened[0] === row && opened[1] === column;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={words.value.confusionHint}>
      <table class="confusion">
        <thead>
          <tr>
            <td />
            {classes.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((counts, row) => (
            <tr key={classes[row]}>
              <th scope="row">{classes[row]}</th>
              {counts.map((count, column) => (
                <td key={classes[column]}>
                  <button
                    ref={(cell) => cell?.style.setProperty('--share', String(shareOf(count, counts)))}
                    type="button"
                    data-right={row === column}
                    aria-label={cellName(classes, confusion, [row, column])}
                    aria-pressed={isOpen(row, column)}
                    disabled={count === 0}
                    onClick={() => onOpen(isOpen(row, column) ? null : [row, column])}
                  >
                    {count}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shareOf(count: number, row: readonly number[]): number {
  return (
    count /
    Math.max(
      1,
      row.reduce((sum, value) => sum + value, 0),
    )
  );
}

/** What a cell counts, in words. */
export function cellName(classes: readonly string[], confusion: EvaluationReport['confusion'], [row, column]: Cell): string {
  const count = confusion[row]![column]!;
  return row === column ? words.value.rightCell(classes[row]!, count) : words.value.cell(classes[row]!, classes[column]!, count);
}
