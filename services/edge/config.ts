import * as z from 'zod';
import { duration, filePath, secretFile } from '../../libs/config/index.js';
import { statelessSettings } from '../../libs/service/index.js';
import { doveadmSettings } from './config/doveadm.js';
import { envoySettings, listenerSettings } from './config/listeners.js';

const HOUR = 3_600_000;

/** The configuration of one replica of the edge service. */
export const edgeSettings = z
  .strictObject({
    ...statelessSettings(['policy', 'trust-store', 'audit']),
    /** A directory of this replica's own: how far the watch of trust is, events that wait. */
    state: filePath(),
    /** Each switched on by being here. */
    listeners: z.array(listenerSettings()).superRefine(noTwice),
    /** Envoy's ext_authz, on `listen`, for the callers that the allow-list names; absent: off. */
    envoy: envoySettings().optional(),
    /** Whose live sessions end with the trust that carried them. */
    doveadm: z.array(doveadmSettings()).default([]),
    /** Web sessions of the listeners that ask for them. */
    sessions: z
      .strictObject({
        /** At least 32 octets; signs the cookies, and nothing else. */
        'key-file': secretFile().refine((key) => key.bytes().length >= 32, 'at least 32 octets'),
        lifetime: duration({ min: 60_000, max: 24 * HOUR }).default(8 * HOUR),
      })
      .optional(),
  })
  .superRefine(({ listeners, sessions }, context) => {
    for (const [i, listener] of listeners.entries()) {
      if (listener.protocol !== 'forward-auth' || !listener.sessions || sessions) continue;
      const path = ['listeners', i, 'sessions'];
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
