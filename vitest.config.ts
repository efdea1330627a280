import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const minutes = (n: number) => n * 60_000;

interface Kind {
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  readonly globalSetup?: string;
  /** How many files run at once. */
  readonly maxWorkers?: number;
}

/** What people rarely come to: `.ci/run` counts the others, and these only with `--long`. */
const RARE_PAGES = [
  ...[
    ...['conformance', 'killed', 'mails', 'notices', 'own-host', 'own-notices'],
    ...['passkey-hosts', 'provider'],
  ].map((name) => `test/browser/${name}.browser.ts`),
  ...['sign-out', 'strangers'].map((name) => `test/attacks/sign-in/${name}.attack.ts`),
];

/** Projects in the order in which they run; `npm test` is the first two, package.json has the others. */
const KINDS: Readonly<Record<string, Kind>> = {
  unit: {
    include: ['{libs,services,cli}/**/*.test.ts', 'test/{rules,attacks}/**/*.test.ts'],
    globalSetup: 'test/unit/share-postgres.ts',
  },
  // The built services as processes.
  suite: {
    include: ['test/{stories,suite,calls,start}/**/*.test.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    // More than there are processors: half of the time something is waited for.
    maxWorkers: 3,
  },
  // Parts of it hang, end or come back while people log in: `npm run test:faults`.
  outages: {
    include: ['test/faults/*.test.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 3,
  },
  attacks: {
    include: ['test/attacks/{factors,listeners,taken-over}/*.attack.ts'],
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
  // promtool, which test/alerts/install.sh installs: `npm run test:alerts`.
  alerts: { include: ['test/alerts/*.peer.ts'] },
  // Real servers, which test/front-ends/install.sh installs.
  'front-ends': {
    include: ['test/front-ends/**/*.peer.ts'],
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  // A person's browser at the sign-in page: `npm run test:browser`.
  browser: {
    include: ['test/browser/*.browser.ts', 'test/attacks/sign-in/*.attack.ts'],
    exclude: RARE_PAGES,
    globalSetup: 'test/suite/shared-run.ts',
    maxWorkers: 1,
  },
  'browser-rare': {
    include: RARE_PAGES,
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
  },
};

/** Those that take longest, the longest first: one that began last would run on when nothing else does. */
const LONGEST = [
  'test/start/up.test.ts',
  'test/stories/stories.test.ts',
  'test/faults/down.test.ts',
  'test/suite/saml-domain.test.ts',
  'test/faults/live-sessions.test.ts',
  'test/faults/newer-schema.test.ts',
  'test/faults/policy-replicas.test.ts',
  'libs/policy/verify/verify.property.test.ts',
  'libs/embedded-postgres/embedded-postgres.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(specifications);
    const longest = LONGEST.flatMap((file) =>
      others.filter(({ moduleId }) => moduleId.endsWith(`/${file}`)),
    );
    return [...longest, ...others.filter((each) => !longest.includes(each))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: Object.entries(KINDS).map(([name, kind], index) => ({
      test: {
        name,
        include: [...kind.include],
        ...(kind.exclude === undefined ? {} : { exclude: [...kind.exclude] }),
        setupFiles: ['test/properties/use-seed.ts'],
        ...(kind.globalSetup === undefined ? {} : { globalSetup: [kind.globalSetup] }),
        maxWorkers: kind.maxWorkers ?? 2,
        // No test is timed: these only end what hangs.
        testTimeout: minutes(20),
        hookTimeout: minutes(20),
        sequence: { groupOrder: index + 1 },
        // A worker reads each module once, not once a file: no test may leave anything in one.
        isolate: false,
      },
    })),
  },
});
