import * as z from 'zod';
import { duration } from '../../libs/config/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { DISOWN_KEYS, disownKeys, TICKET_KEYS, ticketKeys } from '../../libs/ticket/index.js';

const HOUR = 3_600_000;

/** The configuration of one replica of the trust-store service. */
export const settings = z.strictObject({
  ...baseSettings(['audit']),
  'ticket-keys': ticketKeys().describe(TICKET_KEYS),
  'disown-keys': disownKeys().describe(DISOWN_KEYS),
  'watch-retention': duration({ min: HOUR, max: 365 * 24 * HOUR })
    .default(7 * 24 * HOUR)
    .describe('How long a Watch that resumes can still read ends of trust.'),
});
