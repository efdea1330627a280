import type { AdministratorRole } from '../../../libs/names/administrator-role.js';
import type { Outcome } from '../../../libs/policy/decide/evaluate.js';

/** The services that accept tickets. */
type TicketStore = 'credential' | 'otp' | 'passkey' | 'trust-store' | 'audit' | 'policy' | 'notice';

/** A ticket that a login earned. */
export interface EarnedTicket {
  readonly purpose: 'enrol' | 'manage' | 'view' | 'administer' | 'act';
  readonly stores: readonly TicketStore[];
  readonly oneFactor: boolean;
  /** With `administer` and `act`: what the account may do. */
  readonly administers?: Administers;
  /** With `act`: the one call it allows. */
  readonly act?: Act;
}

/** What an administrator may do. */
export interface Administers {
  /** Undefined for an operator, who administers every domain. */
  readonly domain: string | undefined;
  readonly role: AdministratorRole;
  /** True for an operator's domain, if the administrator is no operator. */
  readonly readOnly: boolean;
  /** The accounts of the domain with more roles. */
  readonly outrankedBy: readonly string[];
}

/** One call of an administrator. */
export interface Act {
  /** `package.Service/Method`. */
  readonly rpc: string;
  /** The canonical account, the domain or the client (`client:<id>`) that the call is about. */
  readonly subject: string;
  /** SHA-256 of the request. */
  readonly request: Uint8Array;
}

/** What tickets depend on besides the outcome. */
export interface TicketFacts {
  /** From the request, or else the service's default. */
  readonly interactive: boolean;
  /** A main password was compared, or a SAML response accepted. A front-end's statement does not count. */
  readonly provedFirst: boolean;
  /** The address is inside `enrolment.from`. */
  readonly mayEnrolHere: boolean;
  /** The account has neither OTP nor a passkey. A factor that could not be asked about counts as enrolled. */
  readonly withoutSecondFactor: boolean;
  /** A password and a recovery code were right, and the rule takes a passkey and no password. */
  readonly wayBack: boolean;
  /** The front-end asked for proof, because the person is about to change something about their account. */
  readonly prove: boolean;
  /** `enrolment.app-passwords` of the document. */
  readonly appPasswords: boolean;
  /** What the account administers, if this sign-in is for administration. Undefined if nothing. */
  readonly administers: Administers | undefined;
  /** The administrator's act that the sign-in is for, if the account may do it. */
  readonly act: Act | undefined;
}

/** The services that accept `administer` and `act`. */
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
/** The services that accept `view`. At credential it only tells whether the main password is kept there. */
export const VIEWED: readonly TicketStore[] = [
  'trust-store',
  'audit',
  'policy',
  'credential',
  'notice',
];

/**
 * The tickets that a decision earns. `enrol` also comes with an ALLOW, so that a person can enrol where a password is
 * enough and then sign in where a second factor is required.
 */
export function earnedTickets(outcome: Outcome, facts: TicketFacts): EarnedTicket[] {
  const { decision, proved } = outcome;
  const enrolment = mayEarnEnrolment(outcome, facts) && facts.withoutSecondFactor;
  const tickets: EarnedTicket[] = enrolment ? [...ENROL] : [];
  if (decision === 'CHALLENGE' && facts.wayBack) tickets.push(NEW_PASSKEY);
  if (decision !== 'ALLOW') return tickets;
  if (provedMore(proved)) {
    // A person who proves factors for a change needs two: one to see what there is to change, one to change it.
    tickets.push(MANAGE, ...(facts.prove ? [MANAGE] : []));
  } else if (enrolment && facts.appPasswords) {
    tickets.push({ purpose: 'manage', stores: ['credential'], oneFactor: true });
  }
  if (facts.interactive && !proved.includes('session')) {
    tickets.push({ purpose: 'view', stores: VIEWED, oneFactor: false });
  }
  const { administers, act } = facts;
  // A front-end's statement does not count as a factor here.
  const proven = provedMore(proved) && (facts.provedFirst || !proved.includes('password'));
  if (administers !== undefined && facts.interactive && proven) {
    tickets.push(administer(administers));
    if (act !== undefined) tickets.push({ ...administer(administers), purpose: 'act', act });
  }
  return tickets;
}

/** An administrator's ticket, for the console. */
export function administer(administers: Administers): EarnedTicket {
  return { purpose: 'administer', stores: ADMINISTERED, oneFactor: false, administers };
}

/** One ticket for each store. The first use of either invalidates the other. */
const ENROL: readonly EarnedTicket[] = [
  { purpose: 'enrol', stores: ['otp'], oneFactor: false },
  { purpose: 'enrol', stores: ['passkey'], oneFactor: false },
];
const MANAGE: EarnedTicket = { purpose: 'manage', stores: MANAGED, oneFactor: false };
const NEW_PASSKEY: EarnedTicket = { purpose: 'manage', stores: ['passkey'], oneFactor: false };

/** Whether an enrolment is earned, if the person has no second factor. */
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

/** Whether more than one factor was proved. SAML and a passkey each count as more than one. */
export function provedMore(proved: Outcome['proved']): boolean {
  const has = (factor: Outcome['proved'][number]) => proved.includes(factor);
  return has('saml') || has('passkey') || (has('password') && has('otp'));
}
