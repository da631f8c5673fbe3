/** Characters that steer a terminal, but for line ends and tabs. */
// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu;
/** The same, but for our own headings. */
// oxlint-disable-next-line no-control-regex
const steeringBut = /\u001B\[(?:1|22)m|[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu;

/** Text in which no name of a file, a class or a tensor can move a terminal's cursor, colour what
 * follows, set its title, or turn the direction of writing: such characters are shown by their
 * code.
 *
 * @param options.headings whether the text has headings of ours, in bold, which stay. */
export function printable(text: string, { headings = false }: { readonly headings?: boolean } = {}): string {
  return text.replace(headings ? steeringBut : steering, (found) => (found.length > 1 ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
