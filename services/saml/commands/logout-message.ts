import { checkAlgorithms } from '../core/checks/algorithms.js';
import { checkMarkup, decodeText } from '../core/checks/markup.js';
import { checkSignaturePosition } from '../core/checks/signature-position.js';
import { decodePosted, MAX_MESSAGE_OCTETS } from '../core/checks/size.js';
import { childOf, type Element } from '../core/element.js';
import { parseRedirectQuery } from '../core/redirect-query.js';
import { type Binding, DS, SIGNATURES } from '../core/uris.js';
import type { Xml } from '../ports.js';

export interface IncomingLogout {
  readonly binding: Binding;
  /** POST: the field of the form. */
  readonly message: Uint8Array;
  /** Redirect: the query string exactly as received. */
  readonly query: string;
}

export interface ReadLogout {
  /** Parsed from the signed octets. */
  readonly root: Element;
  readonly relayState: string;
}

interface Reading {
  readonly xml: Xml;
  /** Awaited between pieces of the work, each of which blocks the event loop for some milliseconds. */
  readonly yieldToEventLoop: () => Promise<void>;
}

type Read<T> = T | { readonly problem: string };

/**
 * Reads a logout message and requires a signature of the domain's provider, because anyone could send an unsigned one.
 */
export async function readLogout(
  parts: Reading,
  incoming: IncomingLogout,
  certificates: readonly string[],
): Promise<Read<ReadLogout>> {
  return incoming.binding === 'post'
    ? readPosted(parts, incoming.message, certificates)
    : readRedirected(parts, incoming.query, certificates);
}

async function readPosted(
  parts: Reading,
  message: Uint8Array,
  certificates: readonly string[],
): Promise<Read<ReadLogout>> {
  const { xml, yieldToEventLoop } = parts;
  const posted = decodePosted(message);
  if ('problem' in posted) return posted;
  const read = await readText(parts, posted.decoded);
  if ('problem' in read) return read;
  await yieldToEventLoop();
  const unsafe = checkAlgorithms(read.root) ?? checkSignaturePosition(read.root);
  if (unsafe !== undefined) return { problem: unsafe };
  await yieldToEventLoop();
  const octets = xml.verify(read.text, 'root', certificates);
  if (octets === undefined) return { problem: 'its signature does not hold' };
  const signed = xml.parse(octets);
  return 'problem' in signed ? signed : { root: signed.root, relayState: '' };
}

async function readRedirected(
  parts: Reading,
  query: string,
  certificates: readonly string[],
): Promise<Read<ReadLogout>> {
  const { xml } = parts;
  const parsed = parseRedirectQuery(query);
  if ('problem' in parsed) return parsed;
  const { signatureAlgorithm } = parsed;
  if (SIGNATURES[signatureAlgorithm] === undefined) {
    return { problem: `signed by ${signatureAlgorithm}` };
  }
  const octets = Buffer.from(parsed.signedOctets);
  const signature = Buffer.from(parsed.signature, 'base64');
  const holds = xml.signatureHolds(signatureAlgorithm, certificates, { octets, signature });
  if (!holds) return { problem: 'its signature does not hold' };
  const inflated = xml.inflate(parsed.message, MAX_MESSAGE_OCTETS);
  if (inflated === undefined) return { problem: 'does not inflate to a message' };
  const read = await readText(parts, inflated);
  if ('problem' in read) return read;
  // A redirect is signed as a whole. An embedded signature is not part of this binding (bindings 3.4.4.1).
  if (childOf(read.root, DS, 'Signature') !== undefined) return { problem: 'signed inside' };
  return { root: read.root, relayState: parsed.relayState };
}

async function readText(
  { xml, yieldToEventLoop }: Reading,
  message: Uint8Array,
): Promise<Read<{ text: string; root: Element }>> {
  const decoded = decodeText(message);
  if ('problem' in decoded) return decoded;
  const problem = checkMarkup(decoded.text);
  if (problem !== undefined) return { problem };
  const parsed = xml.parse(decoded.text);
  if ('problem' in parsed) return parsed;
  await yieldToEventLoop();
  const misfit = xml.schemaProblem(decoded.text);
  return misfit === undefined ? { text: decoded.text, root: parsed.root } : { problem: misfit };
}
