import { Factor } from '../../libs/gen/gatepost/common/v1/common.js';
import {
  type ListWaysInResponse,
  type Step,
  StepKind,
  StepPlace,
} from '../../libs/gen/gatepost/policy/v1/self_service.js';
import { factorName, serviceName, trustKindName } from './names.js';

/** What would let a login in now, in words. Each line is enough by itself. */
export function waysInWords(of: ListWaysInResponse | undefined): string[] {
  if (of === undefined) return [];
  if (of.allowedNow) return ['the same login would be let in now'];
  const ways = of.ways.map(({ steps }) => steps.map(stepInWords).join(', then '));
  if (ways.length === 0) return ['the person can do nothing: the policy would have to change'];
  return of.wait ? ways.map((way) => `after a while: ${way}`) : ways;
}

function stepInWords(step: Step): string {
  const services = step.services.map(serviceName).join(' or ');
  const networks = step.networks.join(', ');
  switch (step.kind) {
    case StepKind.PRESENT:
      return `present ${presented(step)}`;
    case StepKind.CREATE_APP_PASSWORD:
      return `make an app password for ${services}${place(step)}`;
    case StepKind.ENROL:
      return `set up ${step.factor === Factor.OTP ? 'an authenticator' : 'a passkey'}${place(step)}`;
    case StepKind.TRUST:
      return `sign in at ${services}${place(step)} and trust the ${KINDS[trustKindName(step.trustKind)] ?? 'device'}`;
    case StepKind.SIGN_IN:
      return `sign in for ${step.client}`;
    case StepKind.COME_FROM:
      return `come from ${networks}`;
    default:
      return 'a step that this version of the program does not know';
  }
}

const KINDS: Readonly<Record<string, string>> = { ip: 'address', device: 'device' };

function presented(step: Step): string {
  if (step.factor === Factor.OTP) {
    if (step.recoveryCodeOnly) return 'a recovery code';
    return step.recoveryCode ? 'a code, or a recovery code' : 'a code';
  }
  const hosts = step.signInHosts.join(' or ');
  return `${factorName(step.factor)}${hosts === '' ? '' : ` at ${hosts}`}`;
}

function place({ place: where, networks }: Step): string {
  switch (where) {
    case StepPlace.LOGIN:
      return ' from the same address';
    case StepPlace.NETWORKS:
      return ` from ${networks.join(', ')}`;
    default:
      return '';
  }
}
