import type { SamlLogin } from '../../../../libs/gen/gatepost/policy/v1/authorization.js';
import { openBrowser, readForm } from './browse.js';

/** What a login presents after single sign-on: fields of AuthorizeRequest. */
export interface SignedOn {
  readonly samlResponse: Buffer;
  readonly samlRelayState: string;
  readonly samlLoginTicket: string;
}

/**
 * Signs in at the provider as a browser would, and takes what the browser would post to the
 * front-end.
 */
export async function signOnAs(
  account: string,
  { redirectUrl, loginTicket }: SamlLogin,
  signal: AbortSignal,
): Promise<SignedOn> {
  const browser = openBrowser(signal);
  const form = await browser.open(redirectUrl);
  const { fields } = readForm((await browser.submit(form, { account })).html);
  return {
    samlResponse: Buffer.from(fields.SAMLResponse ?? ''),
    samlRelayState: fields.RelayState ?? '',
    samlLoginTicket: loginTicket,
  };
}
