import { expect, it } from 'vitest';

import { spellFlags } from './flag-of.ts';

const broken = 'a.jpg is broken: it is empty. Replace or remove it, or leave broken images out (skipBroken).';

it('names the flag that the command has', () => {
  expect(spellFlags(broken, { skipBroken: false })).toBe('a.jpg is broken: it is empty. Replace or remove it, or leave broken images out (--skip-broken).');
  expect(spellFlags('GIF is read only when asked for (gif: true)', { gif: false })).toBe('GIF is read only when asked for (--gif)');
});

it('leaves out advice that the command cannot follow', () => {
  expect(spellFlags(broken, {})).toBe('a.jpg is broken: it is empty. Replace or remove it.');
  expect(spellFlags('x cannot be decoded: y. Replace or remove it, or let the loader skip broken images (skipBroken).', {})).toBe(
    'x cannot be decoded: y. Replace or remove it.',
  );
  expect(spellFlags('above the limit of 1 (maxPixels)', {})).toBe('above the limit of 1');
});
