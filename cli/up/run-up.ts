import type { Site } from '../loopback/serve.js';
import { EXIT, type ExitCode } from '../output/exit.js';
import { findHome } from '../session/find-config.js';
import { openSession, type Session } from '../session/session.js';
import { formatBanner } from './banner.js';
import { serveDesk } from './demo/desk-site.js';
import { CORP_DOMAINS } from './demo/domains.js';
import { type Played, playDemo, type Tally } from './demo/play-demo.js';
import { openSingleSignOn, type SingleSignOn } from './demo/single-sign-on/open-single-sign-on.js';
import { planPorts, type Replicas } from './installation/ports.js';
import { registerConsole } from './installation/register-console.js';
import { pagesUrl } from './installation/service-config.js';
import { chooseStream, type Stream } from './nats/choose-stream.js';
import { reportUnreachable } from './nats/report-unreachable.js';
import { DEFAULT_PORT_BASE, type UpOptions } from './options.js';
import { listenForStop } from './processes/stop-requests.js';
import { type RunningInstallation, startInstallation } from './start-installation.js';

/** Runs an installation until it is asked to stop or, with `once`, until the demo is over. */
export async function runUp(session: Session, options: UpOptions): Promise<ExitCode> {
  const stop = listenForStop();
  const { signal } = stop;
  const home = findHome(session.globals.home);
  const tell = (text: string) => session.out.note(text);
  const replicas: Replicas = {
    console: 1,
    ...(options.relay === undefined ? {} : { notice: 1 }),
    ...Object.fromEntries(options.replicas ?? []),
  };
  const plan = planPorts(options.portBase ?? DEFAULT_PORT_BASE, replicas);
  tell(`Gatepost starts in ${home}`);
  const stream = chooseStream();
  await reportUnreachable(stream, tell);
  const running = await startInstallation({
    home,
    stream,
    plan,
    relay: options.relay,
    together: options.together === true,
    corpDomains: CORP_DOMAINS,
    signal,
    tell,
  });
  let tally: Tally | undefined;
  try {
    await registerConsole(running.installation, { out: session.out, signal });
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
}

/** Plays the demo if asked to, and stays until Ctrl-C unless asked to end. */
async function use(
  session: Session,
  { installation }: RunningInstallation,
  { demo = false, once, signal, stream }: UpOptions & { signal: AbortSignal; stream: Stream },
): Promise<Tally | undefined> {
  const { clientConfig } = installation.layout;
  const { out } = session;
  let tally: Played | undefined;
  let desk: Site | undefined;
  let singleSignOn: SingleSignOn | undefined;
  try {
    try {
      if (demo) {
        const globals = { config: clientConfig, timeout: 20 };
        const { singleSignOn: ports } = installation.plan;
        singleSignOn = await openSingleSignOn(
          { out, signal, globals },
          ports,
          pagesUrl(installation.plan),
        );
        tally = await playDemo({ out, clientConfig, signal, singleSignOn });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (once === true || signal.aborted) return tally;
    if (tally !== undefined) reportTally(session, tally);
    if (tally !== undefined) desk = await openDesk(session, installation, tally);
    const page = singleSignOn?.webmail;
    out.note(formatBanner(installation, { demo, stream, page, desk: desk?.url }));
    await untilAborted(signal);
    return tally;
  } finally {
    await desk?.close();
    await singleSignOn?.close();
  }
}

function openDesk(
  { out, signal }: Session,
  { layout, plan }: RunningInstallation['installation'],
  { luca }: Played,
): Promise<Site> {
  const globals = { config: layout.clientConfig, timeout: 20, as: 'mail' };
  const mail = openSession({ out, signal, globals });
  signal.addEventListener('abort', () => mail.close(), { once: true });
  const { desk: port } = plan.singleSignOn;
  return serveDesk({ mail, port, ...luca, signIn: pagesUrl(plan) });
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function reportTally({ out }: Session, { asExpected, not }: Tally): void {
  out.item({ asExpected, not }, () => `decisions: ${asExpected} as expected, ${not} not`);
}
