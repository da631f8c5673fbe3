import { describe, expect, it } from 'vitest';

import { plotLogarithmic } from './plot.ts';

describe('plotLogarithmic', () => {
  it('puts equal ratios at equal distances, with the ends of both axes and the marks below', () => {
    const plot = plotLogarithmic([1e-4, 1e-3, 1e-2], [2, 1, 3], { marks: { V: 1e-3 }, columns: 11, rows: 3 });
    expect(plot.split('\n')).toEqual(['3.00 │          •', '     │•', '1.00 │     •', '     └───────────', '           V', '      1e-4   1e-2']);
  });

  it('draws a flat curve at the bottom', () => {
    const [top, bottom] = plotLogarithmic([1, 10], [2, 2], { columns: 4, rows: 2 }).split('\n');
    expect([top, bottom]).toEqual(['2.00 │', '2.00 │•  •']);
  });
});
