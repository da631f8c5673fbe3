import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { type KnownFlags, fitAdvice, foreignFlags, optionFlags, spellFlags } from './advice.ts';
import { buildProgram } from './program.ts';

const broken = 'a.jpg is broken: it is empty. Replace or remove it, or leave broken images out (skipBroken).';
const noFlags = new Set<string>();

describe('spellFlags', () => {
  it('names the flag that the command has', () => {
    expect(spellFlags(broken, new Set(['--skip-broken']))).toBe(
      'a.jpg is broken: it is empty. Replace or remove it, or leave broken images out (--skip-broken).',
    );
    expect(spellFlags('GIF is read only when asked for (gif: true)', new Set(['--gif']))).toBe('GIF is read only when asked for (--gif)');
  });

  it('leaves out advice that the command cannot follow', () => {
    expect(spellFlags(broken, noFlags)).toBe('a.jpg is broken: it is empty. Replace or remove it.');
    expect(spellFlags('x cannot be decoded: y. Replace or remove it, or let the loader skip broken images (skipBroken).', noFlags)).toBe(
      'x cannot be decoded: y. Replace or remove it.',
    );
    expect(spellFlags('above the limit of 1 (maxPixels)', noFlags)).toBe('above the limit of 1');
    expect(spellFlags('the limit is 9 (maxHeaderBytes).', noFlags)).toBe('the limit is 9.');
  });
});

describe('fitAdvice', () => {
  const all = new Set(['--arch', '--out', '--averaged', '--resume', '--forget-best']);
  const without = { own: noFlags, all };

  it('leaves out what the command has no flag for, and keeps it where it has', () => {
    const message = 'x.pth: cannot infer the architecture from its tensor names; pass --arch, such as --arch resnet18.';
    expect(fitAdvice(message, without)).toBe('x.pth: cannot infer the architecture from its tensor names.');
    expect(fitAdvice(message, { own: new Set(['--arch']), all })).toBe(message);
    expect(fitAdvice('It is made for a network: name one (with --arch on the command line).', without)).toBe('It is made for a network: name one.');
    expect(fitAdvice('There is a.b. Remove it, or choose another --out.', without)).toBe('There is a.b. Remove it.');
  });

  it('keeps advice that names the command which has the flag, and flags that nobody has', () => {
    const message = 'It is damaged. Copy it from a backup, or go on without it: attune finetune --resume RUN --forget-best, and what remains counts.';
    expect(fitAdvice(message, without)).toBe(message);
    expect(fitAdvice('a.jpg; --unknown is no image', without)).toBe('a.jpg; --unknown is no image');
  });
});

const root = resolve(import.meta.dirname, '../../..');
const commandsFolder = join(import.meta.dirname, 'commands');
const program = await buildProgram('0.0.0', async () => {});
const longs = (commands: readonly { readonly options: readonly { readonly long?: string | undefined }[] }[]) =>
  new Set(commands.flatMap(({ options }) => options.map(({ long }) => long ?? '')));
const commands = program.commands.map((command) => {
  const file = join(commandsFolder, `${command.alias() ?? command.name()}-command.ts`);
  return { name: command.name(), file, flags: { own: longs([command]), all: longs(program.commands) } satisfies KnownFlags };
});

interface SourceFacts {
  /** Files that it runs, static and dynamic imports. */
  readonly imports: readonly string[];
  /** What its errors say, `…` for what is put in. */
  readonly messages: readonly string[];
}

const known = new Map<string, SourceFacts>();

function factsOf(path: string): SourceFacts {
  const before = known.get(path);
  if (before !== undefined) return before;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const facts = { imports: [] as string[], messages: [] as string[] };
  const visit = (node: ts.Node, inError: boolean): void => {
    const specifier = importedBy(node);
    const target = specifier === null ? null : fileOf(specifier, path);
    if (target !== null) facts.imports.push(target);
    if (inError && (ts.isStringLiteral(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node))) facts.messages.push(textOf(node));
    ts.forEachChild(node, (child) => visit(child, inError || isError(node)));
  };
  visit(source, false);
  known.set(path, facts);
  return facts;
}

function importedBy(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly === true ? null : (node.moduleSpecifier as ts.StringLiteral).text;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly || node.moduleSpecifier === undefined ? null : (node.moduleSpecifier as ts.StringLiteral).text;
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic && ts.isStringLiteral(node.arguments[0]!) ? node.arguments[0].text : null;
}

/** Null for what is not ours. */
function fileOf(specifier: string, importer: string): string | null {
  if (specifier.startsWith('.')) return resolve(dirname(importer), specifier);
  const [, name] = /^@attune\/([a-z-]+)/u.exec(specifier) ?? [];
  const shelves = ['tensors', 'layers', 'files', 'architectures', 'schedulers', 'runs'];
  return shelves.map((shelf) => join(root, 'packages', shelf, name ?? '-', 'src/index.ts')).find(existsSync) ?? null;
}

function isError(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText().endsWith('Error');
  return ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.SuperKeyword || node.expression.getText() === 'fail');
}

function textOf(node: ts.StringLiteral | ts.TemplateExpression | ts.NoSubstitutionTemplateLiteral): string {
  if (!ts.isTemplateExpression(node)) return node.text;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

/** Everything that a file runs. */
function reachOf(start: string): Set<string> {
  const reached = new Set([start]);
  for (const path of reached) for (const next of factsOf(path).imports) reached.add(next);
  return reached;
}

it.each(commands)('no error that attune $name can meet advises a flag that it lacks', ({ file, flags }) => {
  const messages = [...reachOf(file)].flatMap((path) => factsOf(path).messages.map((message) => ({ path: relative(root, path), message })));
  expect(messages.length).toBeGreaterThan(30);
  const misfits = messages.filter(({ message }) => foreignFlags(fitAdvice(message, flags), flags).length > 0);
  expect(misfits).toEqual([]);
  expect(messages.filter(({ message }) => message !== '' && fitAdvice(message, flags) === '')).toEqual([]);
});

it('knows every option by which an error of a package names a way out', () => {
  const named = commands.flatMap(({ file }) => [...reachOf(file)].flatMap((path) => factsOf(path).messages)).flatMap(optionsNamed);
  expect([...new Set(named)].filter((option) => !Object.hasOwn(optionFlags, option))).toEqual([]);
  expect(named).toContain('skipBroken');
});

/** In the shape that only an option has: `(maxPixels)`. */
function optionsNamed(message: string): string[] {
  return [...message.matchAll(/\((?<option>[a-z]+(?:[A-Z][a-z]+)+)(?:: true)?\)/gu)].map(({ groups }) => groups!['option']!);
}
