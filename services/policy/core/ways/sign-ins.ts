import type { Address } from '../../../../libs/names/address.js';
import { INTERACTIVE_SERVICES, type Service } from '../../../../libs/names/services.js';
import { mayEnrol, type Outcome } from '../../../../libs/policy/decide/evaluate.js';
import type { Presented } from '../../../../libs/policy/decide/plan.js';
import { isSignIn } from '../../../../libs/policy/language/words.js';
import { earnedTickets } from '../earned-tickets.js';
import { decide, hasCode, hasPasskeyAtHand, presenting, type State } from './decide.js';
import type { Situation } from './situation.js';

/** What a sign-in at the sign-in page can earn for a step. */
export type Earning = 'trust' | 'enrolment' | 'manage' | 'manage-on-one-factor' | 'session';

/** A sign-in that earns something, and the service it is for. */
export interface EarningSignIn {
  readonly service: Service;
  readonly outcome: Outcome;
}

/**
 * The services for which the person, at an address, can sign in at the sign-in page and earn something. A browser
 * elsewhere does not hold a trusted device's token.
 */
export function signInsEarning(
  situation: Situation,
  state: State,
  address: Address,
  earning: Earning,
): EarningSignIn[] {
  const at = { ...state, trustedDevice: false };
  const remember = earning === 'trust';
  return INTERACTIVE_SERVICES.flatMap((service) => {
    for (const presented of presentable(situation, state, remember)) {
      const sign = { service, address, interactive: true, presented };
      const outcome = decide(situation, at, sign);
      if (earns(situation, at, { address, presented, outcome })[earning]) {
        return [{ service, outcome }];
      }
    }
    return [];
  });
}

/**
 * What the person can present at the sign-in page. There the main password is compared; no front-end's statement
 * counts.
 */
function presentable({ has }: Situation, state: State, remember: boolean): Presented[] {
  const passkey = hasPasskeyAtHand(state);
  const all: Presented[] = [];
  if (has.password) {
    all.push(presenting('password', { remember }));
    if (hasCode(state)) all.push(presenting('password', { second: true, remember }));
    if (passkey) all.push(presenting('password', { passkey: true, remember }));
  }
  if (passkey) all.push(presenting('none', { passkey: true, remember }));
  if (has.saml) all.push(presenting('saml', { remember }));
  // With `prove`, factors that the rule does not need are verified, too.
  return all.map((presented) => ({ ...presented, prove: true }));
}

function earns(
  { policy }: Situation,
  state: State,
  { address, presented, outcome }: { address: Address; presented: Presented; outcome: Outcome },
): Readonly<Record<Earning, boolean>> {
  const shape = policy?.shape;
  const tickets = earnedTickets(outcome, {
    interactive: true,
    provedFirst:
      outcome.proved.includes('saml') ||
      (presented.first === 'password' && outcome.proved.includes('password')),
    mayEnrolHere: policy !== undefined && mayEnrol(policy, { address }),
    withoutSecondFactor: !state.otp && !state.passkey,
    wayBack: false,
    prove: true,
    appPasswords: shape?.appPasswordOnOneFactor ?? false,
    administers: undefined,
    act: undefined,
  });
  const manages = (oneFactor: boolean) =>
    tickets.some(
      (ticket) =>
        ticket.purpose === 'manage' &&
        ticket.oneFactor === oneFactor &&
        ticket.stores.includes('credential'),
    );
  return {
    trust: outcome.earnsTrust,
    enrolment: tickets.some(({ purpose }) => purpose === 'enrol'),
    manage: manages(false),
    'manage-on-one-factor': manages(true),
    // The same conditions as in grant-session.
    session:
      outcome.decision === 'ALLOW' &&
      isSignIn(outcome.proved) &&
      policy?.described.trust.session !== undefined,
  };
}
