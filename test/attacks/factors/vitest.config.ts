import { defineConfig } from 'vitest/config';

/** `npx vitest run --config test/attacks/factors/vitest.config.ts`: against the built services. */
export default defineConfig({
  test: {
    root: new URL('../../..', import.meta.url).pathname,
    include: ['test/attacks/factors/*.attack.ts'],
    globalSetup: ['test/suite/shared-run.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
