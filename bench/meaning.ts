import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutput } from '../cli/output/output.js';
import { openSession } from '../cli/session/session.js';
import { planPorts } from '../cli/up/installation/ports.js';
import { startInstallation } from '../cli/up/start-installation.js';
import {
  type ApplyRequest,
  type CompareRequest,
  PolicyAdminServiceService as PolicyAdmin,
} from '../libs/gen/gatepost/policy/v1/policy_admin.js';
import { claimPorts } from '../libs/testing/claim-ports.js';
import type { Bench, Figures } from './bench.js';
import { cpuSeconds, policyProcess } from './policy-scale/watch.js';

const DOMAINS = Number(process.env.BENCH_DOMAINS ?? 10_000);

const TEMPLATE = `template: standard-isp
rules:
  - { name: mail at home, when: trusted-ip, services: [Imap, Smtp], require: password }
  - { name: mail programs, services: [Imap, Smtp], require: app-password }
  - { name: web, services: [WebUI], outside: [office], require: [password + otp, saml] }
trust: { ip: { max: 48h } }
`;
const CHANGED = TEMPLATE.replace('[password + otp, saml]', '[password + passkey, saml]');

/** Each document has networks of its own; one in five has a rule before the template's. */
function documentOf(n: number): string {
  const office = `10.${(n >> 8) & 255}.${n & 255}.0/24`;
  const desk = `172.16.${n & 255}.0/28`;
  const own = [
    `  - { name: office, from: [office], require: password }`,
    `  - { name: desk, accounts: [helpdesk@d${n}.tld], services: [SOAP], from: [desk], require: password }`,
    ...(n % 5 === 0 ? [`  - { name: own web, services: [WebUI], require: passkey }`] : []),
  ];
  return `domain: d${n}.tld
extends: [standard-isp]
networks: { office: [${office}], desk: [${desk}] }
rules:
${own.join('\n')}
`;
}

export const bench: Bench = {
  about: 'what a changed template means for the 10,000 domains that extend it',
  async run(tell) {
    const home = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    const { signal } = new AbortController();
    const running = await startInstallation({
      ...{ home, plan: planPorts((await claimPorts()).base, {}), corpDomains: [] },
      ...{ stream: { kind: 'off' }, signal, tell },
    });
    const out = createOutput({ json: true, stdout: process.stderr, stderr: process.stderr });
    const admin = openSession({ out, signal, globals: { home, as: 'operator', timeout: 120 } });
    const fileOf = (name: string, text: string) => {
      const value = { name: 'bench.yaml', content: Buffer.from(text), documents: [name] };
      return { part: { $case: 'file', value } };
    };

    async function apply(): Promise<void> {
      const requests = [
        { part: { $case: 'options', value: { dryRun: false, actor: undefined } } },
        fileOf('template:standard-isp', TEMPLATE),
        ...Array.from({ length: DOMAINS }, (_, n) => fileOf(`d${n}.tld`, documentOf(n))),
      ] as ApplyRequest[];
      for await (const { part } of admin.exchange(PolicyAdmin.apply, requests)) {
        if (part?.$case === 'refused') throw new Error(JSON.stringify(part.value.problems[0]));
      }
    }

    async function compare(text: string): Promise<Figures> {
      const since = performance.now();
      const spent = cpuSeconds(policyProcess(home));
      const requests = [
        { part: { $case: 'options', value: { backwards: false } } },
        fileOf('template:standard-isp', text),
      ] as CompareRequest[];
      let [groups, sentences, domains, unchanged] = [0, 0, 0, 0];
      for await (const { part } of admin.exchange(PolicyAdmin.compare, requests)) {
        if (part?.$case === 'refused') throw new Error(JSON.stringify(part.value.problems[0]));
        if (part?.$case === 'group') {
          groups += 1;
          sentences += part.value.sentences.length;
        }
        if (part?.$case === 'summary') {
          domains = Number(part.value.domains);
          unchanged = Number(part.value.unchanged);
        }
      }
      const took = `${((performance.now() - since) / 1000).toFixed(1)} s`;
      const cpu = `${(cpuSeconds(policyProcess(home)) - spent).toFixed(1)} s`;
      return { domains, unchanged, groups, sentences, took, cpu };
    }

    try {
      tell(`applying ${DOMAINS} documents`);
      await apply();
      tell('comparing');
      const figures = [
        { what: 'another second factor at the web client', ...(await compare(CHANGED)) },
        { what: 'the same in other words', ...(await compare(TEMPLATE.replace('web,', 'page,'))) },
      ];
      return {
        figures,
        notes: ['every document has networks of its own; compiling and proving them is part of it'],
      };
    } finally {
      admin.close();
      await running.stop();
      rmSync(home, { recursive: true, force: true });
    }
  },
};
