import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { parse } from 'yaml';
import { setUp } from '../stories/play.js';
import { startSuite } from '../suite/start-suite.js';
import { ACCOUNT, type Asked, PASSWORD, SECRET } from './matrix-front-ends.js';

/** A complete Gatepost: edge asks policy, and policy has all it needs until the test takes it away. */
export interface FailingGatepost {
  /** Cuts off the record, with a million events waiting for it. */
  fillOutbox(): Promise<void>;
  /** Ends policy's process. */
  endPolicy(): Promise<void>;
  close(): Promise<void>;
}

const DOCUMENT = { domain: 'a.tld', rules: [{ name: 'all', require: 'password' }] };
const EVERYTHING = ['Imap', 'Pop3', 'Smtp', 'Sieve', 'Dav', 'EAS', 'SOAP', 'WebUI'];

/** Starts an installation with a listener of edge for each front-end. The caller closes it. */
export async function openFailingGatepost(asked: readonly Asked[]): Promise<FailingGatepost> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-failing-'));
  const secretFile = join(dir, 'secret');
  writeFileSync(secretFile, SECRET, { mode: 0o600 });
  const suite = await startSuite({
    processes: true,
    edge: {
      listeners: asked.map(({ protocol, port, more }) => ({
        ...{ protocol, name: `${protocol}-${port}`, listen: `127.0.0.1:${port}` },
        ...{ domains: ['*'], services: EVERYTHING, 'trusted-proxies': ['127.0.0.1/32'] },
        'secret-file': secretFile,
        ...more,
      })),
    },
  });
  const admin = suite.client('admin', 'operator');
  const person = { password: false, otp: false, recovery: false, 'app-passwords': {}, saml: false };
  const people = { [ACCOUNT]: person };
  const story = { name: '', file: '', logins: [], refused: [], accepted: [], people };
  const stage = { frontEnd: suite.client('front-end', 'mail'), admin, clock: suite.clock };
  await setUp({ ...story, policies: [DOCUMENT] } as never, stage);
  const password = Buffer.from(PASSWORD);
  const known = { account: ACCOUNT, password };
  await admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', known);
  return {
    async fillOutbox() {
      await suite.end('audit-1');
      const { database } = parse(readFileSync(suite.installation.configOf('policy-1'), 'utf8'));
      const url = new URL(database.url);
      url.password = encodeURIComponent(readFileSync(database['password-file'], 'utf8').trimEnd());
      const client = new Client({ connectionString: url.href });
      await client.connect();
      await client.query(
        `update policy.outbox_position set sequence = sequence - 1000000 where sink = 'record'`,
      );
      await client.end();
    },
    endPolicy: () => suite.end('policy-1'),
    async close() {
      await suite.close();
      rmSync(dir, { recursive: true });
    },
  };
}
