import * as z from 'zod';
import { ADMINISTRATOR_ROLES, type AdministratorRole } from '../names/administrator-role.js';
import { MOST_OUTRANKING, RANK_DIGEST_LENGTH } from './rank-digest.js';

/**
 * What a ticket allows:
 * - `enrol`: adding a first second factor
 * - `manage`: managing one's own factors
 * - `view`: looking at what one has, and ending it
 * - `administer`: administering
 * - `act`: one act of an administrator
 * - `disown`: taking away what was gained since one event
 *
 * Policy signs all of them but `disown`, which notice signs with a key that is used for nothing
 * else.
 */
export const TICKET_PURPOSES = ['enrol', 'manage', 'view', 'administer', 'act', 'disown'] as const;
export type TicketPurpose = (typeof TICKET_PURPOSES)[number];

/** The services that accept tickets. A ticket names those that may accept it. */
export const TICKET_STORES = [
  'credential',
  'otp',
  'passkey',
  'trust-store',
  'audit',
  'policy',
  'notice',
] as const;
export type TicketStore = (typeof TICKET_STORES)[number];

function isStore(name: string): name is TicketStore {
  return (TICKET_STORES as readonly string[]).includes(name);
}

/** How long a ticket lasts, in seconds. */
export const TICKET_SECONDS: Readonly<Record<TicketPurpose, number>> = {
  enrol: 300,
  manage: 300,
  view: 3600,
  administer: 300,
  act: 300,
  disown: 7 * 86_400,
};

/**
 * Whether using a ticket consumes it. A ticket that views or administers can be used until it
 * expires.
 */
export function isOneTime({ purpose }: { readonly purpose: TicketPurpose }): boolean {
  return purpose !== 'view' && purpose !== 'administer';
}

/** The longest ticket, in octets. */
export const TICKET_OCTETS = 2048;
/**
 * `typ` of the JWS header (RFC 8725 section 3.11), so that no other token of ours passes for a
 * ticket.
 */
export const TICKET_TYPE = 'gatepost-ticket+jwt';

/**
 * What an administrator may do: in the account's own domain, or, for an operator, in every domain.
 */
export interface Administers {
  readonly role: AdministratorRole;
  /**
   * True if the domain is an operator's and the account is not an operator: it may look, and change
   * nothing.
   */
  readonly readOnly: boolean;
  /**
   * Digests (`rankDigest`) of the domain's accounts with more roles. Undefined if the ticket does not
   * name them; then it ends no locks.
   */
  readonly outrankedBy?: readonly string[] | undefined;
}

/** The content of a ticket. Times are in milliseconds since the epoch. */
export interface TicketClaims {
  /** The ticket's id, by which its one use is recorded. */
  readonly jti: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  /** SPIFFE URI of the front-end that the ticket was issued to. */
  readonly frontEnd: string;
  readonly purpose: TicketPurpose;
  /** The services that may accept it. */
  readonly stores: readonly TicketStore[];
  /**
   * A `manage` ticket that rests on the main password alone. It allows only making app passwords,
   * and those end with the first enrolment.
   */
  readonly oneFactor: boolean;
  /** Only on `administer` and `act` tickets. */
  readonly administers?: Administers | undefined;
  /** Only on `act` tickets: the digest of the one call that it allows. */
  readonly act?: string | undefined;
  /** The decision that it came with; on a `disown` ticket, the event that it is about. */
  readonly decisionId: string;
  /**
   * When the login that it rests on began. The ticket is refused if that is not after the account's
   * not-before. On a `disown` ticket: the time of the event, from which everything gained is taken
   * away.
   */
  readonly loginBegunAt: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The claims as encoded: times in seconds, with a fraction (RFC 7519 section 2). */
export const wireClaims = z.strictObject({
  jti: z.uuid(),
  account: z.string().min(3),
  front_end: z.string().min(1),
  purpose: z.enum(TICKET_PURPOSES),
  // A ticket of a later version may name services that are unknown here.
  stores: z
    .array(z.string().max(32))
    .min(1)
    .max(32)
    .transform((all) => all.filter(isStore)),
  one_factor: z.literal(true).optional(),
  role: z.enum(ADMINISTRATOR_ROLES).optional(),
  read_only: z.literal(true).optional(),
  outranked_by: z.array(z.string().length(RANK_DIGEST_LENGTH)).max(MOST_OUTRANKING).optional(),
  act: z.string().length(43).optional(),
  decision_id: z.uuid(),
  auth_time: z.number(),
  iat: z.number(),
  exp: z.number(),
});
