import { hasForbiddenCharacter } from './characters.js';
import { parseDomain } from './domain.js';
import { accept, type Parsed, refuse } from './parsed.js';

const MAX_OCTETS = 254;
const MAX_INPUT = 1024;

/** A canonical account. Two spellings of one account have equal `name`. */
export interface Account {
  /** `local@domain` */
  readonly name: string;
  readonly local: string;
  readonly domain: string;
}

/**
 * Reads `local@domain` into its canonical form: lower case, the domain in A-labels.
 *
 * Nothing else of the local part is interpreted: `luca+tag@a.tld` is not `luca@a.tld`.
 */
export function parseAccount(text: string): Parsed<Account> {
  if (text === '') return refuse('the account is missing');
  if (text.length > MAX_INPUT) return refuse(`the account is longer than ${MAX_OCTETS} octets`);
  if (hasForbiddenCharacter(text)) {
    return refuse('the account holds whitespace or a control character');
  }
  const at = text.indexOf('@');
  if (at < 0) return refuse('the account has no "@"');
  if (text.indexOf('@', at + 1) >= 0) return refuse('the account has more than one "@"');
  if (at === 0) return refuse('the account has nothing before "@"');
  const domain = parseDomain(text.slice(at + 1));
  if (!domain.ok) return domain;
  const local = canonicalLocal(text.slice(0, at));
  const name = `${local}@${domain.value}`;
  if (Buffer.byteLength(name) > MAX_OCTETS) {
    return refuse(`the account is longer than ${MAX_OCTETS} octets`);
  }
  return accept({ name, local, domain: domain.value });
}

/** NFC (RFC 6532 section 3.1), so that one visible name is one account however it was typed. */
function canonicalLocal(local: string): string {
  const lower = local.normalize('NFC').toLowerCase();
  return lower.normalize('NFC');
}
