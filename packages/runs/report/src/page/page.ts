import { escapeText } from './markup.ts';
import { reportStyle } from './report-style.ts';

/** Sections of markup as a whole page; empty ones are left out. */
export function pageOf(title: string, sections: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(title)}</title><style>${reportStyle}</style></head>
<body><main>
${sections.filter((content) => content !== '').join('\n')}
</main></body></html>
`;
}
