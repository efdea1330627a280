import { defineConfig } from 'vitest/config';

/** `npm run test:containers`: the image and the files under deploy/, run as they are. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/containers/*.container.ts'],
    globalSetup: ['test/containers/podman-service.ts'],
    testTimeout: 180_000,
    hookTimeout: 400_000,
    fileParallelism: false,
  },
});
