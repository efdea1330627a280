import { parseDomain } from '../../../libs/names/domain.js';

/** How a listener reads the name a person typed. */
export interface NameReading {
  /** Of a name without one; absent: such a name is refused. */
  readonly defaultDomain?: string | undefined;
  /**
   * Whether spellings of programs are read: true only where the mail server is told the account and
   * opens that, never where it opens what it was given.
   */
  readonly spellings: boolean;
}

/**
 * The address that a typed name means: the listener's domain where there is none, and, with
 * `spellings`, without the white space around it and without `DOMAIN\` before it (ActiveSync and
 * Outlook). Whether it is an account is for whoever parses it.
 */
export function readTypedName(typed: string, reading: NameReading): string {
  const { defaultDomain } = reading;
  const name = reading.spellings ? readSpelling(typed) : typed;
  if (name === '' || name.includes('@') || defaultDomain === undefined) return name;
  return `${name}@${defaultDomain}`;
}

const DOMAIN_AND_NAME = /^([^\\@]*)\\([^\\]+)$/;

function readSpelling(typed: string): string {
  const name = typed.trim();
  const [, domain, rest] = DOMAIN_AND_NAME.exec(name) ?? [];
  if (domain === undefined || rest === undefined) return name;
  if (rest.includes('@')) return rest;
  // `a.tld\luca`; a name of Windows' own, without a dot, is no mail domain.
  return domain.includes('.') && parseDomain(domain).ok ? `${rest}@${domain}` : rest;
}
