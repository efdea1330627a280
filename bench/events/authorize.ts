import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCertificates } from '../../libs/certificates/index.js';
import type { TestDatabase } from '../../libs/embedded-postgres/testing.js';
import { quiet } from '../../libs/events/testing/outbox-database.js';
import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { connect, openTls, type Peer, serve } from '../../libs/grpc/index.js';
import { complete } from '../../libs/grpc/wire/complete.js';
import { createLog } from '../../libs/log/index.js';
import { openDatabase } from '../../libs/pg/index.js';
import { compileSet } from '../../libs/policy/compile/compile-set.js';
import { parseDocuments } from '../../libs/policy/read/parse-documents.js';
import { PolicyTable } from '../../libs/policy/store/policy-table.js';
import { createMetrics } from '../../libs/telemetry/index.js';
import { TrialTable } from '../../services/policy/core/trial/trial-table.js';
import { authorizationService } from '../../services/policy/grpc/authorization-service.js';
import type { Trials } from '../../services/policy/ports/trials.js';
import { recordLogins } from '../../services/policy/storage/record-logins.js';
import { fakePorts, policiesOf } from '../../services/policy/testing/fake-ports.js';
import { shareOf } from '../factors/shares.js';

const ROUNDS = 6;
const LOGINS_A_ROUND = 500;
const WARM_UP = 500;
const AT_ONCE = 8;
const DOCUMENT = `domain: a.tld
rules: [{ name: mail, services: [Imap], require: password }]
`;

/** What one side of the comparison does. */
export interface Side {
  /** Whether the event is committed before the answer leaves. */
  readonly event: boolean;
  /** The number of rules in a trial's document; 0: no trial. */
  readonly tried?: number;
}

interface Served extends Side {
  readonly address: ReturnType<TestDatabase['address']>;
  readonly dir: string;
}

/** The cost of one login: CPU of the service, and time until the answer. */
export interface Cost {
  readonly cpuMs: number;
  readonly p50Ms: number;
}

/** Measures the same logins on each side, in turn. */
export async function measureAuthorize(
  parts: Omit<Served, keyof Side>,
  sides: readonly Side[],
  rounds = ROUNDS,
): Promise<Cost[]> {
  await certify(parts.dir);
  const started = await Promise.all(sides.map((side) => start({ ...parts, ...side })));
  try {
    for (const side of started) await side.run(WARM_UP);
    for (const side of started) side.forget();
    for (let round = 0; round < rounds; round += 1) {
      // The side that goes first in one round goes last in the next.
      const turn = round % 2 === 0 ? started : [...started].reverse();
      for (const side of turn) await side.run(LOGINS_A_ROUND);
    }
    return started.map((side) => side.cost());
  } finally {
    for (const side of started) await side.close();
  }
}

async function start(served: Served) {
  const child = fork(fileURLToPath(import.meta.url), ['serve', JSON.stringify(served)]);
  const hear = () => new Promise<unknown>((done) => child.once('message', done));
  const cpu = async () => {
    const answer = hear();
    child.send('cpu');
    return Number(await answer);
  };
  const port = Number(await hear());
  const peer = await frontEnd(served.dir, port);
  let samples: number[] = [];
  let used = 0;
  return {
    async run(count: number) {
      const before = await cpu();
      let left = count;
      const worker = async () => {
        while (left > 0) {
          left -= 1;
          const began = performance.now();
          await peer.unary(Authorization.authorize, LOGIN, { deadlineMs: 10_000 });
          samples.push(performance.now() - began);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      used += (await cpu()) - before;
    },
    forget() {
      samples = [];
      used = 0;
    },
    cost: (): Cost => ({ cpuMs: used / samples.length, p50Ms: shareOf(samples, 0.5) }),
    async close() {
      peer.close();
      await leave(child);
    },
  };
}

const LOGIN = complete(AuthorizeRequest, {
  ...{ account: 'luca@a.tld', service: Service.IMAP, clientIp: '192.0.2.80' },
  password: Buffer.from('right'),
});

function leave(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.disconnect();
  });
}

function certify(dir: string) {
  const identities = [
    { role: 'service' as const, name: 'policy' },
    { role: 'front-end' as const, name: 'mail' },
  ];
  return ensureCertificates({ dir: join(dir, 'policy'), identities, now: Date.now() });
}

const log = createLog({ service: 'policy', level: 'silent' });

async function frontEnd(dir: string, port: number): Promise<Peer> {
  const tls = await openTls({ files: (await certify(dir)).filesOf('front-end', 'mail'), log });
  const targets = [`127.0.0.1:${port}`];
  return connect({ targets, tls, expect: 'spiffe://gatepost/service/policy' });
}

/** Serves the policy service's own handler. The services it asks are fakes that answer at once. */
async function serveHere({ event, tried = 0, address, dir }: Served): Promise<void> {
  const access = join(dir, 'policy', 'access.yaml');
  const rpcs = ['gatepost.policy.v1.AuthorizationService/*'];
  const identity = 'spiffe://gatepost/front-end/mail';
  writeFileSync(access, JSON.stringify({ callers: [{ identity, rpcs, domains: ['*'] }] }));
  const { ports } = fakePorts(policiesOf(DOCUMENT));
  const { record } = recordLogins(openDatabase({ ...address, log: quiet }));
  const tls = await openTls({ files: (await certify(dir)).filesOf('service', 'policy'), log });
  const server = await serve({
    ...{ listen: { host: '127.0.0.1', port: 0 }, tls, access, log, ready: () => true },
    services: [
      authorizationService({
        ...ports,
        record: event ? record : async () => undefined,
        trials: tried === 0 ? ports.trials : tryingOut(tried),
      }),
    ],
    metrics: createMetrics({ service: 'policy', process: false }),
    deadlines: { default: 10_000, max: 30_000 },
  });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1000);
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.(server.port);
}

/** A trial in which only the last rule matches, so that each login goes through all of them. */
function tryingOut(rules: number): Trials {
  const others = Array.from(
    { length: rules - 1 },
    (_, n) =>
      `- { name: r${n}, from: [n${n % 50}], accounts: [u${n}@a.tld, v${n}@a.tld], require: password }\n`,
  );
  const networks = Array.from(
    { length: 50 },
    (_, n) => `  n${n}: [10.${n}.0.0/16, 192.0.2.0/24]\n`,
  );
  const text = `domain: a.tld\nnetworks:\n${networks.join('')}rules:\n${others.join('')}- { name: mail, services: [Imap], require: password }\n`;
  const table = new TrialTable();
  const candidates = new PolicyTable();
  const { documents } = parseDocuments(text, 'tried.yaml');
  for (const compiled of compileSet(documents).compiled.values()) {
    candidates.set(candidates.pack(compiled));
  }
  const trial = { id: randomUUID(), document: 'a.tld', version: 1, failure: '' };
  table.replace([{ ...trial, remindAt: Number.POSITIVE_INFINITY, candidates }]);
  return {
    find: (domain, decidedBy) => table.find(domain, decidedBy),
    fail: (_trial, error) => {
      throw error;
    },
  };
}

if (process.argv[2] === 'serve' && process.argv[1] === fileURLToPath(import.meta.url)) {
  await serveHere(JSON.parse(process.argv[3] ?? '') as Served);
}
