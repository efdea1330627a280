import { login } from '../../../libs/events/definitions/login.js';
import {
  type Filter,
  AuditServiceService as Rpc,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { parseAccount } from '../../../libs/names/account.js';
import { parseAddress } from '../../../libs/names/address.js';
import type { Reason } from '../../../libs/policy/decide/reason.js';
import type { RecordedLogin } from '../core/replay.js';
import type { History, LoginsWanted } from '../ports.js';

const PAGE = 1000;
const PAGE_TIMEOUT_MS = 30_000;

/** Decisions as the audit service has recorded them. */
export function auditHistory(peer: Peer): History {
  return {
    async *logins(wanted) {
      let token = '';
      do {
        const { events, nextToken } = await peer.unary(
          Rpc.query,
          { filter: filterOf(wanted), page: { size: PAGE, token } },
          { deadlineMs: PAGE_TIMEOUT_MS, repeatable: true },
        );
        token = nextToken;
        yield events.flatMap(({ event }) => recordedLogin(event) ?? []);
      } while (token !== '');
    },

    async count(wanted) {
      const request = { filter: filterOf(wanted), groupBy: 'decision', atMost: 1 };
      try {
        const options = { deadlineMs: PAGE_TIMEOUT_MS, repeatable: true };
        return Number((await peer.unary(Rpc.stats, request, options)).total);
      } catch {
        // It is for showing progress alone.
        return 0;
      }
    },
  };
}

function filterOf({ since, domain }: LoginsWanted): Filter {
  return {
    account: '',
    domain: domain ?? '',
    clientIp: '',
    service: Service.UNSPECIFIED,
    decision: '',
    reason: '',
    rule: '',
    since: new Date(since),
    until: undefined,
    type: login.type,
    eventId: '',
  };
}

/** Undefined for an event that was erased, or that this version cannot read. */
function recordedLogin(bytes: Buffer): RecordedLogin | undefined {
  if (bytes.length === 0) return undefined;
  const event = JSON.parse(bytes.toString()) as { id: string; time: string; data: unknown };
  const read = login.data.safeParse(event.data);
  if (!read.success) return undefined;
  const { data } = read;
  const account = parseAccount(data.account);
  const address = parseAddress(data.client_ip);
  if (!account.ok || !address.ok) return undefined;
  const { presented, verified, trust } = data;
  const second = verified.second === 'wrong-service' ? 'wrong' : verified.second;
  // Trust that no document offered was held by nobody.
  const held = (kind: 'ip' | 'device') =>
    trust[kind] ?? (trust.offered.includes(kind) ? undefined : false);
  return {
    decisionId: event.id,
    time: Date.parse(event.time),
    account: account.value,
    service: data.service,
    address: address.value,
    interactive: data.interactive,
    presented: {
      first: presented.first,
      second: presented.second !== 'none',
      passkey: presented.passkey ?? false,
      remember: presented.remember.length > 0,
      prove: presented.prove ?? false,
    },
    first: verified.first,
    second,
    trustedIp: held('ip'),
    trustedDevice: held('device'),
    passkey: verified.passkey === 'wrong-service' ? 'wrong' : verified.passkey,
    hasOtp: data.otp_enrolled ?? undefined,
    // Before passkeys were asked for, nobody had one.
    hasPasskey: data.passkey_enrolled === undefined ? false : (data.passkey_enrolled ?? undefined),
    hasSaml: data.saml_available ?? undefined,
    decision: data.decision,
    reason: data.reason as Reason,
    rule: data.rule ?? '',
  };
}
