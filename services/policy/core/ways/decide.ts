import type { Address } from '../../../../libs/names/address.js';
import { type Service, serviceBit } from '../../../../libs/names/services.js';
import { evaluateLogin, type Outcome } from '../../../../libs/policy/decide/evaluate.js';
import type { FirstFactor, Presented } from '../../../../libs/policy/decide/plan.js';
import type { Codes, Situation } from './situation.js';

/** What the steps change: the person's enrolments and the trust that holds. */
export interface State {
  /** Whether each factor is enrolled, in the sense the engine asks. */
  readonly otp: boolean;
  readonly passkey: boolean;
  /** The codes that work. */
  readonly codes: Codes;
  /** The sign-in hosts at which a passkey works. Undefined if no passkey works anywhere. */
  readonly passkeyHosts: readonly string[] | undefined;
  readonly trustedIp: boolean;
  readonly trustedDevice: boolean;
}

/** A hypothetical login. All that it presents is right. */
export interface Try {
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly presented: Presented;
}

/** The engine's outcome, with every fact it could ask for known. */
export function decide(
  { policy, now, account, has }: Situation,
  state: State,
  { service, address, interactive, presented }: Try,
): Outcome {
  const { trustedIp, trustedDevice, otp: hasOtp, passkey: hasPasskey } = state;
  const evaluation = evaluateLogin(
    policy,
    { account, service: serviceBit(service), address, trustedIp, trustedDevice },
    {
      ...{ now, presented, interactive, hasOtp, hasPasskey, hasSaml: has.saml },
      ...{ first: 'right', second: 'right', passkey: 'right' },
    },
  );
  if (evaluation.kind !== 'decided') throw new Error(`${evaluation.kind}, and all was known`);
  return evaluation.outcome;
}

/** Whether the person has any code to type as the second factor. */
export function hasCode({ codes }: State): boolean {
  return codes.authenticator || codes.recoveryCode;
}

/** Whether the person has a passkey that works at some sign-in host. */
export function hasPasskeyAtHand({ passkeyHosts }: State): boolean {
  return passkeyHosts !== undefined;
}

/** Factors presented together, with defaults. */
export function presenting(
  first: FirstFactor,
  also: { second?: boolean; passkey?: boolean; remember?: boolean } = {},
): Presented {
  const { second = false, passkey = false, remember = false } = also;
  return { first, second, passkey, remember, prove: remember };
}
