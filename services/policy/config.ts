import * as z from 'zod';
import { readableFile } from '../../libs/config/index.js';
import { baseSettings } from '../../libs/service/index.js';

export const settings = z.strictObject({
  ...baseSettings(['credential', 'otp', 'saml', 'trust-store', 'audit']),
  /** Ed25519 private key, PEM: signs the tickets that other services accept. */
  'ticket-key': readableFile(),
});
