import { GatepostError } from '../../../libs/errors/index.js';
import {
  NoticeSelfServiceService as NoticeSelf,
  type SecondAddress,
} from '../../../libs/gen/gatepost/notice/v1/notice.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { noticeWord } from '../core/own-changes.js';
import type { OwnNoticeAddress } from '../core/own-notices.js';
import type { OwnNotices, SecondAddressOutcome } from '../ports/own.js';

/** Reads and changes a person's notice settings at the service notice, which checks the ticket. */
export function ownNotices(parts: { notice: Peer; deadlineMs: number }): OwnNotices {
  const { notice, deadlineMs } = parts;
  const again = { deadlineMs, repeatable: true };
  return {
    async read(ticket) {
      const { notices } = await notice.unary(NoticeSelf.getOwnNotices, { ticket }, again);
      const { optionalKinds = [], secondAddress, asked, former = [] } = notices ?? {};
      return {
        kinds: optionalKinds.map(({ kind, off, offForDomain }) => ({
          ...{ kind, isOff: off, isOffForDomain: offForDomain },
        })),
        second: secondAddress && fromWire(secondAddress),
        asked: asked && fromWire(asked),
        former: former.map(fromWire),
      };
    },
    async switchKind(ticket, kind, off) {
      await notice.unary(NoticeSelf.switchOwnKind, { ticket, kind, off }, again);
    },
    async unseen(ticket) {
      const answer = await notice.unary(NoticeSelf.listUnseenNotices, { ticket }, again);
      const notices = answer.notices.flatMap(({ eventId: id, kind, time }) => {
        const word = noticeWord(kind);
        return word === undefined ? [] : [{ id, word, at: time?.getTime() ?? 0 }];
      });
      return { notices, total: answer.total, seenUntil: answer.seenUntil?.getTime() };
    },
    async markSeen(ticket, until) {
      const request = { ticket, seenUntil: new Date(until) };
      await notice.unary(NoticeSelf.markNoticesSeen, request, again);
    },
    async askSecondAddress(ticket, address) {
      try {
        await notice.unary(NoticeSelf.askSecondAddress, { ticket, address }, { deadlineMs });
        return 'asked';
      } catch (error) {
        const refused = error instanceof GatepostError ? REFUSED[error.code] : undefined;
        if (refused === undefined) throw error;
        return refused;
      }
    },
    async removeSecondAddress(ticket) {
      await notice.unary(NoticeSelf.removeOwnSecondAddress, { ticket }, { deadlineMs });
    },
  };
}

/** Refusals that do not use up the ticket. */
const REFUSED: Readonly<Record<string, Exclude<SecondAddressOutcome, 'asked'>>> = {
  INVALID_ARGUMENT: 'address-own',
  RESOURCE_EXHAUSTED: 'links-used-up',
};

function fromWire({ address, since, until }: SecondAddress): OwnNoticeAddress {
  return { address, since: since?.getTime() ?? 0, until: until?.getTime() };
}
