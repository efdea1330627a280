import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutput } from '../cli/output/output.js';
import { openSession } from '../cli/session/session.js';
import { STEP_MS } from '../cli/up/demo/authenticator-app.js';
import { planPorts } from '../cli/up/installation/ports.js';
import { startInstallation } from '../cli/up/start-installation.js';
import { Service } from '../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
  Decision,
} from '../libs/gen/gatepost/policy/v1/authorization.js';
import {
  type ApplyRequest,
  PolicyAdminServiceService as PolicyAdmin,
} from '../libs/gen/gatepost/policy/v1/policy_admin.js';
import { complete } from '../libs/grpc/wire/complete.js';
import { claimPorts } from '../libs/testing/claim-ports.js';
import type { Bench, Figures } from './bench.js';
import { measureLookup } from './factors/lookup.js';
import { shareOf } from './factors/shares.js';
import { usageOf } from './factors/usage.js';
import { createPerson, type Person } from './login/people.js';

const ACCOUNTS = 30;
const LOGINS = 90;
const REPLICAS = ['policy-1', 'credential-1', 'otp-1'];

const POLICY = `domain: a.tld
rules:
  - { name: phones, services: [EAS], require: app-password }
  - { name: web, services: [WebUI], require: password + otp }
  - { name: mail, services: [Imap], require: password }
`;

export const bench: Bench = {
  about:
    'a login with argon2id, with an app password, with a code; app passwords found by the million',
  async run(tell) {
    const home = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    const { signal } = new AbortController();
    const plan = planPorts((await claimPorts()).base, {});
    const stream = { kind: 'off' } as const;
    const running = await startInstallation({ home, plan, corpDomains: [], stream, signal, tell });
    const out = createOutput({ json: true, stdout: process.stderr, stderr: process.stderr });
    const session = (as: string) =>
      openSession({ out, signal, globals: { home, as, timeout: 60 } });
    const [admin, mail] = [session('operator'), session('mail')];
    try {
      const content = Buffer.from(POLICY);
      const value = { name: 'a.yaml', content, documents: ['a.tld'] };
      const requests = [
        { part: { $case: 'options', value: { dryRun: false, actor: undefined } } },
        { part: { $case: 'file', value } },
      ] as ApplyRequest[];
      for await (const _ of admin.exchange(PolicyAdmin.apply, requests));
      tell(`making ${ACCOUNTS} accounts`);
      const people: Person[] = [];
      for (let n = 0; n < ACCOUNTS; n += 1) people.push(await createPerson(admin, `u${n}@a.tld`));
      const person = (n: number) => people[n % ACCOUNTS] as Person;
      const login = async (fields: Partial<AuthorizeRequest>, n: number) => {
        const clientIp = `10.0.${n % ACCOUNTS}.9`;
        const request = { ...complete(AuthorizeRequest, { clientIp }), ...fields };
        const { decision } = await mail.call(Authorization.authorize, request);
        if (decision !== Decision.ALLOW) throw new Error(`login ${n} was not allowed`);
      };
      const measure = async (what: string, atOnce: number, one: (n: number) => Promise<void>) => {
        tell(what);
        const before = await Promise.all(REPLICAS.map((name) => usageOf(plan, name)));
        const samples: number[] = [];
        let next = 0;
        const worker = async () => {
          for (let n = next++; n < LOGINS; n = next++) {
            const since = performance.now();
            await one(n);
            samples.push(performance.now() - since);
          }
        };
        await Promise.all(Array.from({ length: atOnce }, worker));
        const after = await Promise.all(REPLICAS.map((name) => usageOf(plan, name)));
        const cpu = after.map(({ cpuSeconds }, i) => cpuSeconds - (before[i]?.cpuSeconds ?? 0));
        const each = (index: number) => (((cpu[index] ?? 0) * 1000) / LOGINS).toFixed(1);
        return {
          what: `${what}, ${atOnce} at once`,
          p50_ms: shareOf(samples, 0.5).toFixed(1),
          p99_ms: shareOf(samples, 0.99).toFixed(1),
          ...{ policy_cpu_ms: each(0), credential_cpu_ms: each(1), otp_cpu_ms: each(2) },
          credential_loop_p99_ms: after[1]?.loopDelayP99Ms.toFixed(1) ?? '',
        } satisfies Figures;
      };
      const byPassword = (n: number) => {
        const { account, password } = person(n);
        return login({ account, password, service: Service.IMAP }, n);
      };
      const byAppPassword = (n: number) => {
        const { account, appPassword: password } = person(n);
        return login({ account, password, service: Service.EAS }, n);
      };
      // Each authenticator has three codes that are accepted now: the previous, the current and the
      // next.
      const base = Date.now();
      const byCode = (n: number) => {
        const { account, app } = person(n);
        const otpCode = app.codeAt(base + (Math.floor(n / ACCOUNTS) - 1) * STEP_MS);
        const passwordVerified = true;
        return login({ account, passwordVerified, otpCode, service: Service.WEB_UI }, n);
      };
      const figures = [
        await measure('front-end’s statement and a code', 1, byCode),
        await measure('main password (argon2id)', 1, byPassword),
        await measure('main password (argon2id)', 8, byPassword),
        await measure('app password', 1, byAppPassword),
        await measure('app password', 8, byAppPassword),
      ];
      admin.close();
      mail.close();
      await running.stop();
      return { figures: [...figures, ...(await measureLookup(tell))], notes: NOTES };
    } finally {
      await running.stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

const NOTES = [
  'Authorize to the last octet of the answer, with the event committed; CPU of each service a login',
  'event loop: delay of the credential service while it ran, as its own metrics say, less the 10 ms of their timer',
];
