import { parseAddress } from '../../libs/names/address.js';
import { type Service, serviceBit } from '../../libs/names/services.js';
import { compileSet } from '../../libs/policy/compile/compile-set.js';
import type { CompiledPolicy } from '../../libs/policy/compile/compiled.js';
import { evaluateLogin, type LoginFacts } from '../../libs/policy/decide/evaluate.js';
import type { Connection } from '../../libs/policy/decide/match.js';
import { parseDocuments } from '../../libs/policy/read/parse-documents.js';
import { PolicyMap } from '../../services/policy/core/policy-map.js';
import { addressAt, documentOf, documentsWithRanges, domainName } from './domains.js';
import type { Subject } from './measure.js';

interface Prepared {
  readonly domain: string;
  readonly connection: Connection;
  readonly facts: LoginFacts;
}

/** How many logins one sample decides. */
const BATCH = 256;
/** How many different logins are used in turn: their policies exceed the caches of a core. */
const LOGINS = 16_384;

const FACTS: LoginFacts = {
  now: Date.UTC(2026, 10, 23),
  presented: { first: 'password', second: false, remember: false, passkey: false, prove: false },
  first: 'right',
  second: undefined,
  passkey: undefined,
  interactive: false,
  hasOtp: true,
  hasPasskey: false,
  hasSaml: false,
};

/** Many domains like an ISP's, and the memory that one takes, in bytes. */
export function manyDomains(count: number): { subject: Subject; bytesEach: number } {
  // Made before the policies. Otherwise the logins would lie scattered between them in memory, unlike a real login.
  const random = numbers();
  const logins = Array.from({ length: LOGINS }, () => {
    const n = random(count);
    const [a, b] = [(n >> 8) & 255, n & 255];
    return random(2) === 0
      ? login(domainName(n), 'Imap', `10.${a}.${b}.9`)
      : login(domainName(n), 'Smtp', '192.0.2.200', true);
  });
  const policies = new PolicyMap();
  const before = usedHeap();
  // Each policy is compiled, stored as JSON and read again, in batches, as at a start.
  for (let first = 0; first < count; first += 1000) {
    const texts = Array.from({ length: Math.min(1000, count - first) }, (_, i) => first + i);
    const compiled = texts.map((n) => compile([documentOf(n)]));
    policies.update(
      compiled.map((policy) => policies.prepare({ name: policy.domain, compiled: policy }, 1)),
      1,
    );
  }
  const bytesEach = Math.round((usedHeap() - before) / count);
  return { subject: subjectOf(`domains: ${count}`, policies, logins), bytesEach };
}

/** One domain with this many ranges. */
export function manyRanges(count: number): Subject {
  const policies = new PolicyMap();
  const compiled = compile(documentsWithRanges(count));
  policies.update([policies.prepare({ name: compiled.domain, compiled }, 1)], 1);
  const random = numbers();
  const logins = Array.from({ length: LOGINS }, () =>
    login(domainName(0), 'Imap', addressAt(random(count), random(2) === 0), true),
  );
  return subjectOf(`ranges: ${count}`, policies, logins);
}

function subjectOf(name: string, policies: PolicyMap, logins: readonly Prepared[]): Subject {
  let next = 0;
  return {
    name,
    decisions: BATCH,
    once() {
      for (let i = 0; i < BATCH; i++) {
        const { domain, connection, facts } = logins[next++ % LOGINS] as Prepared;
        const decided = evaluateLogin(policies.find(domain)?.policy, connection, facts);
        if (decided.kind !== 'decided' || decided.outcome.decision !== 'ALLOW') {
          throw new Error(`not allowed at ${domain}`);
        }
      }
    },
  };
}

function login(domain: string, service: Service, ip: string, trustedIp = false): Prepared {
  const address = parseAddress(ip);
  if (!address.ok) throw new Error(`no address: ${ip}`);
  const account = `luca@${domain}`;
  const bit = serviceBit(service);
  const connection = { account, service: bit, address: address.value, trustedIp };
  return { domain, connection: { ...connection, trustedDevice: false }, facts: FACTS };
}

function compile(texts: readonly string[]): CompiledPolicy {
  const read = texts.map((text, n) => parseDocuments(text, `${n}.yaml`));
  const problems = read.flatMap((one) => one.problems);
  const set = compileSet(read.flatMap(({ documents }) => documents));
  const [policy] = set.compiled.values();
  if (policy === undefined) throw new Error(JSON.stringify([...problems, ...set.problems]));
  return JSON.parse(JSON.stringify(policy)) as CompiledPolicy;
}

function usedHeap(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The same numbers in each run (mulberry32). */
function numbers(): (below: number) => number {
  let state = 20_261_123;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
