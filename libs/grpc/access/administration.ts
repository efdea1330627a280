import { permissionDenied } from '../../errors/index.js';
import { type AdministratorRole, isAtLeast } from '../../names/administrator-role.js';
import { actDigest, requestDigest } from '../../ticket/index.js';
import type { Grant } from './allow-list.js';
import { ALL_DOMAINS, type Domains, NO_DOMAIN } from './domains.js';

/**
 * The only caller that has no rights of its own: each of its calls carries an administrator's
 * ticket.
 */
export const CONSOLE = 'spiffe://gatepost/service/console';

/** The metadata key that carries the ticket. */
export const TICKET_METADATA = 'gatepost-ticket';

/** What an administrator needs for a method. */
export interface Act<Request> {
  /** The lowest role that may call the method; `auditors` changes nothing. */
  readonly least: AdministratorRole;
  /**
   * If present, the call needs a one-time ticket, issued for this very request after the factors
   * were given again. Returns the account, domain or client that the request is about.
   */
  readonly subjectOf?: (request: Request) => string;
  /**
   * If present, the method is refused for an account with more roles than the administrator's.
   * Returns the canonical account that the request is about; undefined if it is about none.
   */
  readonly sparedOf?: (request: Request) => string | undefined;
}

/** A method that only reads. */
export const SHOWS: Act<unknown> = { least: 'auditors' };
/** A method for the help desk: locks and trust. */
export const HELPS: Act<unknown> = { least: 'help-desk' };
/** A method for administrators of the domain. */
export const CHANGES: Act<unknown> = { least: 'full' };
/** A method for operators. */
export const OPERATES: Act<unknown> = { least: 'operator' };

/** The same act, but with a one-time ticket: the administrator must give the factors again. */
export function dangerous<Request>(
  { least }: Act<unknown>,
  subjectOf: (request: Request) => string,
): Act<Request> {
  return { least, subjectOf };
}

/** The same act, but not for an account with more roles than the administrator's. */
export function sparing<Request>(
  { least }: Act<unknown>,
  sparedOf: (request: Request) => string | undefined,
): Act<Request> {
  return { least, sparedOf };
}

/** An administrator whose ticket was verified. */
export interface Administrator {
  /** Canonical. */
  readonly account: string;
  /**
   * The one domain that the account administers; undefined for an operator, who administers every
   * domain.
   */
  readonly domain: string | undefined;
  readonly role: AdministratorRole;
  readonly readOnly: boolean;
  /** Only on a one-time ticket: the digest of the one call it allows. */
  readonly act: string | undefined;
  /** Whether an account has more roles. True if the ticket does not say. @param account canonical */
  isOutrankedBy(account: string): boolean;
  /**
   * Whether the ticket has expired. Checked for each message, because a stream may outlast the
   * ticket.
   */
  isOver(): boolean;
  /**
   * Consumes a one-time ticket. @throws GatepostError PERMISSION_DENIED if it was consumed before
   */
  useUp(): Promise<void>;
}

/** Verifies administrators' tickets for a service. */
export interface AdministratorGate {
  /**
   * @param purpose `act` for a one-time ticket
   * @throws GatepostError PERMISSION_DENIED if the ticket is not valid; UNAVAILABLE if that
   *   cannot be checked
   */
  verify(ticket: string, purpose: 'administer' | 'act'): Promise<Administrator>;
}

/**
 * Narrows the console's entry in the allow-list to what the ticket allows. Without a ticket, no
 * domain is allowed.
 */
export function withinTicket(grant: Grant, administrator: Administrator | undefined): Grant {
  return {
    allowsRpc: (rpc) => grant.allowsRpc(rpc),
    allowsDomains: (domains) =>
      administrator !== undefined &&
      grant.allowsDomains(domains) &&
      reaches(administrator.domain, domains),
    may: () => false,
    allowsService: () => false,
  };
}

function reaches(own: string | undefined, asked: Domains): boolean {
  if (own === undefined || asked === NO_DOMAIN) return true;
  if (asked === ALL_DOMAINS) return false;
  const list = typeof asked === 'string' ? [asked] : asked;
  return list.length > 0 && list.every((domain) => domain === own);
}

/**
 * @throws GatepostError PERMISSION_DENIED if the ticket's role or act is not what the method
 *   needs
 */
export function checkAct(
  { least, subjectOf, sparedOf }: Act<unknown>,
  administrator: Administrator,
  call: { readonly rpc: string; readonly request: unknown; readonly bytes: Uint8Array },
): void {
  const { account, role, readOnly, act } = administrator;
  if (administrator.isOver()) throw permissionDenied('the ticket has expired');
  if (!isAtLeast(role, least)) throw permissionDenied(`${account} may not call ${call.rpc}`);
  if (readOnly && least !== 'auditors') {
    throw permissionDenied("only operators may change an operator's domain");
  }
  const spared = sparedOf?.(call.request);
  if (spared !== undefined && administrator.isOutrankedBy(spared)) {
    throw permissionDenied(`${spared} may have more roles than ${account}`);
  }
  if (subjectOf === undefined) {
    if (act !== undefined) throw permissionDenied('the ticket is for another call');
    return;
  }
  const { rpc, request, bytes } = call;
  const wanted = { rpc, subject: subjectOf(request), request: requestDigest(bytes) };
  if (act !== actDigest(wanted)) throw permissionDenied('the ticket is for another call');
}

/**
 * Sets the actor in the request to the person of the ticket, whatever the console sent, so that
 * events record that person.
 */
export function nameActor(request: unknown, { account }: Administrator): void {
  for (const holder of [request, partOf(request)]) {
    if (!isObject(holder) || !('actor' in holder)) continue;
    const comment = isObject(holder.actor) ? holder.actor.comment : '';
    holder.actor = { onBehalfOf: account, comment: typeof comment === 'string' ? comment : '' };
  }
}

/** The message in the request's `oneof part`. */
function partOf(request: unknown): unknown {
  return isObject(request) && isObject(request.part) ? request.part.value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
