// As much of vitest as the kernels' facts use, in one file: vitest itself does not run on every
// system that Node runs on.
import { deepStrictEqual } from 'node:assert/strict';

const root = { title: '', before: [], tests: [], groups: [] };
let current = root;

export function describe(title, define) {
  const group = { title, before: [], tests: [], groups: [] };
  current.groups.push(group);
  const outer = current;
  current = group;
  define();
  current = outer;
}
describe.each = (values) => (title, define) => values.forEach((value) => describe(named(title, value), () => define(...arguments_(value))));

export function it(title, test) {
  current.tests.push({ title, test });
}
it.each = (values) => (title, test) => values.forEach((value) => it(named(title, value), () => test(...arguments_(value))));

export function beforeAll(prepare) {
  current.before.push(prepare);
}

const afterwards = [];
export function afterEach(clean) {
  afterwards.push(clean);
}

function arguments_(value) {
  return Array.isArray(value) ? value : [value];
}

function named(title, value) {
  const words = arguments_(value);
  let next = 0;
  return title.replaceAll(/%[a-z]/gu, () => String(words[next++])).replaceAll(/\$(\w+)/gu, (_, key) => String(value[key]));
}

/** Matchers of vitest, as far as they are used. */
export function expect(actual, note = '') {
  return { ...matchers(actual, note, false), not: matchers(actual, note, true) };
}

function matchers(actual, note, negated) {
  const check = (holds, words) => {
    if (holds === negated) throw new Error(`${note} ${String(actual).slice(0, 200)} is ${negated ? '' : 'not '}${words}`);
  };
  return {
    toBe: (wanted) => check(Object.is(actual, wanted), `${wanted}`),
    toBeNaN: () => check(Number.isNaN(actual), 'NaN'),
    toEqual: (wanted) => check(equal(actual, wanted), `equal to ${String(wanted).slice(0, 200)}`),
    toBeCloseTo: (wanted, digits = 2) => check(Math.abs(actual - wanted) < 10 ** -digits / 2, `close to ${wanted}`),
    toBeGreaterThan: (least) => check(actual > least, `greater than ${least}`),
    toBeGreaterThanOrEqual: (least) => check(actual >= least, `at least ${least}`),
    toBeLessThan: (most) => check(actual < most, `less than ${most}`),
    toBeLessThanOrEqual: (most) => check(actual <= most, `at most ${most}`),
    toThrow: () => check(throws(actual), 'a function that throws'),
  };
}

function equal(actual, wanted) {
  try {
    deepStrictEqual(actual, wanted);
    return true;
  } catch {
    return false;
  }
}

function throws(run) {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/** Runs what was described, or those facts whose titles, with their groups', have `part` in them,
 * and sets the exit status. */
export async function runFacts(name, part = '') {
  const counts = { passed: 0, failed: 0 };
  await runGroup(root, name, counts, part);
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed`);
  process.exit(counts.failed === 0 ? 0 : 1);
}

async function runGroup({ before, tests, groups }, path, counts, part) {
  const wanted = tests.filter(({ title }) => `${path} > ${title}`.includes(part));
  if (wanted.length > 0) for (const prepare of before) await prepare();
  for (const { title, test } of wanted) {
    try {
      await test();
      counts.passed += 1;
      console.log(`passed ${path} > ${title}`);
    } catch (error) {
      counts.failed += 1;
      console.log(`FAILED ${path} > ${title}\n  ${error.message}`);
    } finally {
      for (const clean of afterwards) await clean();
    }
  }
  for (const group of groups) await runGroup(group, `${path} > ${group.title}`, counts, part);
}
