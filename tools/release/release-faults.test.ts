import { expect, it } from 'vitest';

import { readJson } from '../workspaces.mjs';
import { releaseFaults } from './release-faults.mjs';

const good = { changes: '', branch: 'main', repository: 'https://example.invalid/attune' };

it('a release begins from a clean main whose address is known', () => {
  expect(releaseFaults(good)).toEqual([]);
});

it.each([
  [{ changes: ' M README.md' }, /not committed:\n M README\.md/u],
  [{ changes: null }, /no git checkout/u],
  [{ branch: 'topic' }, /branch is topic/u],
  [{ branch: '' }, /branch is none/u],
  [{ repository: '' }, /address\.json/u],
  [{ repository: 'http://example.invalid' }, /address\.json/u],
])('and not with %j', (state, reason) => {
  expect(releaseFaults({ ...good, ...state })).toEqual([expect.stringMatching(reason)]);
});

it('names every reason at once', () => {
  expect(releaseFaults({ changes: '?? x', branch: 'topic', repository: '' })).toHaveLength(3);
});

it('the address of this project is one line, empty until there is one', () => {
  expect(readJson('tools/release/address.json')).toEqual({ repository: expect.stringMatching(/^(?:https:\/\/\S+)?$/u) });
});
