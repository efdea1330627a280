import { defineConfig } from 'vitest/config';

const minutes = (n: number) => n * 60_000;

interface Kind {
  readonly include: readonly string[];
  readonly globalSetup?: string;
  /** How many files run at once. */
  readonly maxWorkers?: number;
  readonly hookTimeout?: number;
}

/** Projects in the order in which they run; `npm test` is the first two, package.json has the others. */
const KINDS: Readonly<Record<string, Kind>> = {
  unit: {
    include: ['{libs,services,cli}/**/*.test.ts', 'test/{rules,attacks}/**/*.test.ts'],
    globalSetup: 'test/unit/share-postgres.ts',
  },
  // The built services as processes.
  suite: {
    include: ['test/{stories,suite,calls,faults,start}/**/*.test.ts'],
    globalSetup: 'test/suite/shared-run.ts',
  },
  attacks: {
    include: ['test/attacks/factors/*.attack.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  // Long runs, of which each needs the machine for itself: `npm run faults`.
  faults: {
    include: ['test/faults/*.fault.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  // Against programs that others wrote, which test/peers/install.sh installs.
  peers: { include: ['{libs,test/peers,test/attacks/nats}/**/*.peer.ts'] },
  'suite-with-peers': {
    include: ['test/{faults,start,suite}/**/*.peer.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  // Real servers, which test/front-ends/install.sh installs.
  'front-ends': {
    include: ['test/front-ends/**/*.peer.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  // A person's browser at the sign-in page: `npm run test:browser`.
  browser: {
    include: ['test/browser/*.browser.ts', 'test/attacks/sign-in/*.attack.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  // Webmails as Debian ships them, which test/webmail/install.sh installs: `npm run test:webmail`.
  webmail: {
    include: ['test/webmail/*.peer.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  // The image and the files under deploy/, run as they are.
  containers: {
    include: ['test/containers/*.container.ts'],
    globalSetup: 'test/containers/podman-service.ts',
    maxWorkers: 1,
    hookTimeout: minutes(7),
  },
};

export default defineConfig({
  test: {
    projects: Object.entries(KINDS).map(([name, kind], index) => ({
      test: {
        name,
        include: [...kind.include],
        ...(kind.globalSetup === undefined ? {} : { globalSetup: [kind.globalSetup] }),
        maxWorkers: kind.maxWorkers ?? 2,
        // No test is timed: these only end what hangs.
        testTimeout: minutes(3),
        hookTimeout: kind.hookTimeout ?? minutes(4),
        sequence: { groupOrder: index + 1 },
        // A worker reads each module once, not once a file: no test may leave anything in one.
        isolate: false,
      },
    })),
  },
});
