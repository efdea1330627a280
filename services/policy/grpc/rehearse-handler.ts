import { invalidArgument } from '../../../libs/errors/index.js';
import { Decision, Reason } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type {
  ChangedLogin,
  RehearseOptions,
  RehearseRequest as WireRequest,
  RehearseResponse as WireResponse,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { type CallContext, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import {
  type RehearsalPart,
  type RehearsePorts,
  type RehearseRequest,
  rehearse,
  type Summary,
} from '../commands/rehearse.js';
import type { RefusedLogin } from '../core/propose/propose.js';
import type { SourceText } from '../core/read-sources.js';
import { refusedToWire } from './apply-outcome.js';
import { checkFor, type Shared } from './check-for.js';
import { domainsOfDocuments } from './documents-from-wire.js';
import { withKeepalive } from './keepalive.js';
import type { ReadSet, SetReader } from './read-set.js';
import type { RecordReadLimit } from './record-read-limit.js';

/** A caller who may apply a document may also rehearse it. The logins replayed are those that it decides. */
export function domainsOfRehearse({ part }: WireRequest): Domains {
  if (part?.$case === 'file') return domainsOfDocuments('file.documents', part.value.documents);
  if (part?.$case !== 'options' || part.value.domain === '') return NO_DOMAIN;
  return domainsOfDocuments('options.domain', [part.value.domain]);
}

/** The Rehearse RPC: replays recorded logins through a set, and streams what would change. */
export function rehearseHandler(
  ports: Shared<RehearsePorts>,
  sets: SetReader,
  recordReads: RecordReadLimit,
) {
  return {
    converse: (requests: AsyncIterable<WireRequest>, context: CallContext) =>
      sets.read<RehearseOptions, WireResponse>(requests, context, async function* (set) {
        const request = requestOf(set);
        const parts = recordReads.during(context, () =>
          rehearse(request, checkFor(ports, context, 'while-there')),
        );
        let told: RehearsalPart = { kind: 'progress', phase: 'read', done: 0, total: 0 };
        for await (const part of withKeepalive(parts, () => told)) {
          if (part.kind === 'progress') told = part;
          yield { part: partToWire(part) };
        }
      }),
  };
}

function requestOf({ options, sources }: ReadSet<RehearseOptions>): RehearseRequest {
  if (options.since === undefined) throw invalidArgument('options.since', 'is missing');
  const reader = new RequestReader();
  const domain =
    options.domain === '' ? undefined : reader.domain('options.domain', options.domain);
  reader.finish();
  const own = ownDomain(sources);
  return {
    sources,
    since: options.since.getTime(),
    domain: domain ?? own,
    listAtMost: options.listAtMost || 1000,
  };
}

/** A set that holds only one domain's document replays only that domain's logins. */
function ownDomain(sources: readonly SourceText[]): string | undefined {
  const names = [...new Set(sources.flatMap(({ documents }) => documents))];
  const [only] = names;
  const isDomain = only !== '*' && !only?.startsWith('template:');
  return names.length === 1 && isDomain ? only : undefined;
}

function partToWire(part: RehearsalPart): WireResponse['part'] {
  switch (part.kind) {
    case 'progress': {
      const { phase, done, total } = part;
      return { $case: 'progress', value: { phase, done: BigInt(done), total: BigInt(total) } };
    }
    case 'refused':
      return { $case: 'refused', value: refusedToWire(part) };
    case 'summary':
      return { $case: 'summary', value: summaryToWire(part.summary) };
    case 'changed':
      return { $case: 'changed', value: changedToWire(part) };
    default:
      return part satisfies never;
  }
}

/** A login that would be decided differently. */
export function changedToWire({ login, outcome }: RefusedLogin): ChangedLogin {
  return {
    decisionId: login.decisionId,
    time: new Date(login.time),
    account: login.account.name,
    service: serviceToWire(login.service),
    clientIp: login.address.text,
    was: Decision[login.decision],
    wouldBe: Decision[outcome.decision],
    ruleWas: login.rule,
    ruleWouldBe: outcome.rule?.name ?? '',
    reasonWouldBe: Reason[outcome.reason],
  };
}

function summaryToWire({ replayed, changed, notReplayable, counts, accounts }: Summary) {
  return {
    replayed: BigInt(replayed),
    changed: BigInt(changed),
    notReplayable: BigInt(notReplayable),
    counts: counts.map(({ was, wouldBe, service, rule, count }) => ({
      was: Decision[was],
      wouldBe: Decision[wouldBe],
      service: serviceToWire(service),
      rule,
      count: BigInt(count),
    })),
    accounts: accounts.map(({ account, count }) => ({ account, count: BigInt(count) })),
  };
}
