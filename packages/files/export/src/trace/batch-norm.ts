import { ExportError } from '../export-error.ts';
import { type Value, nodeOf, source } from './graph.ts';

/** What a batch norm's 1 / √(variance + ε) was made of. */
export function varianceOf(inverse: Value): { readonly variance: Value; readonly epsilon: number } {
  const sum = nodeOf(nodeOf(inverse, 'Rsqrt')?.inputs['x'] ?? inverse, 'Add');
  const [variance, epsilon] = [sum?.inputs['a'], sum?.inputs['b']].map((value) => (value === undefined ? undefined : source(value)));
  if (variance?.kind !== 'weight' || epsilon?.kind !== 'constant') throw new ExportError('A batch norm whose variance is computed cannot be exported.');
  return { variance, epsilon: epsilon.values[0]! };
}
