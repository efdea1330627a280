import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { parse, stringify } from 'yaml';
import { createOutput } from '../../cli/output/output.js';
import { openSession, type Session } from '../../cli/session/session.js';
import { planPorts, type Replicas } from '../../cli/up/installation/ports.js';
import { pagesUrl } from '../../cli/up/installation/service-config.js';
import { startInstallation } from '../../cli/up/start-installation.js';
import {
  type ApplyRequest,
  PolicyAdminServiceService as PolicyAdmin,
} from '../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { claimPorts } from '../../libs/testing/claim-ports.js';

/** A whole installation, for as long as the measurement takes. */
export interface Measured {
  /** @param as an identity in client.yaml, or `edge`, which may ask for sessions */
  session(as: string): Session;
  readonly home: string;
  /** The port of the first replica of policy, and the TLS files of a caller. */
  readonly policyPort: number;
  tls(as: string): { readonly ca: string; readonly cert: string; readonly key: string };
  /** The address of the sign-in page. */
  readonly signInPage: string;
  /** Applies the document of a.tld. */
  apply(document: string): Promise<void>;
  /** Runs SQL as the superuser of the database. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Starts an installation, without NATS, in a directory of its own. */
export async function startMeasured(
  replicas: Replicas,
  tell: (text: string) => void,
): Promise<Measured> {
  const home = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
  const { signal } = new AbortController();
  const plan = planPorts((await claimPorts()).base, replicas);
  const stream = { kind: 'off' } as const;
  const running = await startInstallation({ home, plan, corpDomains: [], stream, signal, tell });
  const { layout, tlsOf } = running.installation;
  const client = parse(readFileSync(layout.clientConfig, 'utf8'));
  const { cert, key } = tlsOf('service', 'edge');
  client.identities.edge = { uri: 'spiffe://gatepost/service/edge', cert, key };
  writeFileSync(layout.clientConfig, stringify(client));
  const out = createOutput({ json: true, stdout: process.stderr, stderr: process.stderr });
  const sessions: Session[] = [];
  const session = (as: string) => {
    const opened = openSession({ out, signal, globals: { home, as, timeout: 60 } });
    sessions.push(opened);
    return opened;
  };
  const pool = new pg.Pool({
    ...{ host: '127.0.0.1', port: plan.postgres, user: 'postgres', database: 'gatepost', max: 2 },
    password: readFileSync(`${layout.postgres}.password`, 'utf8').trimEnd(),
  });
  pool.on('error', () => undefined);
  return {
    home,
    session,
    policyPort: plan.replicas.find(({ service }) => service === 'policy')?.port ?? 0,
    tls: (as) => ({
      ca: client.ca,
      cert: client.identities[as].cert,
      key: client.identities[as].key,
    }),
    signInPage: pagesUrl(plan),
    async apply(document) {
      const value = { name: 'a.yaml', content: Buffer.from(document), documents: ['a.tld'] };
      const requests = [
        { part: { $case: 'options', value: { dryRun: false, actor: undefined } } },
        { part: { $case: 'file', value } },
      ] as ApplyRequest[];
      for await (const { part } of session('operator').exchange(PolicyAdmin.apply, requests)) {
        if (part?.$case === 'refused') throw new Error(JSON.stringify(part.value.problems[0]));
      }
    },
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    async close() {
      for (const each of sessions) each.close();
      await pool.end();
      await running.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
