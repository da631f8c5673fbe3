/** Orders text by Unicode code points, as Python's `sorted` does: the same in every locale. (JavaScript's own order compares UTF-16 halves, and the platform's depends on its language.) */
export function compareCodePoints(left: string, right: string): number {
  const a = Array.from(left, (character) => character.codePointAt(0)!);
  const b = Array.from(right, (character) => character.codePointAt(0)!);
  const differs = a.findIndex((point, index) => point !== b[index]);
  if (differs === -1) return a.length - b.length;
  return differs >= b.length ? 1 : a[differs]! - b[differs]!;
}
