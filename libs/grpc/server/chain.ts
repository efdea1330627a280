import type { Identity } from '../../certificates/identity-uri.js';
import {
  GatepostError,
  invalidArguments,
  permissionDenied,
  resourceExhausted,
} from '../../errors/index.js';
import { noteDecision } from '../../telemetry/index.js';
import {
  type Administrator,
  CONSOLE,
  checkAct,
  nameActor,
  withinTicket,
} from '../access/administration.js';
import { type AllowList, ANY_IDENTITY, type Grant } from '../access/allow-list.js';
import type { Domains } from '../access/domains.js';
import type { Limiter } from './limiter.js';
import type { Scope } from './scope.js';
import type { Method } from './service.js';

/** A request on its way to its handler, with what the links of the chain found out. */
export interface Passage {
  readonly method: Method;
  readonly identify: () => Identity;
  readonly allowList: AllowList;
  readonly limiterOf: (caller: Identity, domains: Domains) => Limiter;
  readonly scope: Scope;
  caller?: Identity;
  grant?: Grant;
  /** Only for calls of the console: the administrator whose ticket was verified. */
  administrator?: Administrator;
  /** The bytes of the request; absent while the call is being opened. */
  bytes?: Buffer;
  request?: unknown;
  domains?: Domains;
  /** Releases the slots that `limits` took. */
  leave?: () => void;
}

interface Link {
  readonly name: string;
  /**
   * `open`: checked when a call is opened, and again for each request. `request`: only for each
   * request.
   */
  readonly at: 'open' | 'request';
  readonly check: (passage: Passage) => void;
}

/**
 * The checks that every request to every method passes, in this order, before its handler,
 * including health and reflection. There is no other way to a handler. A link throws a
 * GatepostError to refuse.
 */
export const CHAIN: readonly Link[] = [
  { name: 'identity', at: 'open', check: identity },
  { name: 'role', at: 'open', check: role },
  { name: 'decode', at: 'request', check: decode },
  { name: 'domain', at: 'request', check: domain },
  { name: 'administrator', at: 'request', check: administrator },
  { name: 'deadline', at: 'request', check: deadline },
  { name: 'limits', at: 'request', check: limits },
];

/** @throws GatepostError of the first link that refuses */
export function pass(passage: Passage, at: 'open' | 'request'): void {
  for (const link of CHAIN) {
    if (at === 'request' || link.at === 'open') link.check(passage);
  }
}

function identity(passage: Passage): void {
  passage.caller ??= passage.identify();
}

/** Checked again for each message: the allow-list may have changed while the stream was open. */
function role(passage: Passage): void {
  const { method, caller, allowList } = passage;
  delete passage.grant;
  const grant = method.open ? ANY_IDENTITY : caller && allowList.grantOf(caller.uri);
  if (!grant?.allowsRpc(method.rpc)) {
    throw permissionDenied(`${caller?.uri} may not call ${method.rpc}`);
  }
  passage.grant = isAdministered(passage) ? withinTicket(grant, passage.administrator) : grant;
}

/**
 * Whether the call needs an administrator's ticket.
 * @throws GatepostError PERMISSION_DENIED if it does and the method is not for administrators
 */
export function isAdministered({ method, caller }: Pick<Passage, 'method' | 'caller'>): boolean {
  if (caller?.uri !== CONSOLE || method.open) return false;
  if (method.administer === undefined) {
    throw permissionDenied(`${method.rpc} is not for administrators`);
  }
  return true;
}

/**
 * A message of a stream was decoded before this link, so that an error can be answered in its
 * place.
 */
function decode(passage: Passage): void {
  if (passage.bytes === undefined) throw new TypeError('a request without bytes');
  passage.request ??= decodeRequest(passage.method, passage.bytes);
}

/**
 * @throws GatepostError RESOURCE_EXHAUSTED if the request is too long, INVALID_ARGUMENT if it is
 *   not a message of the method
 */
export function decodeRequest(method: Method, bytes: Buffer): unknown {
  if (bytes.length > method.maxRequestBytes) {
    throw resourceExhausted(`the request is longer than ${method.maxRequestBytes} bytes`);
  }
  try {
    const request = method.definition.requestDeserialize(bytes);
    noteDecisionIn(request);
    return request;
  } catch (cause) {
    throw malformed('is not a message of this method', cause);
  }
}

/** Services that policy asks within a login name it in their logs, too. */
function noteDecisionIn(request: object): void {
  const { decisionId } = request as { readonly decisionId?: unknown };
  if (typeof decisionId === 'string' && UUID.test(decisionId)) noteDecision(decisionId);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function domain(passage: Passage): void {
  const { method, caller, grant, request } = passage;
  if (grant === undefined || method.domainOf === undefined) {
    throw permissionDenied(`${method.rpc} may not be called by anybody`);
  }
  passage.domains = domainsOf(method.domainOf, request);
  if (!grant.allowsDomains(passage.domains)) {
    throw permissionDenied(`${caller?.uri} may not call ${method.rpc} for this domain`);
  }
}

function administrator(passage: Passage): void {
  const { method, request, bytes } = passage;
  if (!isAdministered(passage)) return;
  if (method.administer === undefined || !passage.administrator || bytes === undefined) {
    throw permissionDenied("an administrator's ticket is needed");
  }
  checkAct(method.administer, passage.administrator, { rpc: method.rpc, request, bytes });
  nameActor(request, passage.administrator);
}

function domainsOf(domainOf: (request: unknown) => Domains, request: unknown): Domains {
  try {
    return domainOf(request);
  } catch (thrown) {
    throw thrown instanceof GatepostError ? thrown : malformed('names no valid domain', thrown);
  }
}

function deadline(passage: Passage): void {
  if (passage.scope.reason !== undefined) throw passage.scope.reason;
}

function limits(passage: Passage): void {
  const { caller, domains } = passage;
  if (caller === undefined || domains === undefined) throw new TypeError('limits before domain');
  passage.leave = passage.limiterOf(caller, domains).enter();
}

function malformed(description: string, cause: unknown): GatepostError {
  const { message, violations } = invalidArguments([{ field: 'request', description }]);
  return new GatepostError('INVALID_ARGUMENT', message, { violations, cause });
}
