// version → pack → publish → install → run, on a registry of this machine: nothing leaves it.
// Prints one JSON document. Usage: node tools/release/dry-run.mjs
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { directoryBytes } from './directory-bytes.mjs';
import { installFrom, installScripts, publishHere } from './packed.mjs';

/** A user's program: everything from the one package, and a network that is trained and saved. */
const program = `
import { cbam, fineTune, pixelDataset, resnet20, saveModel, startBackend, threeStage, withEpochs, writeSafetensors } from 'attune';

const { backend } = await startBackend('wasm');
const gray = (count) => ({ pixels: Uint8Array.from({ length: count * 3072 }, (_, at) => (Math.floor(at / 3072) % 2) * 200), labels: Int32Array.from({ length: count }, (_, at) => at % 2), width: 32, height: 32 });
const images = pixelDataset({ classes: ['dark', 'bright'], train: gray(16), validation: gray(8) });
const model = resnet20({ classes: images.classes.length, attention: cbam() });
let epochs = 0;
for await (const event of fineTune(model, images, withEpochs(threeStage(), [1, 1, 1]))) if (event.kind === 'epoch-end') epochs++;
console.log(JSON.stringify({ backend, epochs, bytes: writeSafetensors(await saveModel(model)).byteLength }));
`;

const published = await publishHere();
try {
  const { home, seconds } = installFrom(published, 'home', ['attune']);
  const modules = join(home, 'node_modules');
  const installed = { installSeconds: seconds, bytes: directoryBytes(modules), scripts: installScripts(modules) };
  console.log(JSON.stringify({ packages: published.tarballs.length, ...installed, ...use(home) }));
} finally {
  published.close();
}

function use(home) {
  const run = (...words) => execFileSync(process.execPath, words, { cwd: home, encoding: 'utf8' }).trim();
  const command = join(home, 'node_modules/attune/bin/attune.js');
  writeFileSync(join(home, 'program.js'), program);
  return {
    version: run(command, '--version'),
    inspected: JSON.parse(run(command, 'inspect', 'sample', '--json')).architecture,
    printed: JSON.parse(run('program.js')),
  };
}
