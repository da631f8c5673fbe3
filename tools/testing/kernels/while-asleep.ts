/** Source that prints the milliseconds of processor time that its process takes while it does
 * nothing for half a second, after `settlingMs`: those of threads that do not sleep. */
export function printTimeAsleep(settlingMs: number): string {
  return `
setTimeout(() => {
  const before = process.cpuUsage();
  setTimeout(() => {
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
  }, 500);
}, ${settlingMs});
`;
}
