/** P(count ≤ k) for k = 0 … trials of a binomial distribution, each power taken from
 * its neighbour's logarithm. */
export function binomialCumulative(trials: number, chance: number): Float64Array {
  const cumulative = new Float64Array(trials + 1);
  if (chance === 0 || chance === 1) return cumulative.fill(1, chance * trials);
  const odds = Math.log(chance) - Math.log1p(-chance);
  let logarithm = trials * Math.log1p(-chance);
  let sum = 0;
  for (let count = 0; count <= trials; count++) {
    sum += Math.exp(logarithm);
    cumulative[count] = Math.min(1, sum);
    logarithm += Math.log((trials - count) / (count + 1)) + odds;
  }
  return cumulative;
}
