/** Marks the class {@link Gate}, whichever installed copy of this package it is from. */
const gateMark = Symbol.for('@attune/nn/gate');

/** What a gate is, for those that only ask for its name. */
export interface NamedGate {
  readonly kind: string;
}

/** Marks a class whose instances are gates. */
export function markGates(prototype: NamedGate): void {
  Object.defineProperty(prototype, gateMark, { value: true });
}

export function isNamedGate(value: object): value is NamedGate {
  return gateMark in value;
}

/** Whether a field is attention's by its name: `attention`, `attention1`, …, or `cbam`, `cbam1`, …,
 * as networks called theirs before gates told their kind. */
export function isAttentionField(field: string): boolean {
  return /^(?:attention|cbam)\d*$/u.test(field);
}

/** The name under which a module's field stands in the state: `attention2` is called by the kind of
 * the gate in it, `se2`; a module that tells none is `cbam2`. Any other field is its own name. */
export function stateField(field: string, child: object): string {
  const [, number] = /^attention(\d*)$/u.exec(field) ?? [];
  return number === undefined ? field : `${isNamedGate(child) ? child.kind : 'cbam'}${number}`;
}
