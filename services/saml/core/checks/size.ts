import type { Finding } from './facts.js';

/** The largest decoded message, in octets. */
export const MAX_MESSAGE_OCTETS = 256 * 1024;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Decodes the field of a form (SAML bindings 3.5.4): base64, with or without line breaks. A field that is too long is
 * refused before anything is allocated.
 */
export function decodePosted(posted: Uint8Array): { decoded: Buffer } | { problem: string } {
  const most = Math.ceil(MAX_MESSAGE_OCTETS / 3) * 4;
  if (posted.length > most + most / 16) return { problem: `${posted.length} octets of base64` };
  const text = Buffer.from(posted)
    .toString('latin1')
    .replaceAll(/[\r\n\t ]/g, '');
  if (!BASE64.test(text)) return { problem: 'not base64' };
  const decoded = Buffer.from(text, 'base64');
  const problem = checkSize(decoded);
  return problem === undefined ? { decoded } : { problem };
}

/** Checks that the message has at most `MAX_MESSAGE_OCTETS` octets. */
export function checkSize(message: Uint8Array): Finding {
  if (message.length <= MAX_MESSAGE_OCTETS) return undefined;
  return `${message.length} octets, more than ${MAX_MESSAGE_OCTETS}`;
}
