import { inflateRawSync } from 'node:zlib';
import type { SamlLogin } from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { formatForm, formatPage } from './page.js';
import type { Answer, Visit } from './serve.js';

/** Redirects a browser to the identity provider. */
export function sendToProvider({ redirectUrl, formAction, formFields }: SamlLogin): Answer {
  if (redirectUrl !== '') return { location: redirectUrl };
  const choices = [{ text: 'Continue' }];
  const form = formatForm({ action: formAction, fields: formFields, choices, atOnce: true });
  return { body: formatPage('To your identity provider', form) };
}

/** What the browser brings back, as fields of AuthorizeRequest. */
export function readSamlResponse({ form }: Visit) {
  return {
    samlResponse: Buffer.from(form.get('SAMLResponse') ?? ''),
    samlRelayState: form.get('RelayState') ?? '',
  };
}

/** The address to which the answer to our request is to be posted (SAML core 3.4.1). */
export function acsUrlOf({ redirectUrl, formFields }: SamlLogin): string {
  const [, acsUrl = ''] =
    / AssertionConsumerServiceURL="([^"]*)"/.exec(requestOf(redirectUrl, formFields)) ?? [];
  return acsUrl.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

function requestOf(redirectUrl: string, fields: SamlLogin['formFields']): string {
  if (redirectUrl === '') return Buffer.from(fields.SAMLRequest ?? '', 'base64').toString();
  const deflated = new URL(redirectUrl).searchParams.get('SAMLRequest') ?? '';
  return inflateRawSync(Buffer.from(deflated, 'base64')).toString();
}
