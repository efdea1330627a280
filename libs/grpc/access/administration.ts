import { permissionDenied } from '../../errors/index.js';
import { type AdministratorRole, isAtLeast } from '../../names/administrator-role.js';
import { actDigest, requestDigest } from '../../ticket/index.js';
import type { Grant } from './allow-list.js';
import { ALL_DOMAINS, type Domains, NO_DOMAIN } from './domains.js';

/** The one caller that has no power of its own: each call it makes carries an administrator's ticket. */
export const CONSOLE = 'spiffe://gatepost/service/console';

/** The metadata in which the ticket travels. */
export const TICKET_METADATA = 'gatepost-ticket';

/** What an administrator needs for a method. */
export interface Act<Request> {
  /** The least role that may do it; `auditors` changes nothing. */
  readonly least: AdministratorRole;
  /**
   * Present: a ticket of factors just given is needed, for this very request. It names the account or
   * the domain that the request is about.
   */
  readonly subjectOf?: (request: Request) => string;
}

/** Shows, and changes nothing. */
export const SHOWS: Act<unknown> = { least: 'auditors' };
/** The help desk's work: locks, trust. */
export const HELPS: Act<unknown> = { least: 'help-desk' };
/** For who administers the domain. */
export const CHANGES: Act<unknown> = { least: 'full' };
/** For operators. */
export const OPERATES: Act<unknown> = { least: 'operator' };

/** Needs the factors again. */
export function dangerous<Request>(
  { least }: Act<unknown>,
  subjectOf: (request: Request) => string,
): Act<Request> {
  return { least, subjectOf };
}

/** An administrator whose ticket was verified. */
export interface Administrator {
  /** Canonical. */
  readonly account: string;
  /** The one domain that the account administers; undefined: every domain, an operator's. */
  readonly domain: string | undefined;
  readonly role: AdministratorRole;
  readonly readOnly: boolean;
  /** Of a ticket of factors just given: the digest of the one call it is good for. */
  readonly act: string | undefined;
  /** Asked with each message: a stream may outlast the ticket. */
  isOver(): boolean;
  /** Uses a ticket of factors just given up. @throws GatepostError PERMISSION_DENIED if it was before */
  useUp(): Promise<void>;
}

/** How a service takes administrators' tickets. */
export interface AdministratorGate {
  /**
   * @param purpose `act`: of factors just given
   * @throws GatepostError PERMISSION_DENIED if it is not good; UNAVAILABLE if what is asked of it cannot be asked
   */
  verify(ticket: string, purpose: 'administer' | 'act'): Promise<Administrator>;
}

/** The console's entry in the allow-list, and within it what the ticket allows; without one nothing. */
export function withinTicket(grant: Grant, administrator: Administrator | undefined): Grant {
  return {
    allowsRpc: (rpc) => grant.allowsRpc(rpc),
    allowsDomains: (domains) =>
      administrator !== undefined &&
      grant.allowsDomains(domains) &&
      reaches(administrator.domain, domains),
    may: () => false,
  };
}

function reaches(own: string | undefined, asked: Domains): boolean {
  if (own === undefined || asked === NO_DOMAIN) return true;
  if (asked === ALL_DOMAINS) return false;
  const list = typeof asked === 'string' ? [asked] : asked;
  return list.length > 0 && list.every((domain) => domain === own);
}

/** @throws GatepostError PERMISSION_DENIED where the ticket's role or act is not what the method needs */
export function checkAct(
  { least, subjectOf }: Act<unknown>,
  administrator: Administrator,
  call: { readonly rpc: string; readonly request: unknown; readonly bytes: Uint8Array },
): void {
  const { account, role, readOnly, act } = administrator;
  if (administrator.isOver()) throw permissionDenied('the ticket has lapsed');
  if (!isAtLeast(role, least)) throw permissionDenied(`${account} may not call ${call.rpc}`);
  if (readOnly && least !== 'auditors') {
    throw permissionDenied("an operator's domain is changed by operators");
  }
  if (subjectOf === undefined) {
    if (act !== undefined) throw permissionDenied('the ticket is for another call');
    return;
  }
  const { rpc, request, bytes } = call;
  const wanted = { rpc, subject: subjectOf(request), request: requestDigest(bytes) };
  if (act !== actDigest(wanted)) throw permissionDenied('the ticket is for another call');
}

/** Whatever the console says, who acts is the person of the ticket: so it stands in the record. */
export function nameActor(request: unknown, { account }: Administrator): void {
  for (const holder of [request, partOf(request)]) {
    if (!isObject(holder) || !('actor' in holder)) continue;
    const comment = isObject(holder.actor) ? holder.actor.comment : '';
    holder.actor = { onBehalfOf: account, comment: typeof comment === 'string' ? comment : '' };
  }
}

/** The message that a `oneof part` holds. */
function partOf(request: unknown): unknown {
  return isObject(request) && isObject(request.part) ? request.part.value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
