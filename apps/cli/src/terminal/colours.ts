import pc from 'picocolors';

/** Colours for what goes to a stream: where a person watches it, or FORCE_COLOR asks for them, and
 * NO_COLOR does not forbid it. A file and a pipe get plain text, on a build server too. */
export function coloursFor(stream: { readonly isTTY?: boolean }): ReturnType<typeof pc.createColors> {
  return pc.createColors(pc.isColorSupported && (stream.isTTY === true || process.env['FORCE_COLOR'] !== undefined));
}
