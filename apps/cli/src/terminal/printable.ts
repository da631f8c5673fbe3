/** Characters that steer a terminal, but for line ends, tabs and colours. */
// oxlint-disable-next-line no-control-regex
const steering = /\u001B\[[\d;]*m|[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu;

/** Text in which no name of a file or a class can move a terminal's cursor, set its title, or turn
 * the direction of writing: such characters are shown by their code. */
export function printable(text: string): string {
  return text.replace(steering, (found) => (found.length > 1 ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
