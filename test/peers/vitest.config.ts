import { defineConfig } from 'vitest/config';

const root = new URL('../..', import.meta.url).pathname;
const limits = { root, testTimeout: 60_000, hookTimeout: 120_000 };

/** `npm run test:peers`: against programs that others wrote, which test/peers/install.sh installs. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: 'peers',
          include: ['{libs,test/peers,test/attacks/nats}/**/*.peer.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...limits,
          name: 'suite with peers',
          include: ['test/{faults,start,suite}/**/*.peer.ts'],
          globalSetup: ['test/suite/shared-run.ts'],
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
    ],
  },
});
