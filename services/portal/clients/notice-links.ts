import { GatepostError } from '../../../libs/errors/index.js';
import { NoticeLinkServiceService as Links } from '../../../libs/gen/gatepost/notice/v1/notice.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { NoticeLinks } from '../ports/notice-links.js';

/** Resolves the links in notices at the service notice, which made them. */
export function noticeLinks(parts: { notice: Peer; deadlineMs: number }): NoticeLinks {
  const { notice, deadlineMs } = parts;
  return {
    describe: (token) =>
      found(notice.unary(Links.describeLink, { token }, { deadlineMs, repeatable: true })),
    confirm: (token) => found(notice.unary(Links.confirmSecondAddress, { token }, { deadlineMs })),
    switchOff: (token) =>
      found(notice.unary(Links.switchOffKind, { token }, { deadlineMs, repeatable: true })),
  };
}

async function found<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GatepostError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
