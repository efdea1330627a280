import { hasForbiddenCharacter } from './characters.js';
import { parseDomain } from './domain.js';
import { accept, type Parsed, refuse } from './parsed.js';

const MAX_OCTETS = 254;
const MAX_INPUT = 1024;

/** A canonical account. All spellings of one account have the same `name`. */
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
    return refuse(
      'the account holds whitespace, or a character that is not visible or not assigned',
    );
  }
  const at = text.indexOf('@');
  if (at < 0) return refuse('the account has no "@"');
  if (text.indexOf('@', at + 1) >= 0) return refuse('the account has more than one "@"');
  if (at === 0) return refuse('the account has nothing before "@"');
  const domain = parseDomain(text.slice(at + 1));
  if (!domain.ok) return domain;
  const local = canonicalLocal(text.slice(0, at));
  if (local.split(/[/\\]/).some((part) => /^\.{0,2}$/.test(part))) {
    return refuse('the account has a part of a path before "@"');
  }
  const name = `${local}@${domain.value}`;
  if (Buffer.byteLength(name) > MAX_OCTETS) {
    return refuse(`the account is longer than ${MAX_OCTETS} octets`);
  }
  return accept({ name, local, domain: domain.value });
}

/**
 * Whether a local part is its own NFKC_Casefold (Unicode 3.13, D146; UAX 31 section 5.1).
 * Directories compare with foldings of their own (RFC 4518), and would take a local part that is
 * not folded for the folded one.
 */
export function isCaseFolded(local: string): boolean {
  return foldCase(foldCase(local.normalize('NFKC')).normalize('NFKC')).normalize('NFC') === local;
}

/** Full case folding, one character at a time: no character depends on its neighbours. */
function foldCase(text: string): string {
  const upper = [...text].map((one) => (UNCHANGED.has(one) ? one : one.toUpperCase())).join('');
  return [...upper].map((one) => one.toLowerCase()).join('');
}

/**
 * Lower-case letters that fold to themselves although their upper case is that of another letter.
 */
const UNCHANGED = new Set(['\u0131']);

/**
 * NFC (RFC 6532 section 3.1): a name that looks the same is the same account, however it was typed.
 */
function canonicalLocal(local: string): string {
  const lower = local.normalize('NFC').toLowerCase();
  return lower.normalize('NFC');
}

/** The domain of a canonical account. */
export function domainOfAccount(account: string): string {
  return account.slice(account.indexOf('@') + 1);
}
