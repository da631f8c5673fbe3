import { expect, it } from 'vitest';

import { invocation } from './invocation.ts';

it("is npx where npm installed the command, and npm's script in a checkout", () => {
  expect(invocation('file:///home/me/.npm/_npx/1a/node_modules/attune/dist/invocation.js')).toBe('npx attune');
  expect(invocation('file:///home/me/attune/apps/cli/dist/invocation.js')).toBe('npm run -s attune --');
});
