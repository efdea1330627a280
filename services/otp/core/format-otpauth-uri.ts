import type { CodeParameters } from './authenticator.js';
import { encodeBase32 } from './base32.js';

/**
 * The URI that an authenticator app scans:
 * `otpauth://totp/Example:luca%40a.tld?secret=…&issuer=Example&algorithm=SHA1&digits=6&period=30`.
 *
 * A colon separates issuer and account, so a colon within either is escaped. Spaces become `%20`, because some apps
 * show a `+` literally.
 */
export function formatOtpauthUri(options: {
  secret: Uint8Array;
  issuer: string;
  account: string;
  parameters: CodeParameters;
}): string {
  const { secret, issuer, account, parameters } = options;
  const fields = [
    ['secret', encodeBase32(secret)],
    ['issuer', issuer],
    ['algorithm', parameters.algorithm.toUpperCase()],
    ['digits', String(parameters.digits)],
    ['period', String(parameters.period)],
  ];
  const query = fields.map(([name, value]) => `${name}=${escapeText(value as string)}`).join('&');
  return `otpauth://totp/${escapeText(issuer)}:${escapeText(account)}?${query}`;
}

/** As encodeURIComponent, but also escapes the other characters that RFC 3986 reserves. */
function escapeText(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
