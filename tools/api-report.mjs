// Writes what each published package exports, declaration by declaration, into api/NAME.txt, so
// that a change to what people use is seen in a review. `--check` writes nothing and exits with 1
// where a committed report is not what the packages export. Build first.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { root } from './process.mjs';
import { readJson, workspaces } from './workspaces.mjs';

const isCheck = process.argv.includes('--check');
const folder = join(root, 'api');
const entries = published();
const program = ts.createProgram([...entries.values()], {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  skipLibCheck: true,
  types: ['node'],
});
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });
const reports = new Map([...entries].map(([name, file]) => [`${name.replace('@attune/', '').replaceAll('/', '-')}.txt`, report(name, file)]));
settle();

/** Names as they are imported, with the files of their declarations. */
function published() {
  const folders = workspaces().filter((each) => !readJson(`${each}/package.json`).private);
  return new Map(
    folders.flatMap((each) => {
      const { name, exports = {} } = readJson(`${each}/package.json`);
      const typed = Object.entries(exports).filter(([, entry]) => typeof entry === 'object' && entry.types !== undefined);
      return typed.map(([path, { types }]) => [name + path.slice(1), join(root, each, types)]);
    }),
  );
}

function report(name, file) {
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`${file} is not built: run npm run setup.`);
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const texts = symbols.map((symbol) => describe(symbol)).toSorted();
  return `// What ${name} exports. Written by tools/api-report.mjs.\n\n${texts.join('\n\n')}\n`;
}

/** The declarations of a symbol; of what comes from another package, where from. */
function describe(symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const from = symbol.declarations?.map(foreignSource).find((name) => name !== undefined);
  if (from !== undefined) return `${symbol.name}: from ${from}`;
  const declarations = target.declarations ?? [];
  return declarations.map((declaration) => `${symbol.name}: ${textOf(declaration)}`).join('\n');
}

/** The package that `export { … } from 'package'` names; of a relative path undefined. */
function foreignSource(declaration) {
  const statement = declaration.parent?.parent;
  if (statement === undefined || !ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return undefined;
  const { text } = statement.moduleSpecifier;
  return text.startsWith('.') ? undefined : text;
}

function textOf(declaration) {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const file = declaration.getSourceFile();
  const { transformed } = ts.transform(node, [inOneOrder(file)]);
  return textIn(transformed[0], file);
}

/** The members of unions and of enums in the order of their texts: that of an inferred type is the
 * order in which the compiler met them, which a clean build and a later one do not share. */
function inOneOrder(file) {
  return (context) => {
    const visit = (node) => {
      const visited = ts.visitEachChild(node, visit, context);
      if (ts.isUnionTypeNode(visited)) return ts.factory.updateUnionTypeNode(visited, sorted(visited.types, file));
      if (ts.isTypeLiteralNode(visited) && visited.members.every(isOfLiteral)) return ts.factory.updateTypeLiteralNode(visited, sorted(visited.members, file));
      return visited;
    };
    return (node) => ts.visitNode(node, visit);
  };
}

function sorted(nodes, file) {
  return ts.factory.createNodeArray(nodes.toSorted((a, b) => (textIn(a, file) < textIn(b, file) ? -1 : 1)));
}

/** Whether a property is of one literal type, as each value of an enum of zod is. */
function isOfLiteral(member) {
  return ts.isPropertySignature(member) && member.type !== undefined && ts.isLiteralTypeNode(member.type);
}

function textIn(node, file) {
  return printer.printNode(ts.EmitHint.Unspecified, node, file);
}

function settle() {
  if (!isCheck) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [name, text] of reports) writeFileSync(join(folder, name), text);
    return;
  }
  const committed = existsSync(folder) ? readdirSync(folder) : [];
  const different = [...reports].filter(([name, text]) => !committed.includes(name) || readFileSync(join(folder, name), 'utf8') !== text).map(([name]) => name);
  const gone = committed.filter((name) => !reports.has(name));
  for (const name of [...different, ...gone]) console.error(`api/${name} is not what the package exports: look at what changed, then run "npm run api".`);
  process.exitCode = different.length + gone.length > 0 ? 1 : 0;
}
