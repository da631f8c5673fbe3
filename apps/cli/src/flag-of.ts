/** A message of a package with its options spelled as the flags of the command that prints it;
 * advice to set one that the command lacks is left out.
 *
 * @param flags what commander parsed: those with a default are there whether they are
 * given or not. */
export function spellFlags(message: string, flags: object): string {
  const has = (option: string) => option in flags;
  return message
    .replaceAll('(skipBroken)', has('skipBroken') ? '(--skip-broken)' : '(skipBroken)')
    .replaceAll(/, or (leave broken images out|let the loader skip broken images) \(skipBroken\)/gu, '')
    .replaceAll(' (gif: true)', has('gif') ? ' (--gif)' : '')
    .replaceAll(' (maxPixels)', '');
}

/** The flag that sets an option: `--image-size` of `imageSize`. */
export function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}
