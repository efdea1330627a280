import type { AuthorizeResponse } from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { formatFields } from '../output/output.js';
import { formatTime } from '../output/times.js';
import { decisionName, factorName, reasonName, trustKindName } from './names.js';
import { formatTrace, missingOf } from './views.js';

/** The answer to a login, with names instead of numbers. */
export function viewDecision(answer: AuthorizeResponse) {
  const { decision, reason, challenge, grants, ...rest } = answer;
  return {
    ...rest,
    decision: decisionName(decision),
    reason: reasonName(reason),
    challenge: challenge && {
      missing: challenge.alternatives.map(({ missing }) => missing.map(factorName)),
      trustOffers: challenge.trustOffers.map((o) => ({ ...o, kind: trustKindName(o.kind) })),
      authenticators: challenge.authenticators,
    },
    grants: grants.map((grant) => ({ ...grant, kind: trustKindName(grant.kind) })),
  };
}

/** The answer to a login as fields. */
export function formatDecision(answer: AuthorizeResponse): string {
  const view = viewDecision(answer);
  const fields = formatFields([
    ['decision', `${view.decision} ${view.reason}`],
    ['rule', view.rule],
    ['policy', view.policyDomain && `${view.policyDomain}, revision ${view.policyRevision}`],
    ['message', view.message],
    ['missing', missingOf(view.challenge?.missing ?? [])],
    [
      'authenticators',
      view.challenge?.authenticators.map((a) => `${a.label} (${a.id})`).join(', '),
    ],
    ['trust', view.grants.map(formatGrant).join('; ')],
    ['valid until', view.validUntil && formatTime(view.validUntil)],
    ['bound to address', view.obligations?.bindSessionToIp === true ? 'yes' : ''],
    [
      'tickets',
      view.tickets.map((one) => `${one.purpose}, until ${formatTime(one.expiresAt)}`).join('; '),
    ],
    ['decision id', view.decisionId],
  ]);
  return view.trace.length === 0 ? fields : `${fields}\n\n${formatTrace(view.trace)}`;
}

function formatGrant(grant: { kind: string; until: Date | undefined; refused: string }): string {
  if (grant.refused !== '') return `${grant.kind} refused: ${grant.refused}`;
  return `${grant.kind} until ${formatTime(grant.until)}`;
}
