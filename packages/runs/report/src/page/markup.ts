/** Text as it may stand in a page. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A part of the page under its heading. */
export function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>\n${content}</section>`;
}

/** A table whose first column heads its rows; what lies beyond the page's width can be
 * scrolled to. Cells are markup. */
export function markupTable(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = head.map((cell) => `<th scope="col">${cell}</th>`).join('');
  const body = rows.map(([first = '', ...rest]) => `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<div class="wide" role="region" aria-label="${escapeText(caption)}" tabindex="0"><table><caption>${escapeText(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** A picture with words under it. */
export function markupFigure(source: string, caption: string): string {
  return `<figure><img src="${source}" alt="${escapeText(caption)}"><figcaption>${escapeText(caption)}</figcaption></figure>`;
}

/** 0.9346 → `93.5 %`; nothing known → a dash. */
export function share(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
}

/** `ants, bees and 3 more`, or `ants, bees and wasps` where all are named. */
export function listed(names: readonly string[], most: number): string {
  const rest = names.length - most;
  if (rest > 0) return `${names.slice(0, most).join(', ')} and ${rest} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
