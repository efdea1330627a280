import {
  type ListTrustRequest,
  type RevokeTrustRequest,
  TrustAdminServiceService,
} from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import {
  ALL_DOMAINS,
  defineService,
  HELPS,
  OPERATES,
  type Service,
  SHOWS,
} from '../../../libs/grpc/index.js';
import {
  ofAccountOrDomain,
  type RequestReader,
  readRequest,
} from '../../../libs/grpc/requests/index.js';
import { revokeEverywhere, revokeTrust } from '../commands/revoke-trust.js';
import { EVERY_DOMAIN } from '../core/limits.js';
import type { TrustFilter, TrustParts } from '../ports.js';
import { pageToken, readKind, readPage, readRevoker, readTime } from './read-request.js';
import { trustToWire } from './to-wire.js';

const CLIENT_OCTETS = 64;
const MOST_COUNTED = 10_000;

/** TrustAdminService, for administrators. */
export function adminService(parts: TrustParts): Service {
  const { store, clock } = parts;
  return defineService(TrustAdminServiceService, {
    handlers: {
      async listTrust(wire) {
        const { filter, page } = readRequest((reader) => ({
          filter: readOwner(reader, wire),
          page: readPage(reader, wire.page),
        }));
        const trusts = await store.list(filter, { ...page, now: clock.now() });
        const last = trusts.length < page.size ? undefined : trusts.at(-1);
        return { trusts: trusts.map(trustToWire), nextToken: last ? pageToken(last) : '' };
      },

      async revokeTrust(wire, { caller }) {
        const request = readRequest((reader) => ({
          filter: readFilter(reader, wire),
          ending: readRevoker(reader, wire.actor, caller.uri),
        }));
        const revoke = request.filter.domain === EVERY_DOMAIN ? revokeEverywhere : revokeTrust;
        return { revoked: await revoke(parts, request) };
      },

      async countSessions(wire) {
        const client = readRequest((reader) =>
          reader.text('client', wire.client, { min: 1, max: CLIENT_OCTETS }),
        );
        const asked = { client, now: clock.now(), atMost: MOST_COUNTED + 1 };
        const count = await store.countSessions(asked);
        return { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED };
      },
    },
    domainOf: {
      listTrust: ofAccountOrDomain,
      revokeTrust: ofAccountOrDomain,
      countSessions: () => ALL_DOMAINS,
    },
    administer: { listTrust: SHOWS, revokeTrust: HELPS, countSessions: OPERATES },
  });
}

/** The owner of the trust. If account and domain are both given, both must match. */
function readOwner(
  reader: RequestReader,
  wire: Pick<ListTrustRequest, 'account' | 'domain'>,
): TrustFilter {
  if (wire.account === '' && wire.domain === '') {
    reader.refuse('account', 'an account or a domain is needed');
    return { domain: '' };
  }
  const account = wire.account === '' ? undefined : reader.account('account', wire.account);
  const domain = wire.domain === '' ? account?.domain : reader.domain('domain', wire.domain);
  return { domain: domain ?? '', account: account?.name };
}

function readFilter(reader: RequestReader, wire: RevokeTrustRequest): TrustFilter {
  const { clientIp, trustId } = wire;
  const everywhere = wire.domain === EVERY_DOMAIN && wire.account === '';
  return {
    ...(everywhere ? { domain: EVERY_DOMAIN } : readOwner(reader, wire)),
    address: clientIp === '' ? undefined : reader.address('client_ip', clientIp).text,
    ids: trustId === '' ? undefined : [reader.uuid('trust_id', trustId)],
    grantedBefore: readTime(reader, 'granted_before', wire.grantedBefore),
    kind: readKind(reader, 'kind', wire.kind),
  };
}
