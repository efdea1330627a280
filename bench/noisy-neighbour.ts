import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { planPorts } from '../cli/up/installation/ports.js';
import { startInstallation } from '../cli/up/start-installation.js';
import { claimPorts } from '../libs/testing/claim-ports.js';
import { connectByProto, type ProtoClient } from '../test/suite/proto-client.js';
import { targetsOf } from '../test/suite/start-suite.js';
import type { Bench, Figures } from './bench.js';
import { shareOf } from './factors/shares.js';
import { type Prepare, setUpWays, type Way, waysOf } from './noisy/quiet.js';
import type { NoiseParts } from './noisy/run-noise.js';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
/** Runs only the noises whose names contain this text. */
const BESIDE = process.env.BENCH_BESIDE ?? '';
const APPLY = 'gatepost.policy.v1.PolicyAdminService/Apply';

const documentOf = (domain: string) => ({
  name: `${domain}.yaml`,
  content: Buffer.from(
    `domain: ${domain}\nrules: [{ name: all, services: [Imap], require: password }, { name: web, services: [WebUI], require: saml }]\n`,
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
      const providers = await setUpWays(operator, ['quiet.tld', 'noisy.tld']);
      const provider = providers.get('quiet.tld');
      const ways = waysOf(client('front-end', 'mail'), { domain: 'quiet.tld', provider });
      const figures: Figures[] = [];
      for (const way of Object.values(ways)) await measure(way, undefined);
      const tls = {
        webmail: installation.tlsOf('front-end', 'webmail'),
        'corp-admin': installation.tlsOf('admin', 'corp-admin'),
        auditor: installation.tlsOf('auditor', 'auditor'),
      };
      for (let index = 0; ; index += 1) {
        const noise = await openNoise({ index, targets: targetsOf(installation), tls });
        if (noise === undefined) break;
        if (!noise.what.includes(BESIDE)) {
          await noise.end();
          continue;
        }
        // Alone before and after, so that other load on the machine affects both.
        const quiet = ways[noise.quiet];
        const before = await measure(quiet, undefined);
        const beside = await measure(quiet, noise);
        await noise.end();
        const after = await measure(quiet, undefined);
        figures.push(rowOf(noise, [...before.ms, ...after.ms], beside));
        tell(JSON.stringify(figures.at(-1)));
      }
      return { figures, notes: NOTES };
    } finally {
      for (const each of clients) each.close();
      await running.stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

const NOTES = [
  'logins of quiet.tld one at a time; asserted: the front-end has compared the password',
  'alone: half of it before, half after the noise, in the same run',
];

/**
 * The noise of this number, ready to begin, in a thread of its own; undefined if there are no more.
 */
async function openNoise(parts: NoiseParts): Promise<Noise | undefined> {
  const worker = new Worker(new URL('noisy/run-noise.js', import.meta.url), { workerData: parts });
  const [{ what, quiet }] = (await once(worker, 'message')) as [{ what?: string; quiet?: Way }];
  if (what !== undefined && quiet !== undefined) {
    const start = () => worker.postMessage('start');
    return { what, quiet, start, end: () => worker.terminate() };
  }
  await worker.terminate();
  return undefined;
}

interface Noise {
  readonly what: string;
  readonly quiet: Way;
  start(): void;
  end(): Promise<unknown>;
}

interface Measured {
  readonly ms: readonly number[];
  readonly failed: number;
}

async function measure(prepare: Prepare, noise: Noise | undefined): Promise<Measured> {
  noise?.start();
  const ms: number[] = [];
  let failed = 0;
  const until = performance.now() + SECONDS * (noise === undefined ? 500 : 1000);
  for (let n = 0; performance.now() < until; n += 1) {
    try {
      const login = await prepare(n);
      const since = performance.now();
      await login().finally(() => ms.push(performance.now() - since));
    } catch {
      failed += 1;
    }
  }
  return { ms, failed };
}

function rowOf({ what, quiet }: Noise, alone: readonly number[], beside: Measured): Figures {
  const [p50, p99] = [shareOf(alone, 0.5), shareOf(alone, 0.99)];
  return {
    beside: what,
    logins_by: quiet,
    logins: beside.ms.length,
    undecided: beside.failed,
    alone_p50_ms: p50.toFixed(1),
    alone_p99_ms: p99.toFixed(1),
    p50_ms: shareOf(beside.ms, 0.5).toFixed(1),
    p99_ms: shareOf(beside.ms, 0.99).toFixed(1),
    p99_ratio: (shareOf(beside.ms, 0.99) / p99).toFixed(1),
  };
}
