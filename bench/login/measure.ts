import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../libs/grpc/wire/complete.js';
import { shareOf } from '../factors/shares.js';
import { signInAtWebmail } from '../sessions/sign-in-at-webmail.js';
import { cpuByService } from '../trust/cpu.js';
import { startMeasured } from '../trust/installation.js';
import { type Case, casesOf, POLICY } from './cases.js';
import { startCerbos } from './cerbos.js';
import { type Load, openLoad, type TlsFiles } from './load.js';
import type { Peer } from './peer.js';
import { createPerson, type Person } from './people.js';

const TURNS = 5;
const PEOPLE = 300;
const ECHOES = 3000;

/** The cost of one case, over all turns. */
export interface Row {
  readonly what: string;
  readonly inFlight: number;
  readonly logins: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  /** Processor time of the serving process, in µs per login. */
  readonly policyUs: number;
  /** Processor time of all services and Postgres. */
  readonly allUs: number;
}

/**
 * Every kind of login, the echo, and Cerbos if it is installed, in turn, so that other load on the machine affects all alike.
 */
export async function measureLogins(tell: (text: string) => void): Promise<Row[]> {
  const measured = await startMeasured({}, tell);
  const closing: (() => unknown)[] = [() => measured.close()];
  try {
    await measured.apply(POLICY);
    const operator = measured.session('operator');
    tell(`making ${PEOPLE} people`);
    const people: Person[] = [];
    for (let n = 0; n < PEOPLE; n += 1) people.push(await createPerson(operator, `u${n}@a.tld`));
    const signedIn = await createPerson(operator, 'signed-in@a.tld');
    const edge = measured.session('edge');
    const { account, password } = signedIn;
    const otpCode = signedIn.app.codeAt(Date.now());
    const sessionSecret = await signInAtWebmail({ operator, edge }, { account, password, otpCode });
    const newToken = async () => {
      const { mailToken } = await edge.call(Authorization.mailToken, { sessionSecret });
      return Buffer.from(mailToken);
    };
    let token = await newToken();
    const files = measured.tls('mail');
    const load = openLoad(measured.policyPort, files);
    closing.push(() => load.close());
    const echo = await startEcho(files);
    closing.push(echo.close);
    const cases = casesOf({ people, turns: TURNS + 1, signedIn, mailToken: () => token });
    const cerbos = await startCerbos(files);
    if (cerbos === undefined) tell('without Cerbos: sh bench/login/install-cerbos.sh installs it');
    else closing.push(cerbos.close);
    const beside = [
      { what: 'empty echo, mutual TLS', peer: echo },
      ...(cerbos === undefined ? [] : [{ what: 'Cerbos, one rule, TLS', peer: cerbos }]),
    ].flatMap(({ what, peer }) =>
      [128, 1].map((inFlight) => ({
        ...{ what, peer, inFlight, cpu: 0, ms: 0 },
        samples: [] as number[],
      })),
    );
    const rows = cases.map((of) => ({ of, samples: [] as number[], policy: 0, all: 0, ms: 0 }));
    for (let turn = -1; turn < TURNS; turn += 1) {
      tell(turn < 0 ? 'warming up' : `turn ${turn + 1} of ${TURNS}`);
      token = await newToken();
      for (const row of beside) {
        const since = performance.now();
        const { samples, cpu } = await row.peer.run(
          row.inFlight === 1 ? 300 : ECHOES,
          row.inFlight,
        );
        if (turn < 0) continue;
        row.samples.push(...samples);
        row.cpu += cpu;
        row.ms += performance.now() - since;
      }
      for (const row of rows) {
        tell(`${row.of.what}, ${row.of.inFlight} in flight`);
        await measure(row, load, turn >= 0);
      }
    }
    return [
      ...beside.map(({ what, inFlight, samples, cpu, ms }) => {
        const us = (cpu * 1e6) / samples.length;
        return rowOf({ what, inFlight }, samples, ms, us, us);
      }),
      ...rows.map(({ of, samples, policy, all, ms }) => {
        const each = 1e6 / samples.length;
        return rowOf(of, samples, ms, policy * each, all * each);
      }),
    ];
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function measure(
  row: { readonly of: Case; samples: number[]; policy: number; all: number; ms: number },
  load: Load,
  counted: boolean,
): Promise<void> {
  const before = cpuByService();
  const since = performance.now();
  const samples = await row.of.run(load, row.of.count);
  const ms = performance.now() - since;
  // Work that a login leaves behind, such as carrying its event to the record, counts for the same
  // row.
  await new Promise((done) => setTimeout(done, 400));
  const after = cpuByService();
  if (!counted) return;
  for (const [service, seconds] of after) {
    const spent = seconds - (before.get(service) ?? 0);
    if (service === 'policy') row.policy += spent;
    if (service !== 'other') row.all += spent;
  }
  row.samples.push(...samples);
  row.ms += ms;
}

function rowOf(
  { what, inFlight }: { what: string; inFlight: number },
  samples: number[],
  ms: number,
  policyUs: number,
  allUs: number,
): Row {
  return {
    ...{ what, inFlight, logins: samples.length, policyUs, allUs },
    p50Ms: shareOf(samples, 0.5),
    p99Ms: shareOf(samples, 0.99),
    perSecond: (samples.length * 1000) / ms,
  };
}

/** A server with the same transport that does nothing, in a separate process. */
async function startEcho(files: TlsFiles): Promise<Peer> {
  const file = fileURLToPath(new URL('./echo-process.js', import.meta.url));
  const child = fork(file, [JSON.stringify(files)]);
  const told = () => new Promise<number>((done) => child.once('message', (n) => done(Number(n))));
  const load = openLoad(await told(), files);
  const cpu = () => {
    const answer = told();
    child.send('cpu');
    return answer;
  };
  const octets = AuthorizeRequest.encode(
    complete(AuthorizeRequest, { account: 'u1@a.tld', service: Service.IMAP }),
  ).finish();
  return {
    async run(count, inFlight) {
      const before = await cpu();
      const samples = await load.unary({
        ...{ path: '/bench.Echo/Say', count, inFlight, request: () => octets },
        check: () => undefined,
      });
      return { samples, cpu: (await cpu()) - before };
    },
    close() {
      load.close();
      child.disconnect();
    },
  };
}
