/** A fenced block of a document. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

/** The fenced blocks of Markdown, in order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(?<language>\w*)\n(?<text>.*?)^```$/gms)].map(({ groups, index }) => ({
    language: groups!['language']!,
    text: groups!['text']!,
    line: markdown.slice(0, index).split('\n').length + 1,
  }));
}

/** What stands between backquotes outside of blocks. */
export function inlineCodeOf(markdown: string): string[] {
  return [...markdown.replaceAll(/^```.*?^```$/gms, '').matchAll(/`(?<code>[^`\n]+)`/gu)].map(({ groups }) => groups!['code']!);
}
