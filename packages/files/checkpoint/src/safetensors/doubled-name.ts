/** A name that stands twice in one object of a JSON text. */
export interface DoubledName {
  readonly name: string;
  /** The entry that it stands in; null for an entry of the outermost object. */
  readonly within: string | null;
}

interface OpenObject {
  readonly seen: Set<string> | null;
  /** The name whose value is being read; null in a list. */
  name: string | null;
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gsu;

/** The first name that stands twice in an object of a text which is JSON, however it is escaped.
 * `JSON.parse` would take the last, and a reader elsewhere the first. */
export function findDoubledName(json: string): DoubledName | null {
  const open: OpenObject[] = [];
  let text = '';
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{') open.push({ seen: new Set(), name: null });
    else if (token === '[') open.push({ seen: null, name: null });
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') text = token;
    else {
      const object = open.at(-1)!;
      object.name = JSON.parse(text) as string;
      if (object.seen!.has(object.name)) return { name: object.name, within: open.at(-2)?.name ?? null };
      object.seen!.add(object.name);
    }
  }
  return null;
}
