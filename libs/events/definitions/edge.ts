import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { address } from './common.js';

export const addressClaimed = defineEvent({
  type: 'gatepost.edge.address-claimed.v1',
  title: 'A peer that is not a trusted proxy claimed another client address, and was refused.',
  data: z.strictObject({
    listener: z.string().max(64),
    peer_ip: address,
    claimed_ip: z.string().max(64).describe('As claimed; not necessarily an address.'),
  }),
});
