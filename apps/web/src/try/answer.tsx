import type { ImageExplanation } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { percent } from '../parts/format.ts';
import { isUnsure } from '../state/trial.ts';

const likeliest = 5;

type AnswerProps = Pick<ImageExplanation, 'top' | 'unknown' | 'labels' | 'values'>;

/** What a photo is taken for: one class, several, or numbers. */
export function Answer({ labels, values, ...oneClass }: AnswerProps) {
  return (
    <div class="answer" role="status">
      {values !== null ? <Numbers values={values} /> : labels !== null ? <Labels labels={labels} /> : <OneClass {...oneClass} />}
    </div>
  );
}

/** What it is, or that it is not sure; and how likely each class is. */
function OneClass({ top, unknown }: Pick<AnswerProps, 'top' | 'unknown'>) {
  const [first] = top;
  if (first === undefined) return null;
  const unsure = unknown === true || isUnsure(first.probability, top.length);
  return (
    <>
      <strong data-unsure={unsure}>{unsure ? words.value.unsure : first.className}</strong>
      <ul class="bars">
        {top.slice(0, likeliest).map(({ className, probability }) => (
          <Bar key={className} name={className} share={probability} />
        ))}
      </ul>
    </>
  );
}

/** The classes that it has, and how likely each is beside what it takes. */
function Labels({ labels }: { readonly labels: NonNullable<AnswerProps['labels']> }) {
  const present = labels.filter(({ has }) => has);
  const shown = labels.slice(0, Math.max(likeliest, present.length));
  return (
    <>
      <strong data-unsure={present.length === 0}>{present.map(({ className }) => className).join(', ') || words.value.noLabels}</strong>
      <ul class="bars">
        {shown.map(({ className, probability, threshold, has }) => (
          <Bar key={className} name={`${has ? '✓\u00a0' : ''}${className}`} share={probability} hint={words.value.labelTakes(percent(threshold))} />
        ))}
      </ul>
    </>
  );
}

function Bar({ name, share, hint }: { readonly name: string; readonly share: number; readonly hint?: string }) {
  return (
    <li title={hint}>
      <span>{name}</span>
      <meter aria-label={name} value={share} />
      <span>{percent(share)}</span>
    </li>
  );
}

/** Each with the digits that such a measurement can have. */
function Numbers({ values }: { readonly values: NonNullable<AnswerProps['values']> }) {
  return (
    <dl class="numbers">
      {values.map(({ target, value }) => (
        <div key={target}>
          <dt>{target}</dt>
          <dd>{Number(value.toPrecision(4))}</dd>
        </div>
      ))}
    </dl>
  );
}
