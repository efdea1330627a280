import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createOutput } from '../cli/output/output.js';
import { openSession } from '../cli/session/session.js';
import { awaitServing } from '../cli/up/installation/await-serving.js';
import { planPorts } from '../cli/up/installation/ports.js';
import { startInstallation } from '../cli/up/start-installation.js';
import { Service } from '../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
} from '../libs/gen/gatepost/policy/v1/authorization.js';
import {
  type ApplyRequest,
  PolicyAdminServiceService as PolicyAdmin,
} from '../libs/gen/gatepost/policy/v1/policy_admin.js';
import { complete } from '../libs/grpc/wire/complete.js';
import { claimPorts } from '../libs/testing/claim-ports.js';
import type { Bench, Figures } from './bench.js';
import { documentOf, domainName } from './engine/domains.js';
import { cpuSeconds, keepTiming, memoryOf, policyProcess } from './policy-scale/watch.js';

const DOMAINS = Number(process.env.BENCH_DOMAINS ?? 100_000);
const QUIET_MS = 10_000;
const LOGINS_AT_ONCE = 2;

const STAR = `domain: "*"
networks: { helpdesk: [203.0.113.0/24] }
rules: [{ name: nobody, deny: No document. }]
`;
const GUARDRAIL = `guardrails:
  - never: { services: [Pop3, Sieve], outside: [helpdesk], with: [otp] }
`;

export const bench: Bench = {
  about: 'a whole installation with 100,000 domains: applying, loading, guardrails, one change',
  async run(tell) {
    const home = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    const { signal } = new AbortController();
    const plan = planPorts((await claimPorts()).base, {});
    const running = await startInstallation({
      home,
      plan,
      corpDomains: [],
      stream: { kind: 'off' },
      signal,
      tell,
    });
    const out = createOutput({ json: true, stdout: process.stderr, stderr: process.stderr });
    const session = (as: string) =>
      openSession({ out, signal, globals: { home, as, timeout: 60 } });
    const [admin, mail] = [session('operator'), session('mail')];
    const figures: Figures[] = [];
    const note = (what: string, row: Figures) => {
      figures.push({ what, ...row });
      tell(JSON.stringify(figures.at(-1)));
    };

    async function apply(files: readonly { name: string; text: string }[]): Promise<string> {
      const since = performance.now();
      const phases = new Map<string, number>();
      const requests = [
        { part: { $case: 'options', value: { dryRun: false, actor: undefined } } },
        ...files.map(({ name, text }) => {
          const value = { name: `${name}.yaml`, content: Buffer.from(text), documents: [name] };
          return { part: { $case: 'file', value } };
        }),
      ] as ApplyRequest[];
      for await (const { part } of admin.exchange(PolicyAdmin.apply, requests)) {
        if (part?.$case === 'progress') phases.set(part.value.phase, performance.now() - since);
        if (part?.$case === 'refused') throw new Error(JSON.stringify(part.value.problems[0]));
        if (part?.$case === 'applied') break;
      }
      const told = [...phases].map(([phase, ms]) => `${phase} by ${seconds(ms)}`).join(', ');
      return `${seconds(performance.now() - since)} (${told})`;
    }

    let next = 0;
    let domains = 1;
    const login = () => {
      const n = next++ % domains;
      return mail.call(Authorization.authorize, {
        ...complete(AuthorizeRequest, { account: `luca@${domainName(n)}` }),
        service: Service.IMAP,
        clientIp: `10.${(n >> 8) & 255}.${n & 255}.9`,
        passwordVerified: true,
      });
    };

    /** Times logins while nothing else goes on, once the code is warm. */
    async function authorized() {
      await timed(QUIET_MS / 2);
      return timed(QUIET_MS);
    }

    async function timed(forMs: number) {
      const spent = cpuSeconds(policyProcess(home));
      const timing = keepTiming(login, LOGINS_AT_ONCE);
      await sleep(forMs);
      const figures = await timing();
      const us = ((cpuSeconds(policyProcess(home)) - spent) * 1e6) / figures.logins;
      return { ...figures, cpu_us: us.toFixed(0) };
    }

    try {
      const documents = Array.from({ length: DOMAINS }, (_, n) => {
        return { name: domainName(n), text: documentOf(n) };
      });
      await apply([{ name: '*', text: STAR }]);
      await apply(documents.slice(0, 1));
      note('Authorize, one domain', await authorized());
      domains = DOMAINS;
      const took = await apply(documents);
      const cost = seconds(1000 * cpuSeconds(policyProcess(home)));
      note(`apply ${DOMAINS} documents as one set`, { took, cpu: cost });
      const applied = memoryOf(policyProcess(home));
      note('the replica that applied them', { mb: applied.now, most_mb: applied.most });

      running.services.replica('policy-1').signal('SIGKILL');
      await sleep(500);
      const since = performance.now();
      await awaitServing(running.installation, { signal, withinMs: 120_000 });
      const loaded = memoryOf(policyProcess(home));
      note('a replica starts', {
        took: seconds(performance.now() - since),
        cpu: seconds(1000 * cpuSeconds(policyProcess(home))),
        ...{ mb: loaded.now, most_mb: loaded.most },
      });

      note(`Authorize, ${DOMAINS} domains`, await authorized());
      const during = keepTiming(login, LOGINS_AT_ONCE);
      const spent = cpuSeconds(policyProcess(home));
      const guarded = await apply([{ name: '*', text: STAR + GUARDRAIL }]);
      const cpu = seconds(1000 * (cpuSeconds(policyProcess(home)) - spent));
      note('Authorize, while all are verified again', await during());
      note('a guardrail comes in: all are verified again', { took: guarded, cpu });
      const one = [{ name: domainName(7), text: documentOf(7).replace('48h', '36h') }];
      note('one document of them changes', { took: await apply(one) });
      return { figures };
    } finally {
      admin.close();
      mail.close();
      await running.stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
