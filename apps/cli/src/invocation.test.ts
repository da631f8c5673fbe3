import { expect, it } from 'vitest';

import { invocation, spellCommands } from './invocation.ts';

it("is npx where npm installed the command, and npm's script in a checkout", () => {
  expect(invocation('file:///home/me/.npm/_npx/1a/node_modules/attune/dist/invocation.js')).toBe('npx attune');
  expect(invocation('file:///home/me/attune/apps/cli/dist/invocation.js')).toBe('npm run -s attune --');
});

it('is what a way on begins with, and no other mention', () => {
  const text = 'Stopped. Resume with: attune finetune --resume RUN. A run of attune finetune: attune 0.1.';
  expect(spellCommands(text, 'npx attune')).toBe('Stopped. Resume with: npx attune finetune --resume RUN. A run of attune finetune: attune 0.1.');
});
