import { AppPasswordServiceService } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import {
  type CreateAppPasswordParts,
  createOwnAppPassword,
} from '../commands/create-app-password.js';
import { disownAppPasswords } from '../commands/disown-app-passwords.js';
import { listOwnAppPasswords } from '../commands/list-own-app-passwords.js';
import { revokeOwnAppPasswords } from '../commands/revoke-app-password.js';
import { appPasswordToWire, madeToWire, readIds, readWish } from './convert.js';

/** AppPasswordService, for front-ends that hold a person's ticket. */
export function appPasswordService(
  parts: CreateAppPasswordParts & {
    readonly ticketKeys: TicketKeys;
    readonly disownKeys: TicketKeys;
    readonly checkTicket: TicketCheck;
  },
): Service {
  const { ticketKeys: keys, disownKeys, clock, checkTicket } = parts;
  const take = ticketTaker({ keys, clock, store: 'credential', check: checkTicket });
  const takeDisown = ticketTaker({ keys: disownKeys, clock, store: 'credential' });

  return defineService(AppPasswordServiceService, {
    handlers: {
      async createOwnAppPassword(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage'], { oneFactor: true });
        const read = readRequest((reader) => readWish(reader, wire, clock.now()));
        const wish = { ...read, onOneFactor: ticket.oneFactor };
        return madeToWire(await createOwnAppPassword(parts, { ticket, wish }));
      },

      async listOwnAppPasswords(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const appPasswords = await listOwnAppPasswords(parts, { ticket });
        return { appPasswords: appPasswords.map(appPasswordToWire) };
      },

      async revokeOwnAppPassword(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const ids = readRequest((reader) => readIds(reader, wire));
        await revokeOwnAppPasswords(parts, { ticket, ids });
        return {};
      },

      async disownAppPasswords(wire, context) {
        const ticket = await takeDisown(wire.ticket, context, ['disown']);
        return { ended: await disownAppPasswords(parts, { ticket, since: ticket.loginBegunAt }) };
      },
    },
    domainOf: {
      createOwnAppPassword: ofTicket,
      listOwnAppPasswords: ofTicket,
      revokeOwnAppPassword: ofTicket,
      disownAppPasswords: ofTicket,
    },
  });
}
