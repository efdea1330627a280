import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
  Decision,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../libs/grpc/wire/complete.js';
import type { Figures } from '../bench.js';
import { shareOf } from '../factors/shares.js';
import { addTrust } from './add-trust.js';
import { cpuOfChildren } from './cpu.js';
import { startMeasured } from './installation.js';

const ACCOUNTS = 1000;
const TURNS = 8;
const LOGINS_A_TURN = 250;
const AT_ONCE = 4;
const DAY_MS = 86_400_000;
const POLICY = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: office, services: [Imap], from: [office], require: password }
  - { name: home, services: [Imap], when: trusted-ip, require: password }
trust: { ip: { default: 1h, max: 48h, per-account: 5 } }
`;
/** The same rule except for its condition. */
const FROM = { office: '203.0.113.9', home: '192.0.2.1' } as const;

/**
 * A login from a trusted address, and one by a network's rule, in turn, with the CPU of all
 * processes.
 */
export async function measureAuthorize(tell: (text: string) => void): Promise<Figures[]> {
  const measured = await startMeasured({}, tell);
  try {
    await measured.apply(POLICY);
    const soon = Date.now() + DAY_MS;
    await addTrust(measured.query, { rows: ACCOUNTS, from: soon, withinMs: DAY_MS / 2 });
    const mail = measured.session('mail');
    const login = async (rule: keyof typeof FROM, n: number) => {
      const account = `u${1 + (n % ACCOUNTS)}@a.tld`;
      const request = { account, clientIp: FROM[rule], service: Service.IMAP };
      const fields = { ...request, passwordVerified: true };
      const answer = await mail.call(Authorization.authorize, complete(AuthorizeRequest, fields));
      if (answer.decision !== Decision.ALLOW || answer.rule !== rule) throw new Error(answer.rule);
    };
    const rules = (Object.keys(FROM) as (keyof typeof FROM)[]).map((rule) => {
      return { rule, samples: [] as number[], cpu: 0 };
    });
    for (let turn = -1; turn < TURNS; turn += 1) {
      tell(`${LOGINS_A_TURN} logins each, turn ${turn}`);
      for (const each of rules) {
        const before = cpuOfChildren();
        let next = 0;
        const worker = async () => {
          for (let n = next++; n < LOGINS_A_TURN; n = next++) {
            const since = performance.now();
            await login(each.rule, n);
            if (turn >= 0) each.samples.push(performance.now() - since);
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, worker));
        if (turn >= 0) each.cpu += cpuOfChildren() - before;
      }
    }
    const first = rules[0]?.cpu ?? Number.NaN;
    return rules.map(({ rule, samples, cpu }) => ({
      what: `Authorize, rule “${rule}”`,
      p50_ms: shareOf(samples, 0.5).toFixed(1),
      p99_ms: shareOf(samples, 0.99).toFixed(1),
      cpu_ms: ((cpu * 1000) / samples.length).toFixed(2),
      ratio: (cpu / first).toFixed(2),
    }));
  } finally {
    await measured.close();
  }
}
