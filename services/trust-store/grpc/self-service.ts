import { TrustSelfServiceService } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import { disownTrust } from '../commands/disown-trust.js';
import { listOwnTrust } from '../commands/list-own-trust.js';
import { revokeOwnTrust } from '../commands/revoke-own-trust.js';
import type { TrustParts } from '../ports.js';
import { trustToWire } from './to-wire.js';

const MAX_IDS = 1000;

/** TrustSelfService, for front-ends that hold a person's ticket. */
export function selfService(
  parts: TrustParts & { readonly ticketKeys: TicketKeys; readonly disownKeys: TicketKeys },
): Service {
  const { ticketKeys: keys, disownKeys, clock } = parts;
  const take = ticketTaker({ keys, clock, store: 'trust-store' });
  const takeDisown = ticketTaker({ keys: disownKeys, clock, store: 'trust-store' });
  async function personOf(taken: ReturnType<typeof take>) {
    const ticket = await taken;
    return { ticket, account: readRequest((reader) => reader.account('ticket', ticket.account)) };
  }

  return defineService(TrustSelfServiceService, {
    handlers: {
      async listOwnTrust(wire, context) {
        const trusts = await listOwnTrust(
          parts,
          await personOf(take(wire.ticket, context, ['view', 'manage'])),
        );
        return { trusts: trusts.map(trustToWire) };
      },

      async revokeOwnTrust(wire, context) {
        const person = await personOf(take(wire.ticket, context, ['view', 'manage']));
        const ids = readRequest((reader) => {
          if (wire.trustIds.length > MAX_IDS) reader.refuse('trust_ids', `more than ${MAX_IDS}`);
          return wire.trustIds.map((id, n) => reader.uuid(`trust_ids[${n}]`, id));
        });
        return { revoked: await revokeOwnTrust(parts, { ...person, ids }) };
      },

      async disownTrust({ ticket }, context) {
        return {
          ended: await disownTrust(parts, await personOf(takeDisown(ticket, context, ['disown']))),
        };
      },
    },
    domainOf: { listOwnTrust: ofTicket, revokeOwnTrust: ofTicket, disownTrust: ofTicket },
  });
}
