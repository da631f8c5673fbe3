// Runs an app of the checkout as its installed command would run: node tools/app.mjs
// cli/bin/attune.js ARGS. It reads its paths from INIT_CWD, the folder that npm was called in.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root, stop } from './process.mjs';

const [app = ''] = process.argv.splice(2, 1);
const [folder = ''] = app.split('/');
if (!existsSync(join(root, 'apps', app))) stop(`There is no apps/${app} in this checkout.`);
if (!existsSync(join(root, 'apps', folder, 'dist'))) stop('Nothing is built yet. Run: npm run setup');
await import(pathToFileURL(join(root, 'apps', app)).href);
