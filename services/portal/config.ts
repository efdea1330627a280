import * as z from 'zod';
import { address, duration, readableFile } from '../../libs/config/index.js';
import { domains, ranges, service } from '../../libs/config/name-fields.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { isLoopback } from './core/site.js';

const MINUTE = 60_000;

/** The configuration of one replica of the portal service. */
export const portalSettings = z.strictObject({
  ...baseSettings(['policy', 'otp', 'trust-store', 'audit']),
  keys: keyRingFile().describe(
    'Key file: seals what sign-ins and sessions must remember, signs what forms carry.',
  ),
  http: z
    .strictObject({
      listen: address().describe('Where browsers, or the proxy before them, connect.'),
      cert: readableFile().optional().describe('A certificate for browsers, PEM'),
      key: readableFile()
        .optional()
        .describe('and its key. Absent: HTTP without TLS, for a proxy that has it.'),
      'trusted-proxies': ranges().describe(
        'Who may say, by `X-Forwarded-For`, that another is the browser; may be empty.',
      ),
      connections: z.int().min(10).max(100_000).default(2_000).describe('At most at a time.'),
    })
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
      message: 'cert and key belong together',
    }),
  hosts: z
    .array(
      z.strictObject({
        url: z
          .string()
          .superRefine(refuseUrl)
          .describe('`https://login.example`, as browsers know it; `http` on this machine only.'),
        domains: domains()
          .default(['*'])
          .describe('Whose people sign in there. One domain: it is added to a bare name.'),
      }),
    )
    .min(1)
    .refine((hosts) => new Set(hosts.map(({ url }) => url)).size === hosts.length, {
      message: 'no address twice',
    })
    .meta({ description: 'The provider’s sign-in host first; a domain may have its own.' }),
  'display-name': z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,64}$/u, 'must be 1 to 64 characters')
    .default('Mail')
    .describe('What people read at the top of the page, where a domain says nothing else.'),
  service: service().default('WebUI').describe('What a sign-in without a client is for.'),
  'sign-in-lifetime': duration({ min: MINUTE, max: 30 * MINUTE })
    .default(10 * MINUTE)
    .describe('How long a person may take from the password to the end of the sign-in.'),
  deadline: duration({ min: 100, max: MINUTE })
    .default(10_000)
    .describe('How long another service is waited for.'),
});

export type PortalConfig = z.output<typeof portalSettings>;

function refuseUrl(text: string, context: z.RefinementCtx): void {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.origin !== text) {
    refuse('must be an origin, https://login.example, without a path or a slash at its end');
  } else if (url.protocol !== 'https:' && !isLoopback(url)) {
    refuse('must be https: without it, cookies and passwords are anybody’s on the way');
  }
}
