import {
  AuditSelfServiceService,
  OwnEventKind as WireKind,
} from '../../../libs/gen/gatepost/audit/v1/self_service.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import { listOwnEvents } from '../commands/list-own-events.js';
import type { OwnEventKind } from '../core/own-event.js';
import type { Events } from '../ports.js';
import { ownEventToWire } from './own-event-to-wire.js';

export interface SelfServiceParts {
  readonly events: Events;
  readonly clock: { now(): number };
  readonly ticketKeys: TicketKeys;
  readonly checkTicket: TicketCheck;
}

/** gatepost.audit.v1.AuditSelfService, for front-ends that hold a person's ticket. */
export function selfService(parts: SelfServiceParts): Service {
  const { ticketKeys: keys, clock, checkTicket } = parts;
  const take = ticketTaker({ keys, clock, store: 'audit', check: checkTicket });
  return defineService(AuditSelfServiceService, {
    handlers: {
      async listOwnEvents(wire, context) {
        const ticket = await take(wire.ticket, context, ['view']);
        const { account, kind } = readRequest((reader) => {
          const known = KINDS.get(wire.kind);
          if (known === undefined) reader.refuse('kind', 'not a value of OwnEventKind');
          return { account: reader.account('ticket', ticket.account), kind: known ?? 'all' };
        });
        const { size = 0, token = '' } = wire.page ?? {};
        const { events, nextToken } = await listOwnEvents(parts, { account, kind, size, token });
        return { events: events.map(ownEventToWire), nextToken };
      },
    },
    domainOf: { listOwnEvents: ofTicket },
  });
}

const KINDS: ReadonlyMap<number, OwnEventKind> = new Map<number, OwnEventKind>([
  [WireKind.UNSPECIFIED, 'all'],
  [WireKind.SIGN_INS, 'sign-ins'],
  [WireKind.CHANGES, 'changes'],
]);
