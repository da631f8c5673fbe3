/** How this command is called where it was installed: from a checkout by npm's script, else by
 * `npx`. Works whether or not `attune` is on the path. */
export function invocation(place: string = import.meta.url): string {
  return place.includes('/node_modules/') ? 'npx attune' : 'npm run -s attune --';
}

/** A text whose ways on (`Resume with: attune finetune …`) can be copied and run where this command
 * runs. */
export function spellCommands(text: string, called: string = invocation()): string {
  return text.replaceAll(/(?<=: )attune (?=[a-z])/gu, `${called} `);
}
