import { personOf } from '../../../libs/events/definitions/actor.js';
import { NoticeSelfServiceService } from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import { askSecondAddress } from '../commands/ask-second-address.js';
import { disownSecondAddress, removeSecondAddress } from '../commands/remove-second-address.js';
import { isOptional } from '../core/kinds.js';
import type { Clock, NoticeStore } from '../ports.js';
import { noticesToWire } from './convert.js';

export interface SelfServiceParts {
  readonly store: NoticeStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ticketKeys: TicketKeys;
  /** Our own key: nobody else signs `disown` tickets. */
  readonly disownKeys: TicketKeys;
  readonly checkTicket: TicketCheck;
  /** Kinds that nobody in an account’s domain is notified of. */
  readonly offForDomain: (account: string) => readonly string[];
  /** Called when a mail is waiting. */
  readonly onMails: () => void;
}

/** gatepost.notice.v1.NoticeSelfService, for front-ends that hold a person's ticket. */
export function selfService(parts: SelfServiceParts): Service {
  const { store, clock, ticketKeys: keys, disownKeys, checkTicket, offForDomain, onMails } = parts;
  const take = ticketTaker({ keys, clock, store: 'notice', check: checkTicket });
  const takeDisown = ticketTaker({ keys: disownKeys, clock, store: 'notice' });
  return defineService(NoticeSelfServiceService, {
    handlers: {
      async getOwnNotices(wire, context) {
        const { account } = await take(wire.ticket, context, ['view', 'manage']);
        return { notices: noticesToWire(await store.read(account), offForDomain(account)) };
      },

      async switchOwnKind(wire, context) {
        const ticket = await take(wire.ticket, context, ['view', 'manage']);
        const kind = readRequest((reader) => {
          if (!isOptional(wire.kind)) reader.refuse('kind', 'not one that may be switched off');
          return wire.kind;
        });
        const actor = personOf(ticket);
        await store.switchKind({ account: ticket.account, kind, off: wire.off, actor });
        return {};
      },

      async listUnseenNotices(wire, context) {
        const { account } = await take(wire.ticket, context, ['view', 'manage']);
        const { notices, total, seenUntil } = await store.unseen(account);
        return {
          notices: notices.map(({ id, kind, at }) => ({ eventId: id, kind, time: new Date(at) })),
          total,
          seenUntil: seenUntil === undefined ? undefined : new Date(seenUntil),
        };
      },

      async markNoticesSeen(wire, context) {
        const { account } = await take(wire.ticket, context, ['view', 'manage']);
        const until = readRequest((reader) => {
          if (wire.seenUntil === undefined) reader.refuse('seen_until', 'is missing');
          return wire.seenUntil?.getTime() ?? 0;
        });
        await store.markSeen(account, Math.min(until, clock.now()));
        return {};
      },

      async askSecondAddress(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const address = readRequest((reader) => reader.account('address', wire.address).name);
        const expiresAt = await askSecondAddress(parts, { ticket, address });
        onMails();
        return { expiresAt: new Date(expiresAt) };
      },

      async removeOwnSecondAddress(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const actor = personOf(ticket);
        const removed = await removeSecondAddress(parts, {
          ...{ account: ticket.account, actor, ticket },
        });
        onMails();
        return { removed };
      },

      async disownSecondAddress(wire, context) {
        const ticket = await takeDisown(wire.ticket, context, ['disown']);
        const since = ticket.loginBegunAt;
        const removed = await disownSecondAddress(parts, { ticket, since });
        onMails();
        return { removed };
      },
    },
    domainOf: {
      getOwnNotices: ofTicket,
      switchOwnKind: ofTicket,
      listUnseenNotices: ofTicket,
      markNoticesSeen: ofTicket,
      askSecondAddress: ofTicket,
      removeOwnSecondAddress: ofTicket,
      disownSecondAddress: ofTicket,
    },
  });
}
