import { defineConfig } from 'vitest/config';

// Where nobody looks on, a test that fails is tried once more, and the report says so.
const limits = { testTimeout: 60_000, hookTimeout: 120_000, retry: process.env.CI ? 1 : 0 };

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
        // The built services as processes: after the others, so that each has the machine to itself.
        test: {
          ...limits,
          name: 'suite',
          include: ['test/{stories,suite,calls,faults,start}/**/*.test.ts'],
          globalSetup: ['test/suite/shared-run.ts'],
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
    ],
  },
});
