import { defineConfig } from 'vitest/config';

/** `npx vitest run --config test/peers/vitest.config.ts`: against programs that others wrote. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/peers/**/*.peer.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
