import { type Engine, float } from '../engine/engine.ts';

/** sums [floats] = the sum of its parts [parts, floats], which are few and small, in
 * their order. */
export function joinParts(engine: Engine, partials: number, sums: number, { parts, floats }: { readonly parts: number; readonly floats: number }): void {
  engine.run('sumPart', engine.write([partials, sums, sums, parts, floats, 1, parts, float(1)]), 1);
}
