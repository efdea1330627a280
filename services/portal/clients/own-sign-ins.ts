import {
  AuditSelfServiceService as AuditSelf,
  type OwnEvent,
  OwnEventKind,
} from '../../../libs/gen/gatepost/audit/v1/self_service.js';
import { Factor, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  PolicySelfServiceService as PolicySelf,
  type Step,
  StepKind,
} from '../../../libs/gen/gatepost/policy/v1/self_service.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire } from '../../../libs/grpc/wire/service.js';
import { changedWord, type OwnChange } from '../core/own-changes.js';
import type { OwnSignIn, WayStep } from '../core/own-sign-in.js';
import type { OwnSignIns } from '../ports/own.js';

const PAGE = 25;

/**
 * Reads a person's sign-ins from audit's record, and what policy says about them today. Both services check the ticket.
 */
export function ownSignIns(parts: { audit: Peer; policy: Peer; deadlineMs: number }): OwnSignIns {
  const { audit, policy, deadlineMs } = parts;
  const options = { deadlineMs, repeatable: true };
  return {
    async list(ticket, after) {
      const request = { ticket, page: { size: PAGE, token: after }, kind: OwnEventKind.SIGN_INS };
      const { events, nextToken } = await audit.unary(AuditSelf.listOwnEvents, request, options);
      return { signIns: events.flatMap((event) => fromWire(event) ?? []), next: nextToken };
    },
    async changes(ticket, after) {
      const request = { ticket, page: { size: PAGE, token: after }, kind: OwnEventKind.CHANGES };
      const { events, nextToken } = await audit.unary(AuditSelf.listOwnEvents, request, options);
      return { changes: events.flatMap((event) => changeFromWire(event) ?? []), next: nextToken };
    },
    async waysIn(ticket, decisionId) {
      const request = { ticket, decisionId };
      const { allowedNow, wait, ways } = await policy.unary(
        PolicySelf.listWaysIn,
        request,
        options,
      );
      const known = ways.map(({ steps }) => steps.map(stepFromWire));
      return { allowedNow, wait, ways: known.filter(isWhole) };
    },
    async nameNetworks(ticket, addresses) {
      const request = { ticket, addresses: [...addresses] };
      const answer = await policy.unary(PolicySelf.nameNetworks, request, options);
      return new Map(answer.addresses.map(({ address, networks }) => [address, networks]));
    },
    async takenFactors(ticket) {
      const { factors } = await policy.unary(PolicySelf.listTakenFactors, { ticket }, options);
      return new Map(
        factors.flatMap(({ factor, services }) => {
          const name = FACTORS[factor];
          return name === undefined
            ? []
            : [[name, services.flatMap((service) => serviceFromWire(service) ?? [])] as const];
        }),
      );
    },
  };
}

const OUTCOMES: Readonly<Record<string, OwnSignIn['outcome']>> = {
  ALLOW: 'allowed',
  CHALLENGE: 'unfinished',
  DENY: 'refused',
};

function fromWire({ eventId, time, signIn }: OwnEvent): OwnSignIn | undefined {
  const outcome = OUTCOMES[signIn?.decision ?? ''];
  if (signIn === undefined || outcome === undefined) return undefined;
  const { service, clientIp, userAgent, reason, proved } = signIn;
  return {
    ...{ id: eventId, at: time?.getTime() ?? 0, address: clientIp, userAgent, outcome, reason },
    service: serviceFromWire(service),
    isFirstRight: proved.length > 0,
  };
}

function changeFromWire({ eventId, time, type, change }: OwnEvent): OwnChange | undefined {
  const word = changedWord(type);
  if (change === undefined || word === undefined) return undefined;
  if (change.trustKind === TrustKind.SESSION) return undefined;
  const { label, clientIp, byAdministrator } = change;
  const at = time?.getTime() ?? 0;
  return { id: eventId, at, word, label, address: clientIp, byAdministrator };
}

const FACTORS: Readonly<Record<number, string>> = {
  [Factor.PASSWORD]: 'password',
  [Factor.APP_PASSWORD]: 'app-password',
  [Factor.OTP]: 'otp',
  [Factor.SAML]: 'saml',
  [Factor.PASSKEY]: 'passkey',
};

/** Undefined for a step of a later version, which this page has no words for. */
function stepFromWire(step: Step): WayStep | undefined {
  const { networks } = step;
  const factor = FACTORS[step.factor];
  switch (step.kind) {
    case StepKind.PRESENT:
      return factor === undefined
        ? undefined
        : { kind: 'present', factor, by: codesOf(step), hosts: step.signInHosts };
    case StepKind.CREATE_APP_PASSWORD:
      return { kind: 'app-password', networks };
    case StepKind.ENROL:
      return factor === 'otp' || factor === 'passkey'
        ? { kind: 'enrol', factor, networks }
        : undefined;
    case StepKind.TRUST: {
      const what = step.trustKind === TrustKind.IP ? 'ip' : 'device';
      return { kind: 'trust', what, seconds: step.defaultSeconds };
    }
    case StepKind.SIGN_IN:
      return { kind: 'sign-in', client: step.client };
    case StepKind.COME_FROM:
      return { kind: 'come-from', networks };
    default:
      return undefined;
  }
}

function codesOf({ recoveryCode, recoveryCodeOnly }: Step) {
  if (recoveryCodeOnly) return 'recovery-code';
  return recoveryCode ? 'either' : 'authenticator';
}

function isWhole(steps: readonly (WayStep | undefined)[]): steps is WayStep[] {
  return steps.length > 0 && steps.every((step) => step !== undefined);
}
