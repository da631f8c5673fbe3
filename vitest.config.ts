import { defineConfig } from 'vitest/config';

const wholeRuns = ['{packages,apps}/**/test/**/*.test.ts'];

export default defineConfig({
  resolve: { conditions: ['@attune/source'] },
  ssr: { resolve: { conditions: ['@attune/source'] } },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['tools/testing/setup.ts'],
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      {
        // What lies beside its source is small: as many files at a time as there are cores.
        extends: true,
        test: {
          name: 'units',
          include: ['{packages,apps,tools}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', ...wholeRuns],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real checkpoints, real images and whole networks take every core and gigabytes: a file at a time, after the rest.
        extends: true,
        test: { name: 'whole runs', include: wholeRuns, testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
