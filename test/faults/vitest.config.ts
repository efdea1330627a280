import { defineConfig } from 'vitest/config';

/** `npm run faults`: long runs, of which each needs the machine for itself. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/faults/*.fault.ts'],
    globalSetup: ['test/suite/shared-run.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
