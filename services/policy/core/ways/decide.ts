import type { Address } from '../../../../libs/names/address.js';
import { type Service, serviceBit } from '../../../../libs/names/services.js';
import { evaluateLogin, type Outcome } from '../../../../libs/policy/decide/evaluate.js';
import type { FirstFactor, Presented } from '../../../../libs/policy/decide/plan.js';
import type { Codes, Situation } from './situation.js';

/** What changes with the steps: what the person has, and the trust that holds. */
export interface State {
  /** Set up, as the engine asks. */
  readonly otp: boolean;
  readonly passkey: boolean;
  /** What of it answers. */
  readonly codes: Codes;
  /** Undefined: no passkey signs in anywhere. */
  readonly passkeyHosts: readonly string[] | undefined;
  readonly trustedIp: boolean;
  readonly trustedDevice: boolean;
}

/** One login, presenting that and all of it right. */
export interface Try {
  readonly service: Service;
  readonly address: Address;
  readonly interactive: boolean;
  readonly presented: Presented;
}

/** What the engine says of it: everything it could ask is known. */
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

/** Whether the person has anything to type as the second factor. */
export function hasCode({ codes }: State): boolean {
  return codes.authenticator || codes.recoveryCode;
}

/** Whether a passkey of the person's signs in somewhere. */
export function hasPasskeyAtHand({ passkeyHosts }: State): boolean {
  return passkeyHosts !== undefined;
}

/** Something to present, of what can be presented together. */
export function presenting(
  first: FirstFactor,
  also: { second?: boolean; passkey?: boolean; remember?: boolean } = {},
): Presented {
  const { second = false, passkey = false, remember = false } = also;
  return { first, second, passkey, remember, prove: remember };
}
