import { defineConfig } from 'vitest/config';

/** `npm run test:front-ends`: real servers, which test/front-ends/install.sh installs. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/front-ends/**/*.peer.ts'],
    globalSetup: ['test/suite/shared-run.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
