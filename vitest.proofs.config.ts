import { defineConfig } from 'vitest/config';

import base from './vitest.config.ts';

const { projects: _, ...own } = base.test!;

/** What wants a quiet machine or takes long, and so is no test: `npm run proofs`. */
export default defineConfig({
  ...base,
  test: {
    ...own,
    include: ['{packages,apps}/**/proofs/**/*.proof.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
