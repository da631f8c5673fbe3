/** The commands of a shell text, each as its words: as much of a shell's grammar as documents use
 * (quotes, comments, lines continued by a backslash, `&&`, `|`, `;`, redirections, variables set
 * before a command). */
export function commandsOf(text: string): string[][] {
  const commands: string[][] = [[]];
  const tokens = text.replaceAll('\\\n', ' ').matchAll(token);
  let isTarget = false;
  for (const { groups } of tokens) {
    const { end, redirection, word } = groups!;
    if (end !== undefined) commands.push([]);
    else if (word !== undefined && !isTarget) commands.at(-1)!.push(unquoted(word));
    isTarget = redirection !== undefined;
  }
  return commands.map(withoutVariables).filter((words) => words.length > 0);
}

const token = /(?<=^|\s)#[^\n]*|(?<end>&&|\|\|?|;|\n)|(?<redirection>\d?>>?|<)|(?<word>(?:'[^']*'|"[^"]*"|[^\s'"|;<>&]|&(?!&))+)/gu;

function unquoted(word: string): string {
  return word.replaceAll(/'(?<single>[^']*)'|"(?<double>[^"]*)"/gu, (_, single?: string, double?: string) => single ?? double ?? '');
}

/** Without `NAME=value` in front. */
function withoutVariables(words: readonly string[]): string[] {
  const first = words.findIndex((word) => !/^[A-Z_]+=/u.test(word));
  return first === -1 ? [] : words.slice(first);
}
