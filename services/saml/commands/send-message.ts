import { constants, sign } from 'node:crypto';
import { type Binding, RSA_SHA256 } from '../core/uris.js';
import type { SpKey, Xml } from '../ports.js';

/** What the browser must carry: a redirect or a form. */
export interface Outgoing {
  /** Empty if there is a form. */
  readonly redirectUrl: string;
  readonly formAction: string;
  readonly formFields: Readonly<Record<string, string>>;
}

export const NOTHING_TO_SEND: Outgoing = { redirectUrl: '', formAction: '', formFields: {} };

/** Makes the redirect or form for a message (SAML bindings 3.4.4, 3.5.4), signed if there is a key. */
export function sendMessage(
  { xml }: { readonly xml: Xml },
  message: {
    readonly text: string;
    readonly parameter: 'SAMLRequest' | 'SAMLResponse';
    readonly url: string;
    readonly binding: Binding;
    readonly relayState: string;
    readonly key: SpKey | undefined;
  },
): Outgoing {
  const { text, parameter, url, binding, relayState, key } = message;
  if (binding === 'post') {
    const content = key === undefined ? text : xml.sign(text, key);
    const relay = relayState === '' ? {} : { RelayState: relayState };
    const encoded = Buffer.from(content).toString('base64');
    return { redirectUrl: '', formAction: url, formFields: { [parameter]: encoded, ...relay } };
  }
  const fields = [`${parameter}=${encodeURIComponent(xml.deflate(text))}`];
  if (relayState !== '') fields.push(`RelayState=${encodeURIComponent(relayState)}`);
  if (key !== undefined) {
    fields.push(`SigAlg=${encodeURIComponent(RSA_SHA256)}`);
    const padding = constants.RSA_PKCS1_PADDING;
    const octets = Buffer.from(fields.join('&'));
    const signature = sign('sha256', octets, { key: key.privateKey, padding });
    fields.push(`Signature=${encodeURIComponent(signature.toString('base64'))}`);
  }
  // The URL may already have a query.
  const joint = url.includes('?') ? '&' : '?';
  return { redirectUrl: `${url}${joint}${fields.join('&')}`, formAction: '', formFields: {} };
}
