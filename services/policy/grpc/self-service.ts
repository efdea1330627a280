import {
  type ListTakenFactorsRequest,
  type ListWaysInRequest,
  type NameNetworksRequest,
  PolicySelfServiceService,
} from '../../../libs/gen/gatepost/policy/v1/self_service.js';
import { type CallContext, defineService, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { networksAt } from '../../../libs/policy/decide/networks.js';
import { takenFactors } from '../../../libs/policy/decide/taken.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import { callUntil } from '../commands/call-until.js';
import { type ListWaysInPorts, listWaysIn } from '../commands/list-ways-in.js';
import { FACTORS } from './answer-to-wire.js';
import { waysToWire } from './ways-to-wire.js';

export interface SelfServicePorts extends ListWaysInPorts {
  readonly ticketKeys: TicketKeys;
  readonly checkTicket: TicketCheck;
}

const MOST_ADDRESSES = 100;

/** PolicySelfService, for front-ends that hold a person's ticket. */
export function selfService(ports: SelfServicePorts): Service {
  const { ticketKeys: keys, clock, checkTicket } = ports;
  const take = ticketTaker({ keys, clock, store: 'policy', check: checkTicket });

  async function personOf(token: string, context: CallContext) {
    const ticket = await take(token, context, ['view']);
    const account = readRequest((reader) => reader.account('ticket', ticket.account));
    return { account, signInId: ticket.decisionId };
  }

  return defineService(PolicySelfServiceService, {
    handlers: {
      async listWaysIn(wire: ListWaysInRequest, context) {
        const person = await personOf(wire.ticket, context);
        const decisionId = readRequest((reader) => reader.uuid('decision_id', wire.decisionId));
        const call = callUntil(context.deadline, context.signal);
        return waysToWire(await listWaysIn({ ...person, decisionId }, ports, call));
      },

      async nameNetworks(wire: NameNetworksRequest, context) {
        const { account } = await personOf(wire.ticket, context);
        const addresses = readRequest((reader) => {
          if (wire.addresses.length > MOST_ADDRESSES) {
            reader.refuse('addresses', `more than ${MOST_ADDRESSES}`);
            return [];
          }
          return wire.addresses.map((text, n) => reader.address(`addresses[${n}]`, text));
        });
        const policy = ports.policies.current().find(account.domain)?.policy;
        return {
          addresses: addresses.map((address) => ({
            address: address.text,
            networks: policy === undefined ? [] : networksAt(policy, address),
          })),
        };
      },

      async listTakenFactors(wire: ListTakenFactorsRequest, context) {
        const { account } = await personOf(wire.ticket, context);
        const policy = ports.policies.current().find(account.domain)?.policy;
        const taken = policy === undefined ? [] : takenFactors(policy, account.name);
        return {
          factors: [...taken].map(([factor, services]) => ({
            factor: FACTORS[factor],
            services: services.map(serviceToWire),
          })),
        };
      },
    },
    domainOf: { listWaysIn: ofTicket, nameNetworks: ofTicket, listTakenFactors: ofTicket },
  });
}
