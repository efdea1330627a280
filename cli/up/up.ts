import { defineCommand } from '../define-command.js';
import { parseWhole } from '../input/durations.js';
import { EXIT, usageError } from '../output/exit.js';
import { findHome } from '../session/find-config.js';
import type { Session } from '../session/session.js';
import { formatBanner } from './banner.js';
import { CORP_DOMAINS } from './demo/domains.js';
import { playDemo, type Tally } from './demo/play-demo.js';
import { MOST_REPLICAS, planPorts, type Replicas } from './installation/ports.js';
import { SERVICE_NAMES, type ServiceName } from './installation/services.js';
import { chooseStream, type Stream } from './nats/choose-stream.js';
import { listenForStop } from './processes/stop-requests.js';
import { type RunningInstallation, startInstallation } from './start-installation.js';

interface Options {
  readonly demo?: boolean;
  readonly once?: boolean;
  readonly portBase?: number;
  readonly replicas?: readonly (readonly [ServiceName, number])[];
}

const DEFAULT_PORT_BASE = 7100;

export const up = defineCommand<Options>({
  usage: 'up',
  about: 'Run a whole installation on this machine, until Ctrl-C.',
  details: `Embedded Postgres, certificates made at the first start, every service as a process that is started
again when it dies. Everything is kept in one directory (--home, GATEPOST_HOME, or ./.gatepost) and
there again at the next start.`,
  options: [
    { flags: '--demo', about: "make the demo's domains and people, and play their logins" },
    { flags: '--once', about: 'with --demo: end after the table, with 0 if all was as expected' },
    {
      flags: '--port-base <port>',
      about: `first port (default: ${DEFAULT_PORT_BASE}); the 200 from it on are used`,
      read: (text) => parseWhole(text, { min: 1024, max: 65_000 }),
    },
    {
      flags: '--replicas <service=n>',
      about: 'so many processes of a service; may be given several times',
      read: parseReplicas,
      many: true,
    },
  ],
  examples: ['up', 'up --demo', 'up --demo --once', 'up --replicas policy=2 --port-base 8100'],
  async run(session, _args, options) {
    if (options.once === true && options.demo !== true) throw usageError('--once needs --demo');
    const stop = listenForStop();
    const { signal } = stop;
    const home = findHome(session.globals.home);
    const tell = (text: string) => session.out.note(text);
    const replicas: Replicas = Object.fromEntries(options.replicas ?? []);
    const plan = planPorts(options.portBase ?? DEFAULT_PORT_BASE, replicas);
    tell(`Gatepost starts in ${home}`);
    const stream = chooseStream();
    const running = await startInstallation({
      home,
      stream,
      plan,
      corpDomains: CORP_DOMAINS,
      signal,
      tell,
    });
    let tally: Tally | undefined;
    try {
      tally = await use(session, running, { ...options, signal, stream });
    } finally {
      tell(signal.aborted ? '\nstopping…' : 'stopping…');
      await running.stop();
      stop.close();
      tell('stopped');
    }
    if (options.once !== true) return EXIT.ok;
    if (tally === undefined) return EXIT.error;
    reportTally(session, tally);
    return tally.not === 0 ? EXIT.ok : EXIT.finding;
  },
});

/** Plays the demo, if asked to, and stays until Ctrl-C, if not asked to end. */
async function use(
  session: Session,
  { installation }: RunningInstallation,
  { demo = false, once, signal, stream }: Options & { signal: AbortSignal; stream: Stream },
): Promise<Tally | undefined> {
  const { clientConfig } = installation.layout;
  let tally: Tally | undefined;
  try {
    if (demo) tally = await playDemo({ out: session.out, clientConfig, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (once === true || signal.aborted) return tally;
  if (tally !== undefined) reportTally(session, tally);
  session.out.note(formatBanner(installation, { demo, stream }));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return tally;
}

function reportTally({ out }: Session, tally: Tally): void {
  out.item(tally, () => `decisions: ${tally.asExpected} as expected, ${tally.not} not`);
}

function parseReplicas(text: string): readonly [ServiceName, number] {
  const [name, count = ''] = text.split('=');
  const service = SERVICE_NAMES.find((known) => known === name);
  if (service === undefined) {
    throw usageError(`"${name}" is no service: give one of ${SERVICE_NAMES.join(' ')}`);
  }
  return [service, parseWhole(count, { min: 1, max: MOST_REPLICAS })];
}
