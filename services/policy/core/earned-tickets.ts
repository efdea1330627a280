import type { Outcome } from '../../../libs/policy/decide/evaluate.js';

/** The services at which a ticket can be good. */
type TicketStore = 'credential' | 'otp' | 'passkey' | 'trust-store' | 'audit' | 'policy' | 'notice';

/** A ticket that a login earned. */
export interface EarnedTicket {
  readonly purpose: 'enrol' | 'manage' | 'view';
  readonly stores: readonly TicketStore[];
  readonly oneFactor: boolean;
}

/** What tickets depend on, beside the outcome. */
export interface TicketFacts {
  /** As the request says, else as the service is. */
  readonly interactive: boolean;
  /** A main password that was compared, or SAML; never a front-end's word. */
  readonly provedFirst: boolean;
  /** The address is inside `enrolment.from`. */
  readonly mayEnrolHere: boolean;
  /** Neither OTP nor a passkey; one that could not be asked counts as having it. */
  readonly withoutSecondFactor: boolean;
  /** A password and a recovery code were right, where the rule takes a passkey and no password. */
  readonly wayBack: boolean;
  /** The front-end asked for proof: the person does something about their account. */
  readonly prove: boolean;
  /** `enrolment.app-passwords` of the document. */
  readonly appPasswords: boolean;
}

const MANAGED: readonly TicketStore[] = ['credential', 'otp', 'passkey', 'trust-store', 'notice'];
/** Where `view` is good; at credential it tells only whether the main password is kept there. */
export const VIEWED: readonly TicketStore[] = [
  'trust-store',
  'audit',
  'policy',
  'credential',
  'notice',
];

/**
 * The tickets of a decision. What takes a second factor elsewhere can be set up where a password is
 * enough: `enrol` comes with an ALLOW, too.
 */
export function earnedTickets(outcome: Outcome, facts: TicketFacts): EarnedTicket[] {
  const { decision, proved } = outcome;
  const enrolment = mayEarnEnrolment(outcome, facts) && facts.withoutSecondFactor;
  const tickets: EarnedTicket[] = enrolment ? [...ENROL] : [];
  if (decision === 'CHALLENGE' && facts.wayBack) tickets.push(NEW_PASSKEY);
  if (decision !== 'ALLOW') return tickets;
  if (provedMore(proved)) {
    // Who proves it for a change sees first what there is to change.
    tickets.push(MANAGE, ...(facts.prove ? [MANAGE] : []));
  } else if (enrolment && facts.appPasswords) {
    tickets.push({ purpose: 'manage', stores: ['credential'], oneFactor: true });
  }
  if (facts.interactive && !proved.includes('session')) {
    tickets.push({ purpose: 'view', stores: VIEWED, oneFactor: false });
  }
  return tickets;
}

/** One for each store: the first use of either ends the other. */
const ENROL: readonly EarnedTicket[] = [
  { purpose: 'enrol', stores: ['otp'], oneFactor: false },
  { purpose: 'enrol', stores: ['passkey'], oneFactor: false },
];
const MANAGE: EarnedTicket = { purpose: 'manage', stores: MANAGED, oneFactor: false };
const NEW_PASSKEY: EarnedTicket = { purpose: 'manage', stores: ['passkey'], oneFactor: false };

/** Whether an enrolment is earned, if the person is without a second factor. */
export function mayEarnEnrolment(
  { decision, reason }: Outcome,
  {
    interactive,
    provedFirst,
    mayEnrolHere,
  }: Omit<TicketFacts, 'withoutSecondFactor' | 'wayBack' | 'prove'>,
): boolean {
  const asks = decision === 'CHALLENGE' && reason === 'ENROLMENT_REQUIRED';
  return (decision === 'ALLOW' || asks) && interactive && provedFirst && mayEnrolHere;
}

function provedMore(proved: Outcome['proved']): boolean {
  const has = (factor: Outcome['proved'][number]) => proved.includes(factor);
  return has('saml') || has('passkey') || (has('password') && has('otp'));
}
