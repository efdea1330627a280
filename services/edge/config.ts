import * as z from 'zod';
import { duration, filePath, secretFile } from '../../libs/config/index.js';
import { nat64Prefixes } from '../../libs/config/name-fields.js';
import { statelessSettings } from '../../libs/service/index.js';
import { doveadmSettings } from './config/doveadm.js';
import { envoySettings, listenerSettings } from './config/listeners.js';

const HOUR = 3_600_000;

/** The configuration of one replica of the edge service. */
export const edgeSettings = z
  .strictObject({
    ...statelessSettings(['policy', 'trust-store', 'audit'], ['portal']),
    state: filePath().describe(
      'Directory of this replica alone, for the position of its Watch of trust and for events that wait.',
    ),
    listeners: z.array(listenerSettings()).superRefine(noTwice).meta({
      description: 'A listener is on if it is listed: see docs/front-ends.md.',
      kind: 'list of listeners',
    }),
    envoy: envoySettings()
      .optional()
      .describe(
        "Envoy's ext_authz, served on `listen` to the callers in the allow-list. Absent: off.",
      ),
    nat64: nat64Prefixes().describe(
      "Prefixes of NAT64 translators (RFC 6052), the same as policy's. For `trusted-proxies`, an address under one counts as the IPv4 address inside it. `64:ff9b::/96` is always included.",
    ),
    doveadm: z.array(doveadmSettings()).default([]).meta({
      description:
        'Dovecots whose live sessions end with the trust that carried them: see docs/front-ends.md.',
      kind: 'list of Dovecots',
    }),
    sessions: z
      .strictObject({
        'key-file': secretFile()
          .refine((key) => key.bytes().length >= 32, 'at least 32 octets')
          .describe(
            'File of at least 32 octets, the same on every replica. It signs cookies and the state of sign-ins.',
          ),
        lifetime: duration({ min: 60_000, max: 24 * HOUR })
          .optional()
          .describe(
            "Lifetime to ask for. `trust.session` of the document limits it. Absent: the document's default.",
          ),
      })
      .optional()
      .describe('Web sessions, for the listeners that use them. trust-store keeps them.'),
  })
  .superRefine(({ listeners, sessions, peers }, context) => {
    for (const [i, listener] of listeners.entries()) {
      if (listener.protocol !== 'forward-auth') continue;
      if (listener.portal !== undefined && peers.portal === undefined) {
        const path = ['listeners', i, 'portal'];
        context.addIssue({ code: 'custom', path, message: 'needs peers.portal' });
      }
      if ((!listener.sessions && listener.portal === undefined) || sessions !== undefined) continue;
      const path = ['listeners', i, listener.sessions ? 'sessions' : 'portal'];
      context.addIssue({ code: 'custom', path, message: 'needs the section sessions, with a key' });
    }
  });

export type EdgeConfig = z.output<typeof edgeSettings>;

function noTwice(listeners: readonly { name: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [i, { name }] of listeners.entries()) {
    if (seen.has(name)) {
      const message = 'another listener has this name';
      context.addIssue({ code: 'custom', path: [i, 'name'], message });
    }
    seen.add(name);
  }
}
