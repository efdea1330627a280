import { isCaseFolded, parseAccount } from '../../../libs/names/account.js';

/** The parts of an account that a template may name. */
export interface TemplateParts {
  readonly local: string;
  readonly domain: string;
  readonly account: string;
}

/**
 * Whether the values of the account attribute name the account. One value must be the account itself, ignoring case, or
 * its local part if the back end serves one domain.
 */
export function carriesAccount(
  values: readonly string[],
  parts: TemplateParts,
  oneDomain: boolean,
): boolean {
  return values.some((value) => {
    const whole = value.includes('@') ? value : oneDomain ? `${value}@${parts.domain}` : '';
    const account = parseAccount(whole);
    return account.ok && account.value.name === parts.account;
  });
}

/** The values of an attribute in the first RDN of a distinguished name (RFC 4514 section 3). */
export function valuesInDn(dn: string, attribute: string): string[] {
  const first = /^(?:[^\\,]|\\.)*/s.exec(dn)?.[0] ?? '';
  return (first.match(/(?:[^\\+]|\\.)+/gs) ?? []).flatMap((pair) => {
    const [name = '', ...rest] = pair.split('=');
    if (name.trim().toLowerCase() !== attribute.toLowerCase()) return [];
    return [unescapeDnValue(rest.join('=').trim())];
  });
}

function unescapeDnValue(text: string): string {
  return text.replace(/(?:\\[0-9a-f]{2})+|\\./gis, (escaped) =>
    /^\\[0-9a-f]{2}/i.test(escaped)
      ? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8')
      : escaped.slice(1),
  );
}

/**
 * Whether a directory may be asked. The local part must be case-folded, because a directory would match it with another
 * one otherwise.
 */
export function mayBeAsked({ local }: TemplateParts): boolean {
  return isCaseFolded(local);
}

const PLACE = /\{([^{}]*)\}/g;
const NAMES = ['local', 'domain', 'account'] as const;

/** Why a template is invalid; undefined if it is valid. A valid template tells accounts apart. */
export function checkTemplate(template: string): string | undefined {
  const names = [...template.matchAll(PLACE)].map(([, name]) => name ?? '');
  const strange = names.find((name) => !NAMES.some((known) => known === name));
  if (strange !== undefined) return `{${strange}} is none of {local}, {domain}, {account}`;
  if (!names.includes('local') && !names.includes('account')) {
    return 'names neither {local} nor {account}: all accounts would be one';
  }
  return undefined;
}

/** Fills a distinguished name with the parts as attribute values (RFC 4514). */
export function fillDn(template: string, parts: TemplateParts): string {
  return fill(template, parts, escapeDnValue);
}

/** Fills a search filter with the parts as assertion values (RFC 4515). */
export function fillFilter(template: string, parts: TemplateParts): string {
  return fill(template, parts, escapeFilterValue);
}

/** A single pass, so that inserted values are not expanded again. */
function fill(template: string, parts: TemplateParts, escaped: (value: string) => string): string {
  return template.replace(PLACE, (_, name: string) => {
    const known = NAMES.find((one) => one === name);
    if (known === undefined) throw new TypeError(`no {${name}} in a template`);
    return escaped(parts[known]);
  });
}

/**
 * Escapes a value for any position (RFC 4514 section 2.4). Spaces and `#` are always escaped, which is allowed, because
 * the template may put text before or after.
 */
export function escapeDnValue(value: string): string {
  return value.replace(/[\0-\x20"#+,;<=>\\]/g, hex);
}

/** RFC 4515 section 3. */
export function escapeFilterValue(value: string): string {
  return value.replace(/[\0*()\\]/g, hex);
}

function hex(character: string): string {
  return `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
