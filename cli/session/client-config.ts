import * as z from 'zod';
import { parseIdentity } from '../../libs/certificates/identity-uri.js';
import { address, loadConfig, readableFile } from '../../libs/config/index.js';

/** The services that a client can reach, by the word in their protocol's package. */
export const TARGETS = [
  'policy',
  'credential',
  'otp',
  'passkey',
  'saml',
  'truststore',
  'audit',
  'edge',
  'portal',
  'notice',
  'console',
] as const;
export type Target = (typeof TARGETS)[number];

const addresses = z.array(address()).min(1);

const schema = z.strictObject({
  ca: readableFile(),
  /** The addresses of every replica, by service. */
  targets: z.partialRecord(z.enum(TARGETS), addresses),
  /** Whose signatures on the record's checkpoints are trusted, as `name+keyid+base64`. */
  record: z.strictObject({ keys: z.array(z.string()).min(1) }).optional(),
  /** Certificates to call with, by name; the first of a role is its default. */
  identities: z.record(
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a short name in lower case'),
    z.strictObject({
      uri: z.string().transform((uri, context) => {
        const identity = parseIdentity(uri);
        if (identity !== null) return identity;
        const message = 'must be spiffe://gatepost/<front-end|service|admin|auditor>/<name>';
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }),
      cert: readableFile(),
      key: readableFile(),
    }),
  ),
});

/** `client.yaml`: where the services are, and the certificates that this person holds. */
export type ClientConfig = z.output<typeof schema>;

/** @throws ConfigError */
export function loadClientConfig(path: string): ClientConfig {
  return loadConfig(path, schema);
}
