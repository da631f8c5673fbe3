const levels = '▁▂▃▄▅▆▇█';

/** The newest values as a row of bars, the lowest of them flat and the highest full: `▇▅▄▂▁`.
 * Nothing for fewer than two. */
export function sparkline(values: readonly number[], most = 16): string {
  const shown = values.slice(-most);
  if (shown.length < 2) return '';
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const level = (value: number) => (high === low ? 0 : Math.round(((value - low) / (high - low)) * (levels.length - 1)));
  return shown.map((value) => levels[level(value)]).join('');
}
