import * as z from 'zod';
import { domains } from './name-fields.js';

/** Whether a URL points to this machine. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** `hosts: [{ url: https://login.example, domains: ['*'] }]`: where people sign in. */
export function signInHosts() {
  return z
    .array(
      z.strictObject({
        url: z
          .string()
          .superRefine(refuseUrl)
          .describe(
            'Address as browsers see it, such as `https://login.example`; `http` on this machine only.',
          ),
        domains: domains()
          .default(['*'])
          .describe(
            'Domains whose people sign in there. If it is one domain, it is added to a bare name.',
          ),
        'moved-from': z
          .strictObject({
            url: z.string().superRefine(refuseUrl).describe('Where these people signed in before.'),
            until: z.iso.date().describe('Passkeys made there work until 00:00 UTC of that day.'),
          })
          .optional()
          .describe(
            'As in the configuration of passkey. Absent: these people signed in nowhere else.',
          ),
      }),
    )
    .min(1)
    .refine((hosts) => new Set(hosts.map(({ url }) => url)).size === hosts.length, {
      message: 'no address twice',
    })
    .meta({ description: "Sign-in hosts, the provider's first. A domain may have its own." });
}

function refuseUrl(text: string, context: z.RefinementCtx): void {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.origin !== text) {
    refuse('must be an origin, https://login.example, without a path or a slash at its end');
  } else if (url.protocol !== 'https:' && !isLoopback(url)) {
    refuse('must be https: without it, cookies and passwords can be read on the way');
  }
}
