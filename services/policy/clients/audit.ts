import { disowned } from '../../../libs/events/definitions/credential.js';
import { login } from '../../../libs/events/definitions/login.js';
import {
  type Filter,
  AuditServiceService as Rpc,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { History, LoginsWanted } from '../ports/history.js';
import { recordedLogin } from './recorded-login.js';

/** Small, because the thread that decides logins also decodes each page. */
const PAGE = 250;
const PAGE_TIMEOUT_MS = 30_000;

/** Decisions as the audit service has recorded them. */
export function auditHistory(peer: Peer): History {
  async function* pages(filter: Filter) {
    let token = '';
    do {
      const { events, nextToken } = await peer.unary(
        Rpc.query,
        { filter, page: { size: PAGE, token } },
        { deadlineMs: PAGE_TIMEOUT_MS, repeatable: true },
      );
      token = nextToken;
      yield events.map(({ event }) => event);
    } while (token !== '');
  }
  return {
    logins: (wanted) => pages(filterOf(wanted)),
    disowned: (wanted) => pages({ ...filterOf(wanted), type: disowned.type }),

    async find({ account, decisionId }) {
      const anyTime = filterOf({ since: 0, domain: undefined });
      const filter = { ...anyTime, since: undefined, account, eventId: decisionId };
      const { events } = await peer.unary(
        Rpc.query,
        { filter, page: { size: 1, token: '' } },
        { deadlineMs: PAGE_TIMEOUT_MS, repeatable: true },
      );
      return events[0] && recordedLogin(events[0].event);
    },

    async count(wanted) {
      const request = { filter: filterOf(wanted), groupBy: 'decision', atMost: 1 };
      try {
        const options = { deadlineMs: PAGE_TIMEOUT_MS, repeatable: true };
        return Number((await peer.unary(Rpc.stats, request, options)).total);
      } catch {
        // The count is only used to show progress.
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
