/** What a label says: the name of its class, or why it is none. */
export type LabelReading = { readonly className: string } | { readonly reason: string };

/** Decides for every kind of source what a label is. What is no label never becomes a class, and
 * its reason goes to `skipped`: null, empty text, text that is not UTF-8, NaN, what R and
 * spreadsheets write for a missing value, a number below 0, one outside the names.
 *
 * @param names the classes in the source's own order, where it has one: then a number is a
 * position in it, unless it is the name of another, and any other text must be one of them. `null`
 * where what occurs are the classes: then text is a name as it stands, so that `00` stays `00`. */
export function labelReader(names: readonly string[] | null): (value: unknown) => LabelReading {
  const known = names && new Set(names);
  const readText = (text: string): LabelReading => {
    const name = normalName(text);
    if (name === '') return { reason: 'its label is empty' };
    if (/[\0\ufffd]/u.test(name)) return { reason: 'its label is not UTF-8 text' };
    if (isMissing(name) && known?.has(name) !== true) return { reason: `its label is ${name}` };
    const value = numberIn(name);
    if (value !== null && known?.has(name) === true && names?.[value] !== name)
      return { reason: `its label "${name}" may mean the class of that name or the class at that place` };
    if (value !== null && (names !== null || value < 0)) return readNumber(value, name, names);
    if (known === null || known.has(name)) return { className: name };
    return { reason: `its label "${name}" is not one of the ${known.size} classes` };
  };
  return (value) => {
    if (value === null || value === undefined) return { reason: 'it has no label' };
    if (value instanceof Uint8Array) return readText(new TextDecoder().decode(value));
    if (typeof value === 'number' || typeof value === 'bigint') return readNumber(Number(value), String(value), names);
    if (typeof value === 'string' || typeof value === 'boolean') return readText(String(value));
    return { reason: `its label is ${Array.isArray(value) ? 'a list' : 'an object'}, neither text nor a number` };
  };
}

/** A name in Unicode's composed form, so that the same archive gives the same classes on every
 * system, without the blanks around it. */
export function normalName(text: string): string {
  return text.normalize('NFC').trim();
}

/** Which of the names stand in the list more than once: a number would mean two classes. */
export function repeatedNames(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
}

function readNumber(value: number, shown: string, names: readonly string[] | null): LabelReading {
  if (!Number.isInteger(value)) return { reason: `its label is ${shown}, which is not a whole number` };
  if (value < 0) return { reason: `its label is ${shown}, and classes are counted from 0` };
  if (names === null) return { className: String(value) };
  const name = names[value];
  return name === undefined ? { reason: `its label is ${shown}, and the classes are 0 to ${names.length - 1}` } : { className: name };
}

const decimal = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/iu;

/** `none` is not among them: it is what people call the class of everything else. */
function isMissing(name: string): boolean {
  return name === 'NA' || /^(nan|null|#?n\/a|<na>)$/iu.test(name);
}

/** The number that a text spells, with either minus sign, or `null`. */
function numberIn(text: string): number | null {
  const plain = text.replace('\u2212', '-');
  return decimal.test(plain) ? Number(plain) : null;
}
