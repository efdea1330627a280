import { defineConfig } from 'vitest/config';

const limits = { testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: 'unit',
          include: ['{libs,services,cli}/**/*.test.ts', 'test/{rules,attacks}/**/*.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The built services as processes: after the others, so that they have the machine to themselves.
        test: {
          ...limits,
          name: 'suite',
          // Where nobody looks on, what failed is tried once more, and the report says so.
          retry: process.env.CI ? 1 : 0,
          include: ['test/{stories,suite,calls,faults,start}/**/*.test.ts'],
          globalSetup: ['test/suite/shared-run.ts'],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
