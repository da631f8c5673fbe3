// The programs that documents show, run as their readers would run them.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

/** Blocks of TypeScript in Markdown, each with what it says that it prints: the block of text right
 * behind it; null where there is none. */
export function blocksOf(markdown) {
  const found = markdown.matchAll(/^```ts\n(?<program>.*?)^```\n(?:\n```text\n(?<printed>.*?)^```\n)?/gms);
  return [...found].map(({ groups: { program, printed } }) => ({ program, printed: printed ?? null }));
}

/** Names of the packages that a program imports. */
export function importsOf(program) {
  const names = [...program.matchAll(/(?:from|import) '(?<name>[^.'][^']*)'/gu)].map(({ groups }) => groups.name);
  const packages = names.filter((name) => !name.startsWith('node:')).map((name) => /^(?:@[^/]+\/)?[^/]+/u.exec(name)[0]);
  return [...new Set(packages)];
}

/** Runs a program in a folder of its own below one where packages are installed. */
export function runProgram(home, name, program) {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  const { outputText } = ts.transpileModule(program, { compilerOptions: { target: 'es2022', module: 'esnext', verbatimModuleSyntax: true } });
  writeFileSync(join(folder, 'program.js'), outputText);
  drawPhotos(join(folder, 'photos'));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['program.js'],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `/usr/bin:${process.env.PATH}` } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** What documents call `photos`: a folder for each class, twenty pictures in each. */
export function drawPhotos(folder) {
  for (const [name, level] of [
    ['cats', 60],
    ['dogs', 190],
  ]) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let index = 0; index < 20; index++) {
      const pixels = Buffer.alloc(72 * 72 * 3, level + index);
      writeFileSync(join(folder, name, `${index}.ppm`), Buffer.concat([Buffer.from('P6 72 72 255\n'), pixels]));
    }
  }
}
