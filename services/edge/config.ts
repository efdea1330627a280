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
      "A directory of this replica's own: how far the watch of trust is, events that wait.",
    ),
    listeners: z.array(listenerSettings()).superRefine(noTwice).meta({
      description: 'Each switched on by being here: see docs/front-ends.md.',
      kind: 'list of listeners',
    }),
    envoy: envoySettings()
      .optional()
      .describe(
        "Envoy's ext_authz, on `listen`, for the callers that the allow-list names; absent: off.",
      ),
    nat64: nat64Prefixes().describe(
      'Prefixes of translators (RFC 6052), as policy has them: for `trusted-proxies`, an address under one is the IPv4 address that it carries. `64:ff9b::/96` always is.',
    ),
    doveadm: z.array(doveadmSettings()).default([]).meta({
      description:
        'Each a Dovecot whose live sessions end with the trust that carried them: see docs/front-ends.md.',
      kind: 'list of Dovecots',
    }),
    sessions: z
      .strictObject({
        'key-file': secretFile()
          .refine((key) => key.bytes().length >= 32, 'at least 32 octets')
          .describe(
            'At least 32 octets, the same on every replica; signs cookies and the state of sign-ins.',
          ),
        lifetime: duration({ min: 60_000, max: 24 * HOUR })
          .optional()
          .describe(
            "How long a session is asked for; `trust.session` of the document has the last word. Absent: the document's default.",
          ),
      })
      .optional()
      .describe('Web sessions of the listeners that ask for them; trust-store keeps them.'),
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
