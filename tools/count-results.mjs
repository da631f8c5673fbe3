/**
 * How many tests of a vitest report passed and failed. A file that failed before its first test, an
 * error outside every test
 * (vitest did not succeed, yet no test failed) and a run of no tests are failures too.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, testResults: readonly { status: string,
 * assertionResults: readonly { status: string }[] }[] }} report
 * @param {boolean} succeeded whether vitest exited with 0
 */
export function countResults({ numPassedTests, numFailedTests, testResults }, succeeded) {
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  const faults = numFailedTests + broken.length;
  return { passed: numPassedTests, failed: faults === 0 && (!succeeded || numPassedTests === 0) ? 1 : faults };
}
