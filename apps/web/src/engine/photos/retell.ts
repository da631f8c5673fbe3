import type { Photo, Told } from './photo.ts';

/** A photo that is of a class, or has it among its labels. */
export function withLabel({ className, labels, values }: Photo, label: string): Told {
  if (labels !== undefined) return { className, labels: [...labels.filter((other) => other !== label), label] };
  return values === undefined ? { className: label } : { className, values };
}

export function withoutLabel({ className, labels, values }: Photo, label: string): Told {
  if (labels !== undefined) return { className, labels: labels.filter((other) => other !== label) };
  if (values === undefined) return { className };
  return { className, values: Object.fromEntries(Object.entries(values).filter(([name]) => name !== label)) };
}

/** A class, a label or a number by another name, in its place. */
export function renamed({ className, labels, values }: Photo, name: string, newName: string): Told {
  const other = (own: string) => (own === name ? newName : own);
  if (labels !== undefined) return { className, labels: [...new Set(labels.map(other))] };
  if (values === undefined) return { className: other(className) };
  return { className, values: Object.fromEntries(Object.entries(values).map(([target, value]) => [other(target), value])) };
}
