// Set-up, every check (each counted once) and every test. Ends with `N passed, N failed`. With
// `--checks` it leaves the tests out.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { countResults } from './count-results.mjs';
import { clock, root, run, runBeside } from './process.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** Scripts of package.json, in the order in which their faults are easiest to mend. Those of one
 * line run at the same time. */
const checks = [
  ['format', 'lint', 'types'],
  ['readmes', 'arch', 'knip'],
  ['generated', 'packages'],
];

const outcomes = new Map([['setup', run('npm', ['run', '-s', 'setup'])]]);
installSystemPackages();
const installed = existsSync(join(root, 'node_modules', '.attune-setup')); // a build that failed is no reason to hide what the checks find
if (installed) for (const line of checks) for (const [check, passed] of await Promise.all(line.map(passes))) outcomes.set(check, passed);
const tests = installed && !process.argv.includes('--checks') ? runTests() : { passed: 0, failed: 0 };
report();

function report() {
  const failedChecks = [...outcomes.keys()].filter((check) => !outcomes.get(check));
  const failed = failedChecks.length + tests.failed;
  if (failedChecks.length > 0) console.log(`Failed checks: ${failedChecks.join(', ')}`);
  console.log(`${outcomes.size - failedChecks.length + tests.passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function passes(check) {
  const elapsed = clock();
  const succeeded = await runBeside('npm', ['run', '-s', check]);
  console.log(`${succeeded ? '✓' : '✗'} ${check} (${elapsed()})`);
  return [check, succeeded];
}

function runTests() {
  console.log(process.env.ATTUNE_DATA ? `Real data: ${process.env.ATTUNE_DATA}` : 'ATTUNE_DATA is not set: tests on real data are skipped.');
  const results = join(root, 'node_modules', '.attune-tests.json');
  rmSync(results, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const succeeded = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--allowOnly=false', '--update=none', ...reporters]);
  return existsSync(results) ? countResults(JSON.parse(readFileSync(results, 'utf8')), succeeded) : { passed: 0, failed: 1 };
}
