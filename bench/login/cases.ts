import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizeRequest,
  AuthorizeResponse,
  AuthorizeStreamRequest,
  AuthorizeStreamResponse,
  Decision,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../libs/grpc/wire/complete.js';
import type { Calls, Load } from './load.js';
import type { Person } from './people.js';

const AUTHORIZE = '/gatepost.policy.v1.AuthorizationService/Authorize';
const STREAM = '/gatepost.policy.v1.AuthorizationService/AuthorizeStream';

export const POLICY = `domain: a.tld
networks: { office: [203.0.113.0/24], webmail: [198.51.100.0/24] }
rules:
  - { name: office, services: [Imap], from: [office], require: password }
  - { name: webmail, services: [Imap], from: [webmail], require: session }
  - { name: home, services: [Pop3], when: trusted-ip, require: password }
  - { name: away, services: [Pop3], require: password }
  - { name: phones, services: [EAS], require: app-password }
  - { name: web, services: [WebUI], require: password + otp }
  - { name: sign-in, services: [WebUI], require: password }
trust: { ip: { default: 1h, max: 48h, per-account: 5 }, session: { default: 8h, max: 24h } }
`;

/** One kind of login, with this many in flight. */
export interface Case {
  readonly what: string;
  readonly inFlight: number;
  readonly rate?: number;
  /** Logins in each turn; few for kinds that use something up. */
  readonly count: number;
  run(load: Load, count: number): Promise<number[]>;
}

export interface Prepared {
  readonly people: readonly Person[];
  /** How many times each case is run. */
  readonly turns: number;
  /** A person who is signed in at a webmail. */
  readonly signedIn: Person;
  /** A mail token that is valid now. */
  mailToken(): Buffer;
}

/** The rows of the table, except the echo. `BENCH_LOGIN` selects those whose name contains it. */
export function casesOf({ people, turns, signedIn, mailToken }: Prepared): Case[] {
  const person = (n: number) => people[n % people.length] as Person;
  const byNetwork = (n: number) => ({
    ...{ account: person(n).account, clientIp: '203.0.113.9' },
    ...{ service: Service.IMAP, passwordVerified: true },
  });
  const byAppPassword = (n: number) => ({
    ...{ account: person(n).account, clientIp: '192.0.2.7' },
    ...{ service: Service.EAS, password: person(n).appPassword },
  });
  const byTrust = (n: number) => ({
    ...{ account: person(n).account, clientIp: '192.0.2.8' },
    ...{ service: Service.POP3, passwordVerified: true },
  });
  const bySession = () => ({
    ...{ account: signedIn.account, clientIp: '198.51.100.9' },
    ...{ service: Service.IMAP, password: mailToken() },
  });
  const byPassword = (n: number) => ({
    ...{ account: person(n).account, clientIp: '203.0.113.9' },
    ...{ service: Service.IMAP, password: person(n).password },
  });
  // A code is accepted once: each person gives one, over all turns.
  let codes = 0;
  const byCode = () => {
    const { account, app } = person(codes++);
    return {
      ...{ account, clientIp: '192.0.2.9', service: Service.WEB_UI, passwordVerified: true },
      otpCode: app.codeAt(Date.now()),
    };
  };
  const unary = (
    what: string,
    inFlight: number,
    fields: (n: number) => Partial<AuthorizeRequest>,
    { count, rate }: { count: number; rate?: number },
  ): Case => ({
    ...{ what, inFlight, count },
    ...(rate === undefined ? {} : { rate }),
    run: (load, times) =>
      load.unary({
        ...{ path: AUTHORIZE, count: times, inFlight, check: allowed },
        ...(rate === undefined ? {} : { rate }),
        request: (n) => AuthorizeRequest.encode(complete(AuthorizeRequest, fields(n))).finish(),
      }),
  });
  const all = [
    unary('network rule', 128, byNetwork, { count: 2000 }),
    streamed('network rule, AuthorizeStream', 128, byNetwork, 2000),
    unary('network rule', 16, byNetwork, { count: 600 }),
    unary('network rule', 1, byNetwork, { count: 150 }),
    unary('network rule, 50 a second', 1, byNetwork, { count: 150, rate: 50 }),
    unary('app password', 32, byAppPassword, { count: 400 }),
    unary('app password', 1, byAppPassword, { count: 100 }),
    unary('trust looked up, none held', 128, byTrust, { count: 1000 }),
    unary('session (mail token)', 128, bySession, { count: 1000 }),
    unary('a code', 8, byCode, { count: Math.floor(people.length / turns) }),
    unary('main password (argon2id)', 8, byPassword, { count: 60 }),
  ];
  return all.filter(({ what }) => what.includes(process.env.BENCH_LOGIN ?? ''));
}

function streamed(
  what: string,
  inFlight: number,
  fields: (n: number) => Partial<AuthorizeRequest>,
  count: number,
): Case {
  const calls: Omit<Calls, 'count'> & { idOf(answer: Uint8Array): number } = {
    ...{ path: STREAM, inFlight },
    request: (id) =>
      AuthorizeStreamRequest.encode(
        complete(AuthorizeStreamRequest, {
          id: BigInt(id),
          login: complete(AuthorizeRequest, fields(id)),
        }),
      ).finish(),
    check(answer) {
      const { result } = AuthorizeStreamResponse.decode(answer);
      if (result?.$case !== 'decision' || result.value.decision !== Decision.ALLOW) {
        throw new Error(`${what}: ${JSON.stringify(result)}`);
      }
    },
    idOf: (answer) => Number(AuthorizeStreamResponse.decode(answer).id),
  };
  return { what, inFlight, count, run: (load, times) => load.stream({ ...calls, count: times }) };
}

function allowed(answer: Uint8Array): void {
  const { decision, rule, reason } = AuthorizeResponse.decode(answer);
  if (decision !== Decision.ALLOW) throw new Error(`rule ${rule}, reason ${reason}`);
}
