/** Of options that say more than is asked, those that are known: what a command has of its own is
 * left out. */
export function pickChoices<Options extends object, Known extends string>(
  options: Options,
  known: Readonly<Record<Known, true>>,
): Pick<Options, keyof Options & Known> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(known, name))) as Pick<Options, keyof Options & Known>;
}
