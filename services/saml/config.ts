import * as z from 'zod';
import { duration } from '../../libs/config/index.js';
import { keyRingFile } from '../../libs/seal/index.js';
import { baseSettings } from '../../libs/service/index.js';
import type { Urls } from './core/settings.js';

const MINUTE = 60_000;

/** The configuration of one replica of the saml service. */
export const samlSettings = z.strictObject({
  ...baseSettings(['trust-store', 'audit']),
  keys: keyRingFile().describe(
    'Key file. It seals private keys, and signs request ids and login tickets.',
  ),
  /** The URLs of this service provider, for domains that set no others. */
  urls: z.strictObject({
    'entity-id': template(['domain']).describe(
      'Entity ID, such as `https://mail.example/saml/{domain}`.',
    ),
    acs: template(['domain', 'front-end']).describe(
      'Address that responses are posted to, such as `https://{front-end}.example/saml/{domain}/acs`.',
    ),
    slo: template(['domain']).describe(
      'Address that logout messages are sent to, such as `https://mail.example/saml/{domain}/slo`.',
    ),
  }),
  'front-ends': z
    .array(z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'must be a name'))
    .default([])
    .describe('Names of the front-ends, for the metadata.'),
  'login-lifetime': duration({ min: MINUTE, max: 60 * MINUTE })
    .default(15 * MINUTE)
    .describe('How long a person may take at the identity provider.'),
});

export type SamlConfig = z.output<typeof samlSettings>;

/** The URL templates of the configuration. */
export function urlsOf({ urls }: Pick<SamlConfig, 'urls'>): Urls {
  return { entityId: urls['entity-id'], acsUrl: urls.acs, sloUrl: urls.slo };
}

/** A URL that must contain each of `names` in braces as a placeholder. */
function template(names: readonly string[]) {
  return z.string().superRefine((text, context) => {
    const missing = names.find((name) => !text.includes(`{${name}}`));
    if (missing !== undefined) {
      context.addIssue({ code: 'custom', message: `must hold {${missing}}` });
    }
    const filled = names.reduce((url, name) => url.replaceAll(`{${name}}`, 'a'), text);
    if (/[{}\s]/.test(filled) || !/^https?:\/\//.test(filled) || !URL.canParse(filled)) {
      context.addIssue({ code: 'custom', message: 'must be a URL, with https://' });
    }
  });
}
