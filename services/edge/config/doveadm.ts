import * as z from 'zod';
import { secretFile } from '../../../libs/config/index.js';

/** One Dovecot whose sessions can be ended through doveadm's HTTP API. */
export function doveadmSettings() {
  return z.strictObject({
    /** Unique name in logs and of the file with its position. */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a name such as dovecot-1'),
    /** Such as `http://127.0.0.1:8080/doveadm/v1`. */
    url: z.url({ protocol: /^https?$/, error: 'must be http:// or https://' }),
    /** The `doveadm_api_key` of that Dovecot. */
    'api-key-file': secretFile(),
    /** The domains whose trust is followed. */
    domains: z.array(z.string()).min(1),
  });
}
