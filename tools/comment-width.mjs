// Wraps comments that stand on lines of their own at 100 columns; with --check only names them.
// Usage: node tools/comment-width.mjs [--check] [PATH…]
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { root } from './process.mjs';

const width = 100;
const noBreak = '\u00A0';
/** What a line of a comment begins with: its indent and mark. */
const opening = /^\s*(?:\/\/+|\/\*\*?|\*)[ ]?/u;
/** Words that name what follows, under which the next lines are aligned: `State:   `, `- `. */
const label = /^(?:[A-Za-z]+:[ ]+|[-*][ ])/u;

const check = process.argv.includes('--check');
const paths = process.argv.slice(2).filter((word) => word !== '--check');
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...(paths.length > 0 ? paths : ['packages', 'apps', 'tools', 'examples'])], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(?:ts|tsx|mjs)$/u.test(file));
const long = files.flatMap(wrapFile);
for (const place of long) console.error(`${place}: this comment is wider than ${width} columns. Run: npm run comments`);
process.exitCode = long.length > 0 ? 1 : 0;

/** Wraps a file, or names its wide comments. */
function wrapFile(file) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const comments = new Set(commentLines(text, path));
  const wide = [...comments].filter((number) => lines[number].length > width && canBreak(lines[number]));
  if (check) return wide.map((number) => `${file}:${number + 1}`);
  for (const number of wide.toReversed()) {
    const more = moreOfParagraph(lines, number, comments);
    lines.splice(number, 1 + more.length, ...wrapped([lines[number], ...more].join(' ')));
  }
  if (wide.length > 0) writeFileSync(path, lines.join('\n'));
  return [];
}

/** Numbers of the lines that hold nothing but a comment, or a part of one. */
function commentLines(text, path) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = new Set();
  const visit = (node) => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.pos) ?? []) {
      const first = source.getLineAndCharacterOfPosition(pos).line;
      const last = source.getLineAndCharacterOfPosition(end).line;
      for (let line = first; line <= last; line++) found.add(line);
    }
    if (node.kind !== ts.SyntaxKind.JsxText) for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...found].filter((line) => opening.test(text.split('\n', line + 1)[line])).toSorted((a, b) => a - b);
}

/** Words of the lines after one that go on with its sentence: neither blank nor the begin of a
 * tag, an item, a table or a program. */
function moreOfParagraph(lines, number, comments) {
  const more = [];
  const ended = () => (more.at(-1) ?? lines[number]).endsWith('*/');
  for (let next = number + 1; comments.has(next) && !ended(); next++) {
    const words = lines[next].replace(opening, '').trim();
    if (words === '' || label.test(words) || /^(?:[@|#/]|```|\d+\.)/u.test(words)) break;
    more.push(words);
  }
  return more;
}

/** An address or a path that is longer than a line stays whole. */
function canBreak(line) {
  const [mark] = opening.exec(line);
  return line.slice(mark.length).lastIndexOf(' ', width - mark.length) > 0;
}

/** A last line of a word or two borrows from those above it. */
function wrapped(line) {
  const lines = wrappedAt(line, width);
  const balanced = wrappedAt(line, width - 12);
  return lines.at(-1).length < 30 && balanced.length === lines.length ? balanced : lines;
}

function wrappedAt(line, columns) {
  const [mark] = opening.exec(line);
  const hanging = ' '.repeat(label.exec(line.slice(mark.length))?.[0].length ?? 0);
  const next = mark.replace(/\/\*\*?/u, ' *') + hanging;
  const out = [];
  let rest = heldTogether(line);
  while (rest.length > columns && canBreak(rest)) {
    const cut = rest.lastIndexOf(' ', columns);
    out.push(rest.slice(0, cut).trimEnd());
    rest = next + rest.slice(cut + 1);
  }
  return [...out, rest].map((wrappedLine) => wrappedLine.replaceAll(noBreak, ' '));
}

/** A shape in brackets stays on one line, and so does a comment's end with its last word. */
function heldTogether(line) {
  return line.replace(/ \*\/$/u, `${noBreak}*/`).replaceAll(/\[[^\][]{1,40}\]/gu, (shape) => shape.replaceAll(' ', noBreak));
}
