/** Quantile of Student's t distribution.
 *
 * @param probability above 0 and below 1.
 * @param freedom degrees of freedom, 1 or more.
 * @returns by bisection, to 12 digits. */
export function tQuantile(probability: number, freedom: number): number {
  if (probability < 0.5) return -tQuantile(1 - probability, freedom);
  let [low, high] = [0, 1];
  while (tCumulative(high, freedom) < probability) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tCumulative(middle, freedom) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T ≤ t): 1 − I(ν/(ν+t²); ν/2, ½)/2 for t ≥ 0. */
export function tCumulative(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t >= 0 ? 1 - tail : tail;
}

/** Regularised incomplete beta function, by its continued fraction on the side where that
 * converges fast.
 *
 * Source: Abramowitz and Stegun 26.5.8. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  return front / betaFraction(x, a, b);
}

/** 1 + d₁/(1 + d₂/(1 + …)), from its tail. */
function betaFraction(x: number, a: number, b: number): number {
  let fraction = 1;
  for (let term = 400; term >= 1; term--) {
    const m = Math.floor(term / 2);
    const factor = term % 2 === 0 ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)) : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = 1 + factor / fraction;
  }
  return fraction;
}

/** Stirling's series, after the argument has been moved to where five terms are enough. */
function logGamma(value: number): number {
  let [x, shift] = [value, 0];
  for (; x < 10; x++) shift += Math.log(x);
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
}
