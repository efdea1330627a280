import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { planPorts } from '../cli/up/installation/ports.js';
import type { Installation } from '../cli/up/installation/prepare-installation.js';
import { startInstallation } from '../cli/up/start-installation.js';
import { claimPorts } from '../libs/testing/claim-ports.js';
import { connectByProto, type ProtoClient } from '../test/suite/proto-client.js';
import { targetsOf } from '../test/suite/start-suite.js';
import type { Bench, Figures } from './bench.js';
import { shareOf } from './factors/shares.js';
import { type Noise, noises } from './noisy/noises.js';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const APPLY = 'gatepost.policy.v1.PolicyAdminService/Apply';

const documentOf = (domain: string) => ({
  name: `${domain}.yaml`,
  content: Buffer.from(
    `domain: ${domain}\nrules: [{ name: all, services: [Imap], require: password }]\n`,
  ),
  documents: [domain],
});

export const bench: Bench = {
  about: 'the logins of a quiet domain, alone and beside each thing that a noisy one can do',
  async run(tell) {
    const home = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    const running = await startInstallation({
      ...{ home, plan: planPorts((await claimPorts()).base, {}), stream: { kind: 'off' } },
      ...{ corpDomains: ['noisy.tld'], signal: new AbortController().signal, tell },
    });
    const { installation } = running;
    const clients: ProtoClient[] = [];
    const closing: (() => void)[] = [];
    const client = (role: 'front-end' | 'admin', name: string) => {
      const targets = targetsOf(installation);
      clients.push(connectByProto({ targets, tls: installation.tlsOf(role, name) }));
      return clients.at(-1) as ProtoClient;
    };
    try {
      const operator = client('admin', 'operator');
      const files = ['quiet.tld', 'noisy.tld'].map((domain) => ({ file: documentOf(domain) }));
      await operator.exchange(APPLY, [{ options: {} }, ...files]);
      const account = 'guessed@noisy.tld';
      const create = 'gatepost.credential.v1.CredentialAdminService/CreateAccount';
      await operator.call(create, { account, password: Buffer.from('a long password') });
      const quiet = client('front-end', 'mail');
      const figures: Figures[] = [];
      await measure(quiet, undefined);
      const health = healthOf(installation);
      closing.push(health.close);
      for (const noise of noises({ client, askHealth: health.ask })) {
        await noise.prepare?.();
        // Alone before and after: whatever else the machine does falls on both.
        const before = await measure(quiet, undefined);
        const beside = await measure(quiet, noise);
        const after = await measure(quiet, undefined);
        figures.push(rowOf(noise.what, [...before.ms, ...after.ms], beside));
        tell(JSON.stringify(figures.at(-1)));
      }
      return { figures, notes: NOTES };
    } finally {
      for (const each of clients) each.close();
      for (const close of closing) close();
      await running.stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

const NOTES = [
  'logins of quiet.tld one at a time, the front-end having compared the password; the event is committed first',
  'alone: half of it before, half after the noise, in the same run',
];

/** A client of audit's health that sends whatever octets it is given. */
function healthOf(installation: Installation) {
  const { ca, key, cert } = installation.tlsOf('auditor', 'auditor');
  const [address = ''] = targetsOf(installation).audit ?? [];
  const tls = credentials.createSsl(readFileSync(ca), readFileSync(key), readFileSync(cert));
  const client = new Client(address, tls, {
    'grpc.ssl_target_name_override': 'localhost',
    'grpc.max_send_message_length': -1,
  });
  const raw = (octets: Buffer) => octets;
  return {
    close: () => client.close(),
    ask: (octets: Buffer) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          '/grpc.health.v1.Health/Check',
          raw,
          raw,
          octets,
          (error, answer) => (error === null ? resolve(answer) : reject(error)),
        );
      }),
  };
}

interface Measured {
  readonly ms: readonly number[];
  readonly failed: number;
}

async function measure(quiet: ProtoClient, noise: Noise | undefined): Promise<Measured> {
  const stop = noise?.start();
  const ms: number[] = [];
  let failed = 0;
  const until = performance.now() + SECONDS * (noise === undefined ? 500 : 1000);
  for (let n = 0; performance.now() < until; n += 1) {
    const login = { account: `user${n % 50}@quiet.tld`, service: 'SERVICE_IMAP' };
    const since = performance.now();
    await quiet
      .call(AUTHORIZE, { ...login, client_ip: '192.0.2.7', password_verified: true })
      .catch(() => {
        failed += 1;
      });
    ms.push(performance.now() - since);
  }
  await stop?.();
  return { ms, failed };
}

function rowOf(what: string, alone: readonly number[], beside: Measured): Figures {
  const [p50, p99] = [shareOf(alone, 0.5), shareOf(alone, 0.99)];
  return {
    beside: what,
    logins: beside.ms.length,
    undecided: beside.failed,
    alone_p50_ms: p50.toFixed(1),
    alone_p99_ms: p99.toFixed(1),
    p50_ms: shareOf(beside.ms, 0.5).toFixed(1),
    p99_ms: shareOf(beside.ms, 0.99).toFixed(1),
    p99_ratio: (shareOf(beside.ms, 0.99) / p99).toFixed(1),
  };
}
