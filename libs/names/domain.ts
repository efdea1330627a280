import { domainToASCII } from 'node:url';
import { hasForbiddenCharacter } from './characters.js';
import { accept, type Parsed, refuse } from './parsed.js';

const MAX_OCTETS = 253;
const MAX_INPUT = 1024;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Matches nearly every domain in lower case; such a domain is canonical already. */
const PLAIN =
  /^(?!.*xn--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** The URL standard reads a host whose last label is a number as an IPv4 address. */
const NUMBER = /^(?:[0-9]+|0x[0-9a-f]*)$/;

/**
 * The canonical form of a mail domain: lower case, A-labels (RFC 5890), without a trailing dot.
 *
 * Letters, digits and hyphens only (RFC 5321 section 4.1.2). An address is refused, in brackets or
 * not.
 */
export function parseDomain(text: string): Parsed<string> {
  if (text === '') return refuse('the domain is missing');
  if (text.length > MAX_INPUT) return refuse('the domain is too long');
  const lower = text.toLowerCase();
  if (lower.length <= MAX_OCTETS && PLAIN.test(lower)) return accept(lower);
  if (hasForbiddenCharacter(text)) {
    return refuse('the domain holds whitespace or a control character');
  }
  // Lower case first: the upper case of a letter may be mapped differently from the letter (ẞ and
  // ß).
  const ascii = toAscii(lower);
  if (ascii === undefined) return refuse('the domain is not a valid name');
  const domain = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  if (domain.length > MAX_OCTETS) return refuse(`the domain is longer than ${MAX_OCTETS} octets`);
  const labels = domain.split('.');
  for (const label of labels) {
    if (LABEL.test(label)) continue;
    return refuse(
      label === ''
        ? 'the domain has an empty label'
        : `the domain's label ${JSON.stringify(label)} is not made of letters, digits and inner hyphens, at most 63`,
    );
  }
  if (NUMBER.test(labels[labels.length - 1] as string)) {
    return refuse('the domain ends in a number, as an address does');
  }
  return accept(domain);
}

/** Undefined if the name is not valid. The caller checks that the labels are well formed. */
function toAscii(text: string): string | undefined {
  const asciiPart = text.replace(/[^\p{ASCII}]/gu, '').toLowerCase();
  // Other characters would be read as parts of a URL, and cut off.
  if (!/^[a-z0-9.-]*$/.test(asciiPart)) return undefined;
  // domainToASCII also checks A-labels, except those that decode to ASCII: they end in a hyphen.
  const needed = asciiPart.length < text.length || asciiPart.includes('xn--');
  return needed ? domainToASCII(text) || undefined : asciiPart;
}
