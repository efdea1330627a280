import { Decision, Reason } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type {
  ExplainRequest,
  ExplainResponse,
  DecidedNow as WireDecidedNow,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import type { Nat64Prefix } from '../../../libs/names/transition.js';
import type { Missing } from '../../../libs/policy/decide/facts.js';
import { callUntil } from '../commands/call-until.js';
import { type ExplainPorts as DescribedPorts, explain } from '../commands/explain.js';
import { type DecidedNow, explainDecision } from '../commands/explain-decision.js';
import { type LoginToHelp, type WaysPorts, waysOfLogin } from '../commands/list-ways-in.js';
import type { Documents } from '../ports/documents.js';
import type { History } from '../ports/history.js';
import { FACTORS } from './answer-to-wire.js';
import { describedFromWire } from './described-from-wire.js';
import { waysToWire } from './ways-to-wire.js';

export type ExplainPorts = DescribedPorts &
  WaysPorts & {
    readonly documents: Documents;
    readonly history: History;
    /** As in `authorizationService`. */
    readonly nat64?: readonly Nat64Prefix[];
  };

/** The Explain RPC, for a described login or a recorded decision. */
export function explainHandler(ports: ExplainPorts) {
  return async (request: ExplainRequest, context: CallContext): Promise<ExplainResponse> =>
    request.decisionId === ''
      ? await explainDescribed(request, context, ports)
      : await explainRecorded(request, context, ports);
}

async function explainDescribed(
  request: ExplainRequest,
  { deadline, signal }: CallContext,
  ports: ExplainPorts,
): Promise<ExplainResponse> {
  const call = callUntil(deadline, signal);
  const described = describedFromWire(request, ports.nat64 ?? []);
  const explained = await explain(described, ports, call);
  const { outcome, steps, active, revision } = explained;
  const asks = request.withWays && outcome.decision !== 'ALLOW';
  const { account, service, address, interactive, first, second, passkey } = described;
  const right = (presented: boolean) => (presented ? ('right' as const) : undefined);
  const login: LoginToHelp = {
    ...{ service, address, interactive, reason: outcome.reason },
    presented: { first, second, passkey, remember: false, prove: false },
    ...{ first: right(first !== 'none'), second: right(second), passkey: right(passkey) },
    trustedDevice: described.trustedDevice,
  };
  return {
    ways: asks
      ? waysToWire(await waysOfLogin({ account, login, browser: undefined }, ports, call))
      : undefined,
    decision: Decision[outcome.decision],
    reason: Reason[outcome.reason],
    rule: outcome.rule?.name ?? '',
    trace: [...steps],
    policyDomain: active?.name ?? '',
    policyRevision: BigInt(revision),
    missing: missingToWire(outcome.missing),
    now: undefined,
  };
}

async function explainRecorded(
  request: ExplainRequest,
  { deadline, signal }: CallContext,
  ports: ExplainPorts,
): Promise<ExplainResponse> {
  const reader = new RequestReader();
  const account = reader.account('account', request.account);
  const decisionId = reader.text('decision_id', request.decisionId, { min: 1, max: 64 });
  reader.finish();
  const asked = { account: account.name, decisionId };
  const explained = await explainDecision(asked, ports);
  const { login, steps, missing, now } = explained;
  const asks = request.withWays && login.decision !== 'ALLOW';
  const call = callUntil(deadline, signal);
  return {
    ways: asks
      ? waysToWire(await waysOfLogin({ account, login, browser: undefined }, ports, call))
      : undefined,
    decision: Decision[login.decision],
    reason: Reason[login.reason],
    rule: login.rule,
    trace: [...steps],
    policyDomain: login.policy?.document ?? '',
    policyRevision: BigInt(login.policy?.revision ?? 0),
    missing: login.decision === 'CHALLENGE' ? missingToWire(missing) : [],
    now: nowToWire(now),
  };
}

function nowToWire({ outcome, steps, document, revision }: DecidedNow): WireDecidedNow {
  return {
    decision: outcome === undefined ? Decision.UNSPECIFIED : Decision[outcome.decision],
    reason: outcome === undefined ? Reason.UNSPECIFIED : Reason[outcome.reason],
    rule: outcome?.rule?.name ?? '',
    trace: [...steps],
    policyDomain: document ?? '',
    policyRevision: BigInt(revision),
  };
}

function missingToWire(missing: readonly (readonly Missing[])[]): ExplainResponse['missing'] {
  return missing.map((factors) => ({ missing: factors.map((one) => FACTORS[one]) }));
}
