import { TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import { Decision, Reason } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type {
  ChangeExample,
  ChangeSentence,
  CompareOptions,
  PresentedFactors,
  ComparedDecision as WireDecision,
  ChangeGroup as WireGroup,
  CompareRequest as WireRequest,
  CompareResponse as WireResponse,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { type CallContext, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { Trust } from '../../../libs/policy/language/words.js';
import type { ComparedDecision, Example } from '../../../libs/policy/meaning/example.js';
import type { Presentation } from '../../../libs/policy/meaning/outcomes.js';
import type { Sentence } from '../../../libs/policy/meaning/sentence.js';
import type { PlanPorts } from '../commands/apply/plan-revision.js';
import { type ComparePart, compare } from '../commands/compare.js';
import type { ChangeGroup } from '../core/change-groups.js';
import { FACTORS } from './answer-to-wire.js';
import { refusedToWire } from './apply-outcome.js';
import { checkFor, type Shared } from './check-for.js';
import { domainsOfDocuments } from './documents-from-wire.js';
import { withKeepalive } from './keepalive.js';
import type { SetReader } from './read-set.js';

/** A caller who may apply a document may also compare it. */
export function domainsOfCompare({ part }: WireRequest): Domains {
  if (part?.$case !== 'file') return NO_DOMAIN;
  return domainsOfDocuments('file.documents', part.value.documents);
}

/** The Compare RPC: reports how a set differs from what is in force. */
export function compareHandler(ports: Shared<PlanPorts>, sets: SetReader) {
  return {
    converse: (requests: AsyncIterable<WireRequest>, context: CallContext) =>
      sets.read<CompareOptions, WireResponse>(requests, context, async function* (set) {
        const { options, sources } = set;
        const request = { sources, backwards: options.backwards };
        const parts = compare(request, checkFor(ports, context, 'while-there'));
        let told: ComparePart = { kind: 'progress', phase: 'read', done: 0, total: 0 };
        for await (const part of withKeepalive(parts, () => told)) {
          if (part.kind === 'progress') told = part;
          yield { part: partToWire(part) };
        }
      }),
  };
}

function partToWire(part: ComparePart): WireResponse['part'] {
  switch (part.kind) {
    case 'progress': {
      const { phase, done, total } = part;
      return { $case: 'progress', value: { phase, done: BigInt(done), total: BigInt(total) } };
    }
    case 'refused':
      return { $case: 'refused', value: refusedToWire(part) };
    case 'group':
      return { $case: 'group', value: groupToWire(part.group) };
    case 'summary': {
      const { domains, unchanged } = part;
      return {
        $case: 'summary',
        value: { domains: BigInt(domains), unchanged: BigInt(unchanged) },
      };
    }
    default:
      return part satisfies never;
  }
}

const MOST_NAMED = 1000;

function groupToWire({ domains, meaning }: ChangeGroup): WireGroup {
  return {
    domains: domains.slice(0, MOST_NAMED),
    count: BigInt(domains.length),
    sentences: (meaning?.sentences ?? []).map(sentenceToWire),
    settings: (meaning?.settings ?? []).map(({ setting, before, after }) => ({
      setting,
      before: before ?? undefined,
      after: after ?? undefined,
    })),
    undecided: meaning === null,
  };
}

function sentenceToWire(sentence: Sentence): ChangeSentence {
  const { text, change, accounts, services, addresses, trusts, presents, periods } = sentence;
  const time = (at: number | null) => (at === null ? undefined : new Date(at));
  return {
    ...{ text, change, everybody: accounts.everybody, accounts: [...accounts.named] },
    services: services.map(serviceToWire),
    addresses: (addresses ?? []).map(({ first, last }) => ({ first: first.text, last: last.text })),
    trusts: (trusts ?? []).map((held) => ({ kinds: held.map(trustToWire) })),
    presents: presents.map(presentedToWire),
    periods: (periods ?? []).map(({ from, until }) => ({ from: time(from), until: time(until) })),
    example: exampleToWire(sentence.example),
  };
}

function exampleToWire(example: Example): ChangeExample {
  const { account, service, address, trusts, present, secondFactor, before, after } = example;
  return {
    ...{ account, service: serviceToWire(service), clientIp: address },
    trusted: trusts.map(trustToWire),
    presented: presentedToWire({ factors: present, secondFactor }),
    ...{ before: decisionToWire(before), after: decisionToWire(after) },
  };
}

function presentedToWire({ factors, secondFactor }: Presentation): PresentedFactors {
  return {
    factors: factors.map((factor) => FACTORS[factor]),
    secondFactor: secondFactor ?? undefined,
  };
}

function decisionToWire({ decision, reason, rule }: ComparedDecision): WireDecision {
  const { name = '', file = '', line = 0 } = rule ?? {};
  return { decision: Decision[decision], reason: Reason[reason], rule: name, file, line };
}

function trustToWire(trust: Trust): TrustKind {
  return trust === 'trusted-ip' ? TrustKind.IP : TrustKind.DEVICE;
}
