import type {
  OwnChange as WireChange,
  OwnEvent as WireEvent,
  OwnSignIn as WireSignIn,
} from '../../../libs/gen/gatepost/audit/v1/self_service.js';
import {
  Factor,
  TrustKind,
  Service as WireService,
} from '../../../libs/gen/gatepost/common/v1/common.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { OwnChange, OwnEvent, OwnSignIn } from '../core/own-event.js';

const KINDS = { ip: TrustKind.IP, device: TrustKind.DEVICE, session: TrustKind.SESSION } as const;
const FACTORS: ReadonlyMap<string, Factor> = new Map<string, Factor>([
  ['password', Factor.PASSWORD],
  ['app-password', Factor.APP_PASSWORD],
  ['otp', Factor.OTP],
  ['saml', Factor.SAML],
  ['passkey', Factor.PASSKEY],
  ['session', Factor.SESSION],
]);

/** A person's own event, in the form of the RPC's answer. */
export function ownEventToWire({ id, time, type, signIn, change }: OwnEvent): WireEvent {
  return {
    ...{ eventId: id, time: new Date(time), type },
    signIn: signIn && signInToWire(signIn),
    change: change && changeToWire(change),
  };
}

function signInToWire({ service, proved, trustHeld, grants, ...rest }: OwnSignIn): WireSignIn {
  return {
    ...rest,
    service: service === undefined ? WireService.UNSPECIFIED : serviceToWire(service),
    proved: proved.flatMap((factor) => FACTORS.get(factor) ?? []),
    trustHeld: trustHeld.map((kind) => KINDS[kind]),
    grants: grants.map(({ kind, until, ...grant }) => {
      return { ...grant, kind: KINDS[kind], until: dateOf(until) };
    }),
  };
}

function changeToWire({ trustKind, until, services, ...rest }: OwnChange): WireChange {
  return {
    ...rest,
    trustKind: trustKind === undefined ? TrustKind.UNSPECIFIED : KINDS[trustKind],
    until: dateOf(until),
    services: services.map(serviceToWire),
  };
}

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
