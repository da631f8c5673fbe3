const longest = 80;

/** A value out of a file, fit for one line of a message: quoted, without control characters, cut
 * short. Never walks deep values, so a hostile one costs nothing. */
export function quoteForMessage(value: unknown): string {
  if (typeof value === 'string') return clip(JSON.stringify(value.slice(0, longest + 1)));
  if (Array.isArray(value)) return clip(`[${value.slice(0, 16).map(quoteFlat).join(', ')}${value.length > 16 ? ', …' : ''}]`);
  return quoteFlat(value);
}

/** A tensor's name as it is where it is a plain one, else quoted. */
export function quoteName(name: string): string {
  return /^[\w.\-/: ]{1,120}$/.test(name) ? name : quoteForMessage(name);
}

/** Several names, or their beginning. */
export function quoteNames(names: readonly string[], most = 200): string {
  const rest = names.length - most;
  return names.slice(0, most).map(quoteName).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function quoteFlat(value: unknown): string {
  if (typeof value === 'string') return clip(JSON.stringify(value.slice(0, longest + 1)));
  if (value === null || ['number', 'boolean', 'bigint', 'undefined'].includes(typeof value)) return clip(String(value));
  return Array.isArray(value) ? 'a list' : 'an object';
}

function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
