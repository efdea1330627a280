import * as z from 'zod';
import { baseSettings } from '../../libs/service/index.js';
import { ticketKey } from '../../libs/ticket/index.js';

export const settings = z.strictObject({
  ...baseSettings(['credential', 'otp', 'saml', 'trust-store', 'audit']),
  /** Ed25519 private key, PEM: signs the tickets that other services accept. */
  'ticket-key': ticketKey(),
});
