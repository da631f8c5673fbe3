import { useRef, useState } from 'preact/hooks';

interface NumberFieldProps {
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly step?: 'any';
  readonly 'aria-label'?: string;
  /** Takes or refuses a number; resolves when `value` says which. */
  readonly onEnter: (value: number) => Promise<void>;
}

/** A number to change. What is being typed stays as it is, whatever arrives meanwhile. */
export function NumberField({ value, onEnter, ...limits }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const entered = useRef(Promise.resolve());
  return (
    <input
      type="number"
      {...limits}
      value={typed ?? value}
      onFocus={({ currentTarget }) => setTyped(currentTarget.value)}
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      onChange={({ currentTarget: { valueAsNumber: entry } }) => {
        if (!Number.isNaN(entry)) entered.current = onEnter(entry);
      }}
      onBlur={({ currentTarget }) => void entered.current.then(() => document.activeElement !== currentTarget && setTyped(null))}
    />
  );
}
