import { defineConfig } from 'vitest/config';

const wholeRuns = ['{packages,apps}/**/test/**/*.test.ts'];

/** Whole runs that have the machine for themselves: a browser that works beside the test, and bounds
 * on a process's own processor time. */
const alone = [
  'apps/web/test/**/*.test.ts',
  '{packages,apps}/**/test/**/browser/*.test.ts',
  'apps/cli/test/{real-data,webgpu}.test.ts',
  'packages/tensors/*/test/threads.test.ts',
];

/** A test that hangs ends, and no slow or busy machine makes one fail: the longest takes two minutes
 * on two cores at rest. Tests set none of their own. */
const limits = { testTimeout: 1_200_000, hookTimeout: 1_200_000 };

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
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real checkpoints, real images and whole networks take gigabytes, and wait for each other's
        // processes: two files at a time.
        extends: true,
        test: {
          name: 'whole runs',
          include: wholeRuns,
          exclude: ['**/node_modules/**', '**/dist/**', ...alone],
          ...limits,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, ...limits, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
