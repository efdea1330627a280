import { Factor, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  type ListWaysInResponse,
  StepKind,
  StepPlace,
  type Step as WireStep,
} from '../../../libs/gen/gatepost/policy/v1/self_service.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { ListedWays } from '../commands/list-ways-in.js';
import type { SignInPlace, Step } from '../core/ways/situation.js';
import { FACTORS } from './answer-to-wire.js';

const NOTHING: WireStep = {
  kind: StepKind.UNSPECIFIED,
  factor: Factor.UNSPECIFIED,
  recoveryCode: false,
  trustKind: TrustKind.UNSPECIFIED,
  services: [],
  networks: [],
  defaultSeconds: 0,
  maxSeconds: 0,
  oneFactor: false,
  client: '',
  place: StepPlace.UNSPECIFIED,
  recoveryCodeOnly: false,
  signInHosts: [],
};
const PLACES = {
  here: StepPlace.HERE,
  login: StepPlace.LOGIN,
  networks: StepPlace.NETWORKS,
} as const;

/** The ways in for a person, in the form of the RPC's answer. */
export function waysToWire(listed: ListedWays): ListWaysInResponse {
  const { allowedNow, ways, wait } = listed;
  return {
    ...{ allowedNow, wait },
    ways: ways.map((way) => ({ steps: way.map((step) => stepToWire(step, listed)) })),
  };
}

function stepToWire(step: Step, { limits, login }: ListedWays): WireStep {
  switch (step.kind) {
    case 'present': {
      const presented = { ...NOTHING, kind: StepKind.PRESENT, factor: FACTORS[step.factor] };
      if (step.factor === 'passkey') return { ...presented, signInHosts: [...step.hosts] };
      if (step.factor !== 'otp') return presented;
      const { authenticator, recoveryCode } = step.by;
      return { ...presented, recoveryCode, recoveryCodeOnly: !authenticator };
    }
    case 'create-app-password': {
      const services = [serviceToWire(login.service)];
      const { oneFactor } = step;
      const made = { kind: StepKind.CREATE_APP_PASSWORD, services, oneFactor };
      return { ...NOTHING, ...made, ...placeToWire(step.place) };
    }
    case 'enrol': {
      const enrolled = { kind: StepKind.ENROL, factor: FACTORS[step.factor] };
      const services = step.services.map(serviceToWire);
      return { ...NOTHING, ...enrolled, services, ...placeToWire(step.place) };
    }
    case 'trust': {
      const { defaultSeconds = 0, maxSeconds = 0 } = limits?.[step.trust] ?? {};
      return {
        ...{ ...NOTHING, kind: StepKind.TRUST, defaultSeconds, maxSeconds },
        trustKind: step.trust === 'ip' ? TrustKind.IP : TrustKind.DEVICE,
        services: step.services.map(serviceToWire),
        ...placeToWire(step.place),
      };
    }
    case 'sign-in': {
      const services = step.services.map(serviceToWire);
      const signIn = { kind: StepKind.SIGN_IN, client: step.client, place: StepPlace.HERE };
      return { ...NOTHING, ...signIn, services };
    }
    case 'come-from':
      return { ...NOTHING, kind: StepKind.COME_FROM, networks: [...step.networks] };
    default:
      return step satisfies never;
  }
}

function placeToWire(place: SignInPlace): Pick<WireStep, 'place' | 'networks'> {
  const networks = place.kind === 'networks' ? [...place.networks] : [];
  return { place: PLACES[place.kind], networks };
}
