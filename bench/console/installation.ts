import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createOutput } from '../../cli/output/output.js';
import { openSession, type Session } from '../../cli/session/session.js';
import { layoutOf } from '../../cli/up/installation/layout.js';
import { pagesPort, planPorts } from '../../cli/up/installation/ports.js';
import { registerConsole } from '../../cli/up/installation/register-console.js';
import { consoleUrl } from '../../cli/up/installation/service-config.js';
import { type StoringService, schemaOf } from '../../cli/up/installation/services.js';
import { startInstallation } from '../../cli/up/start-installation.js';
import { silentLog } from '../../libs/log/index.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { claimPorts } from '../../libs/testing/claim-ports.js';
import { domainName } from '../engine/domains.js';
import { apply, startTrial } from './apply.js';
import type { Browser } from './browser.js';
import { SHARED, textOf } from './documents.js';
import { fillRecord } from './fill-record.js';
import { makePeople, signIn } from './people.js';
import { DAY_MS, LARGE, RECORD_DAYS, SIZES, TRIAL_DAYS } from './sizes.js';
import type { Recording } from './some-login.js';

/** So that the history of the large domain has a second page. */
const VERSIONS = 25;
/** So that the list of trials has a second page. */
const TRIALS = 30;
const FILL_TIMEOUT_MS = 300_000;

/** A whole installation with a filled record, and a console that somebody can sign in at. */
export interface Filled {
  readonly admin: Session;
  /** The services' own schemas, each with the rights of its service. */
  readonly databases: Readonly<Record<'audit' | 'policy' | 'credential', Database>>;
  /** @param client the address of the browser */
  signIn(account: string, client: string): Promise<Browser>;
  close(): Promise<void>;
}

/**
 * Starts an installation and fills it. With BENCH_CONSOLE_HOME it is kept there, and the next run goes on with it.
 * @throws Error if what is kept has another size
 */
export async function openFilled(tell: (text: string) => void): Promise<Filled> {
  const kept = process.env.BENCH_CONSOLE_HOME;
  const home = kept ?? mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
  const note = join(home, 'recording.json');
  const begun = existsSync(note) ? readRecording(note) : undefined;
  const { signal } = new AbortController();
  const plan = planPorts((await claimPorts()).base, { console: 1 });
  letProxyNameClients(home, pagesPort(portOfConsole(plan)));
  const stack: (() => unknown)[] = [];
  const close = async () => {
    for (let undo = stack.pop(); undo !== undefined; undo = stack.pop()) await undo();
    if (kept === undefined) rmSync(home, { recursive: true, force: true });
  };
  try {
    const running = await startInstallation({
      ...{ home, plan, signal, tell, corpDomains: [] },
      stream: { kind: 'off' },
    });
    stack.push(running.stop);
    const out = createOutput({ json: true, stdout: process.stderr, stderr: process.stderr });
    await registerConsole(running.installation, { out, signal });
    const admin = openSession({ out, signal, globals: { home, as: 'operator', timeout: 300 } });
    stack.push(() => admin.close());
    const { databasePasswords } = running.installation.secrets;
    const open = (service: StoringService): Database => {
      const schema = schemaOf(service);
      const database = openDatabase({
        url: `postgres://gatepost_${schema}@127.0.0.1:${plan.postgres}/gatepost`,
        ...{ passwordFile: databasePasswords[service], schema, log: silentLog },
        statementTimeoutMs: FILL_TIMEOUT_MS,
      });
      stack.push(() => database.close());
      return database;
    };
    const databases = {
      audit: open('audit'),
      policy: open('policy'),
      credential: open('credential'),
    };
    const recording = begun ?? (await makeDomains({ admin, databases }, tell));
    writeFileSync(note, JSON.stringify(recording));
    await fillRecord(databases.audit, recording, tell);
    const console = consoleUrl(plan) ?? '';
    return {
      ...{ admin, databases, close },
      signIn: (account, client) => signIn(account, { plan, console, client }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function portOfConsole(plan: ReturnType<typeof planPorts>): number {
  return plan.replicas.find(({ service }) => service === 'console')?.port ?? 0;
}

/** As behind a proxy: the console limits how often one client asks. */
function letProxyNameClients(home: string, port: number): void {
  const file = join(layoutOf(home).config, 'console.own.yaml');
  mkdirSync(home, { recursive: true, mode: 0o711 });
  mkdirSync(dirname(file), { recursive: true });
  const http = { listen: `127.0.0.1:${port}`, 'trusted-proxies': ['127.0.0.1/32'] };
  writeFileSync(file, JSON.stringify({ http }));
}

/** @throws Error if it is of another size */
function readRecording(file: string): Recording {
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  const { domains, logins } = recording;
  if (domains === SIZES.domains && logins === SIZES.logins) return recording;
  throw new Error(`${file}: ${domains} domains, ${logins} logins: remove the folder`);
}

/** @returns what is to be recorded of them */
async function makeDomains(
  { admin, databases }: Pick<Filled, 'admin' | 'databases'>,
  tell: (text: string) => void,
): Promise<Recording> {
  const { domains, logins } = SIZES;
  tell(`${domains} documents`);
  await apply(admin, SHARED);
  const revision = await apply(
    admin,
    Array.from({ length: domains }, (_, n) => ({ name: domainName(n), text: textOf(n) })),
  );
  for (let n = 2; n <= VERSIONS; n += 1) {
    await apply(admin, [{ name: LARGE, text: textOf(0, (n % 2) + 2) }]);
  }
  tell('people');
  await makePeople(admin);
  tell('trials');
  const trial = await startTrial(admin, { name: LARGE, text: textOf(0, 4) });
  for (let n = 1; n < TRIALS; n += 1) {
    await startTrial(admin, { name: domainName(n), text: textOf(n, 4) });
  }
  await databases.policy.query(
    `update trial set started_at = started_at - interval '${TRIAL_DAYS} days'`,
  );
  const to = Date.now();
  const from = to - RECORD_DAYS * DAY_MS;
  return { logins, domains, from, to, revision, trial };
}
