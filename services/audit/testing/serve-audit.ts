import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Certificates,
  ensureCertificates,
  type Role,
} from '../../../libs/certificates/index.js';
import { type ManualClock, manualClock } from '../../../libs/clock/index.js';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { connect, openTls, type Peer, serve } from '../../../libs/grpc/index.js';
import { createLog } from '../../../libs/log/index.js';
import { parseVerifierKey } from '../../../libs/merkle/index.js';
import { openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { createMetrics, type Metrics } from '../../../libs/telemetry/index.js';
import { assemble, type Dependencies } from '../assemble.js';
import { createAuditMetrics } from '../metrics.js';
import { createNotary } from '../notary.js';
import { listenWith } from '../storage/listen.js';
import { T0 } from './events.js';
import { readOutbox, type Said, silent } from './open-record.js';

export const ORIGIN = 'audit.test/record';
const CALLERS: readonly [Role, string, domains: string, rpcs: string][] = [
  ['service', 'policy', '*', 'RecordService/Record'],
  ['service', 'otp', '*', 'RecordService/Record'],
  ['service', 'trust-store', '*', 'RecordService/Record'],
  ['service', 'passkey', '*', 'RecordService/Record'],
  ['service', 'credential', '*', 'RecordService/Record'],
  ['service', 'portal', '*', 'AuditSelfService/*'],
  ['front-end', 'of-b', 'b.tld', 'AuditSelfService/*'],
  ['auditor', 'all', '*', 'AuditService/*'],
  ['auditor', 'of-a', 'a.tld', 'AuditService/*'],
  ['admin', 'operator', '*', 'AuditService/*'],
  ['admin', 'of-a', 'a.tld', 'AuditService/*'],
];

/** A new Ed25519 private key for signing checkpoints, as PEM (PKCS #8). */
export function newKey(): Buffer {
  const { privateKey } = generateKeyPairSync('ed25519');
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

/** Running replicas of the audit service, and callers for each identity. */
export interface ServedAudit {
  readonly clock: ManualClock;
  readonly replicas: readonly (ReturnType<typeof assemble> & { port: number; metrics: Metrics })[];
  /** The events put into the outbox, in order. */
  said(): Promise<Said[]>;
  readonly trusted: { origin: string; verifiers: ReturnType<typeof parseVerifierKey>[] };
  /** A client of one replica, or of all. */
  as(role: Role, name: string, replica?: number): Promise<Peer>;
  close(): Promise<void>;
}

/**
 * Serves audit over mutual TLS on free ports. The clock stands at `T0`.
 * @param options the number of replicas (1), the keys that sign checkpoints (one new key), and
 * dependencies to replace
 */
export async function serveAudit(
  database: Pick<TestDatabase, 'address'>,
  options: {
    replicas?: number;
    keys?: readonly Buffer[];
    /** The directory of certificates. Default: a new one. */
    dir?: string;
  } & Partial<Dependencies> = {},
): Promise<ServedAudit> {
  const { replicas = 1, keys = [newKey()], dir: given, ...dependencies } = options;
  const dir = given ?? mkdtempSync(join(tmpdir(), 'gatepost-audit-'));
  const certificates = await certify(dir);
  const access = join(dir, 'access.yaml');
  writeFileSync(access, JSON.stringify({ callers: CALLERS.map(callerOf) }));
  const log = createLog({ service: 'audit', level: 'silent' });
  const clock = manualClock(T0);
  const notary = createNotary({ origin: ORIGIN, keys });
  const closing: (() => unknown)[] = [];

  const start = async () => {
    const db = openDatabase({ ...database.address('audit'), log: silent });
    const metrics = createMetrics({ service: 'audit', process: false });
    const audit = assemble({
      database: db,
      clock,
      random: systemRandom,
      log: silent,
      notary,
      listen: listenWith(database.address('audit')),
      metrics: (reads) => createAuditMetrics({ metrics, ...reads }),
      schedule: { events: 1000, everyMs: 60_000 },
      retention: { domains: {}, everyMs: 60_000 },
      missingAfterMs: 60_000,
      ticketKeys: new Map(),
      checkTicket: () => Promise.resolve(),
      ...dependencies,
    });
    const tls = await openTls({ files: certificates.filesOf('service', 'audit'), log });
    const server = await serve({
      listen: { host: '127.0.0.1', port: 0 },
      tls,
      access,
      services: audit.services,
      log,
      metrics,
      ready: () => true,
      deadlines: { default: 10_000, max: 30_000 },
    });
    closing.push(async () => {
      await server.stop(1000);
      await audit.close();
      tls.close();
      await db.close();
    });
    return { ...audit, port: server.port, metrics };
  };

  const running = await Promise.all(Array.from({ length: replicas }, start));
  return {
    clock,
    said: () => readOutbox(database),
    replicas: running,
    trusted: { origin: ORIGIN, verifiers: notary.verifierKeys.map(parseVerifierKey) },
    async as(role, name, replica) {
      const ports = running.map(({ port }) => port);
      const of = replica === undefined ? ports : ports.slice(replica, replica + 1);
      const peer = await connectAs({ dir, role, name, ports: of });
      closing.unshift(() => peer.close());
      return peer;
    },
    async close() {
      for (const close of closing) await close();
      if (given === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A client with the certificate of one caller, for replicas that use the certificates in `dir`. */
export async function connectAs(caller: {
  dir: string;
  role: Role;
  name: string;
  ports: readonly number[];
}): Promise<Peer> {
  const { dir, role, name, ports } = caller;
  const files = (await certify(dir)).filesOf(role, name);
  const tls = await openTls({ files, log: createLog({ service: 'audit', level: 'silent' }) });
  const targets = ports.map((port) => `127.0.0.1:${port}`);
  const peer = connect({ targets, tls, expect: 'spiffe://gatepost/service/audit' });
  return {
    ...peer,
    close() {
      peer.close();
      tls.close();
    },
  };
}

function certify(dir: string): Promise<Certificates> {
  const identities = CALLERS.map(([role, name]) => ({ role, name }));
  identities.push({ role: 'service', name: 'audit' });
  return ensureCertificates({ dir, identities, now: Date.now() });
}

function callerOf([role, name, domains, rpcs]: (typeof CALLERS)[number]) {
  return {
    identity: `spiffe://gatepost/${role}/${name}`,
    rpcs: [`gatepost.audit.v1.${rpcs}`],
    domains: [domains],
  };
}
