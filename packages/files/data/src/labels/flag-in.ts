const yes = /^(true|t|yes|y|1(\.0*)?)$/iu;
const no = /^(false|f|no|n|0(\.0*)?)$/iu;

/** What a table's cell says where it says yes or no; undefined where it says neither. */
export function flagIn(cell: unknown): boolean | undefined {
  const text = String(cell ?? '').trim();
  if (yes.test(text)) return true;
  return no.test(text) ? false : undefined;
}
