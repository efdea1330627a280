import type { AdministratorRole } from '../../../libs/names/administrator-role.js';
import type { Outcome } from '../../../libs/policy/decide/evaluate.js';

/** The services at which a ticket can be good. */
type TicketStore = 'credential' | 'otp' | 'passkey' | 'trust-store' | 'audit' | 'policy' | 'notice';

/** A ticket that a login earned. */
export interface EarnedTicket {
  readonly purpose: 'enrol' | 'manage' | 'view' | 'administer' | 'act';
  readonly stores: readonly TicketStore[];
  readonly oneFactor: boolean;
  /** Of `administer` and `act`: what the account may do. */
  readonly administers?: Administers;
  /** Of `act`: the one call. */
  readonly act?: Act;
}

/** What an administrator may do. */
export interface Administers {
  /** Undefined: every domain, an operator's. */
  readonly domain: string | undefined;
  readonly role: AdministratorRole;
  /** An operator's domain, to one who is none. */
  readonly readOnly: boolean;
}

/** One call of an administrator. */
export interface Act {
  /** `package.Service/Method`. */
  readonly rpc: string;
  /** The canonical account, or the domain, that it is about. */
  readonly subject: string;
  /** SHA-256 of the request. */
  readonly request: Uint8Array;
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
  /** What the account administers, where this sign-in is for that; undefined: nothing. */
  readonly administers: Administers | undefined;
  /** The act of an administrator that the sign-in is for, if the account may do it. */
  readonly act: Act | undefined;
}

/** Where `administer` and `act` are good. */
const ADMINISTERED: readonly TicketStore[] = [
  'credential',
  'otp',
  'passkey',
  'trust-store',
  'audit',
  'policy',
  'notice',
];

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
  const { administers, act } = facts;
  // A front-end's word is no factor here.
  const proven = provedMore(proved) && (facts.provedFirst || !proved.includes('password'));
  if (administers !== undefined && facts.interactive && proven) {
    tickets.push(administer(administers));
    if (act !== undefined) tickets.push({ ...administer(administers), purpose: 'act', act });
  }
  return tickets;
}

/** The ticket of an administrator, for the console. */
export function administer(administers: Administers): EarnedTicket {
  return { purpose: 'administer', stores: ADMINISTERED, oneFactor: false, administers };
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
  }: Pick<TicketFacts, 'interactive' | 'provedFirst' | 'mayEnrolHere'>,
): boolean {
  const asks = decision === 'CHALLENGE' && reason === 'ENROLMENT_REQUIRED';
  return (decision === 'ALLOW' || asks) && interactive && provedFirst && mayEnrolHere;
}

/** More than one factor: SAML and a passkey are by themselves. */
export function provedMore(proved: Outcome['proved']): boolean {
  const has = (factor: Outcome['proved'][number]) => proved.includes(factor);
  return has('saml') || has('passkey') || (has('password') && has('otp'));
}
