/** Source that prints the milliseconds of processor time that its process takes while it does
 * nothing for half a second, after `settlingMs`: those of threads that do not sleep. Of ten such
 * times at most the first that is under 50, or the last: what the engine itself still compiles and
 * collects comes to an end, and a thread that waits by turning does not. */
export function printTimeAsleep(settlingMs: number): string {
  return `
const measure = (looks) => {
  const before = process.cpuUsage();
  setTimeout(() => {
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1000;
    if (milliseconds < 50 || looks === 1) console.log(milliseconds);
    else measure(looks - 1);
  }, 500);
};
setTimeout(() => measure(10), ${settlingMs});
`;
}
