import { noticeFailed } from '../../../libs/events/definitions/notice.js';
import {
  type FailedNotice,
  failedNotices,
  MOST_FAILED,
} from '../../../libs/events/failed-notice.js';
import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { readPages } from '../../input/common-options.js';
import type { Session } from '../../session/session.js';

/** How far back reminders that could not be delivered are listed. */
export const UNDELIVERED_DAYS = 90;

/** A reminder that could not be delivered, and is not tried again. */
export type Undelivered = FailedNotice;

/** Reminders of a domain that could not be delivered: the newest of each account, and the newest first. */
export async function findUndelivered(
  { call }: Session,
  domain: string,
): Promise<readonly Undelivered[]> {
  const filter = {
    ...{ domain, type: noticeFailed.type, account: '', clientIp: '', decision: '' },
    ...{ reason: '', rule: '', eventId: '', until: undefined, service: Service.UNSPECIFIED },
    since: new Date(Date.now() - UNDELIVERED_DAYS * 86_400_000),
  };
  const events = await readPages({
    limit: MOST_FAILED,
    fetch: (page) => call(Audit.query, { filter, page }),
    items: (page) => page.events,
  });
  return failedNotices(events, 'enrolment-due');
}
