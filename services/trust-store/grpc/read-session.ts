import type { GrantSessionRequest as WireGrant } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import type { Account } from '../../../libs/names/account.js';
import type { GrantSessionRequest } from '../commands/grant-session.js';
import { readLimits } from './read-limits.js';
import { readTime } from './read-request.js';

const SEALED_OCTETS = 4096;
const MAX_CARRIERS = 10;

/** Reads a GrantSession request. */
export function readGrantSession(
  reader: RequestReader,
  wire: WireGrant,
  certificate: string,
): GrantSessionRequest {
  const account = reader.account('account', wire.account);
  if (wire.until === undefined) reader.refuse('until', 'is missing');
  if (wire.carriedBy.length > MAX_CARRIERS) reader.refuse('carried_by', `over ${MAX_CARRIERS}`);
  return {
    account,
    sessionId: reader.uuid('session_id', wire.sessionId),
    sealed: reader.bytes('sealed', wire.sealed, { min: 1, max: SEALED_OCTETS }),
    until: readTime(reader, 'until', wire.until) ?? 0,
    carriedBy: wire.carriedBy.map((id, n) => reader.uuid(`carried_by[${n}]`, id)),
    limits: readLimits(reader, wire.limits, account),
    decisionId: reader.uuid('decision_id', wire.decisionId),
    fromIp: reader.address('from_ip', wire.fromIp).text,
    label: reader.text('label', wire.label, { max: 64 }),
    service: reader.service('service', wire.service),
    presentedAt: readTime(reader, 'presented_at', wire.presentedAt),
    certificate,
  };
}

/** The owner of a not-before: exactly one account, or a whole domain. */
export function readOwnerOfNotBefore(
  reader: RequestReader,
  wire: { readonly account: string; readonly domain: string },
): { readonly account: Account } | { readonly domain: string } {
  if ((wire.account === '') === (wire.domain === '')) {
    reader.refuse('account', 'either an account or a domain is needed');
  }
  return wire.domain === ''
    ? { account: reader.account('account', wire.account) }
    : { domain: reader.domain('domain', wire.domain) };
}
