import * as z from 'zod';
import { SERVICES } from '../../names/services.js';

export const account = z.string().min(3).max(254).describe('Canonical local@domain.');
export const domain = z.string().min(1).max(253).describe('Canonical domain, or `*`.');
export const address = z.string().max(45).describe('Canonical IPv4 or IPv6 address.');
export const service = z.enum(SERVICES).describe('What the login was for.');
export const services = z.array(service);
export const time = z.iso.datetime().describe('UTC, with milliseconds.');
export const uuid = z.uuid();
export const label = z.string().max(64).describe('As the person named it.');
export const revision = z.int().min(0).describe('Revision of the policy set.');

/** Who made the change: a person with a ticket, an administrator or another service. */
export const actor = z
  .strictObject({
    certificate: z.string().max(254).describe('SPIFFE URI of the caller.'),
    on_behalf_of: z
      .string()
      .max(254)
      .optional()
      .describe('The person whom the caller acts for, as the caller says.'),
    comment: z.string().max(1000).optional().describe('The reason, as the caller says.'),
    decision_id: uuid.optional().describe('The decision whose ticket was used.'),
  })
  .describe('Who asked for the change.');
