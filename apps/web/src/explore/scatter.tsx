import { words } from '../language/language.ts';
import { digits } from '../parts/run-score.ts';

interface ScatterProps {
  readonly label: string;
  /** What is so, and what is said. */
  readonly dots: readonly (readonly [truth: number, said: number])[];
}

const [side, margin, radius] = [280, 36, 3.5];

/** Predicted over true values on one scale, with the line where they are equal. */
export function Scatter({ label, dots }: ScatterProps) {
  const values = dots.flat();
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least || 1;
  const along = (value: number) => margin + ((value - least) / span) * (side - 2 * margin);
  const up = (value: number) => side - along(value);
  return (
    <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <line class="equal" x1={along(least)} y1={up(least)} x2={along(most)} y2={up(most)} />
      {dots.map(([truth, said], place) => (
        <circle key={place} cx={along(truth)} cy={up(said)} r={radius}>
          <title>{`${digits(truth)} → ${digits(said)}`}</title>
        </circle>
      ))}
      <text x={margin} y={side - 10}>
        {digits(least)}
      </text>
      <text x={side / 2} y={side - 10} text-anchor="middle">
        {words.value.trueAxis}
      </text>
      <text x={side - margin} y={side - 10} text-anchor="end">
        {digits(most)}
      </text>
      <text x={12} y={side / 2} text-anchor="middle" transform={`rotate(-90 12 ${side / 2})`}>
        {words.value.saidAxis}
      </text>
    </svg>
  );
}
