import * as z from 'zod';
import { ADMINISTRATOR_ROLES, type AdministratorRole } from '../names/administrator-role.js';

/**
 * What a ticket is good for: a first second factor, looking after what one has, looking at it and
 * ending it, administering, one act of an administrator, or taking away what was gained since one event.
 * The last is signed by notice, with a key of its own that is good for nothing else; the others by policy.
 */
export const TICKET_PURPOSES = ['enrol', 'manage', 'view', 'administer', 'act', 'disown'] as const;
export type TicketPurpose = (typeof TICKET_PURPOSES)[number];

/** The services that take tickets: a ticket names those it is good at. */
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

/** Whether a ticket is used up by what it allows; one that shows, ends or administers is good until it lapses. */
export function isOneTime({ purpose }: { readonly purpose: TicketPurpose }): boolean {
  return purpose !== 'view' && purpose !== 'administer';
}

/** The longest ticket, in octets. */
export const TICKET_OCTETS = 1024;
/** `typ` of the JWS header (RFC 8725 section 3.11): no other token of ours is taken for a ticket. */
export const TICKET_TYPE = 'gatepost-ticket+jwt';

/** What an administrator may do: in the account's own domain, an operator in every domain. */
export interface Administers {
  readonly role: AdministratorRole;
  /** The domain is an operator's, and the account is none: it looks, and changes nothing. */
  readonly readOnly: boolean;
}

/** What a ticket says. Times are in milliseconds since the epoch. */
export interface TicketClaims {
  /** Names the ticket: what makes it one-time. */
  readonly jti: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  /** SPIFFE URI of the front-end it was given to. */
  readonly frontEnd: string;
  readonly purpose: TicketPurpose;
  /** Where it is good. */
  readonly stores: readonly TicketStore[];
  /**
   * A `manage` ticket for a main password alone: it makes app passwords and does nothing else, and
   * what it makes ends with the first enrolment.
   */
  readonly oneFactor: boolean;
  /** Of `administer` and `act`, and of no other. */
  readonly administers?: Administers | undefined;
  /** Of `act`, and of no other: the digest of the one call that it allows. */
  readonly act?: string | undefined;
  /** The decision it came with; of `disown`, the event it is about. */
  readonly decisionId: string;
  /**
   * When the login began that it rests on: refused where that is not after the account's not-before.
   * Of `disown`: when the event was, since when everything is taken away.
   */
  readonly loginBegunAt: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The claims as they travel: times in seconds, with a fraction (RFC 7519 section 2). */
export const wireClaims = z.strictObject({
  jti: z.uuid(),
  account: z.string().min(3),
  front_end: z.string().min(1),
  purpose: z.enum(TICKET_PURPOSES),
  // One of a later version may name services that are not known here.
  stores: z
    .array(z.string().max(32))
    .min(1)
    .max(32)
    .transform((all) => all.filter(isStore)),
  one_factor: z.literal(true).optional(),
  role: z.enum(ADMINISTRATOR_ROLES).optional(),
  read_only: z.literal(true).optional(),
  act: z.string().length(43).optional(),
  decision_id: z.uuid(),
  auth_time: z.number(),
  iat: z.number(),
  exp: z.number(),
});
