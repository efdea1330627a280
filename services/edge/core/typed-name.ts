import { parseDomain } from '../../../libs/names/domain.js';

/** How a listener reads the name that a person typed. */
export interface NameReading {
  /** The domain for a name without one. Absent: such a name is refused. */
  readonly defaultDomain?: string | undefined;
  /**
   * Whether variant spellings of some programs are accepted. True only if the mail server opens the account it is told,
   * never if it opens the name it was given.
   */
  readonly spellings: boolean;
}

/**
 * The address that a typed name stands for. A name without a domain gets the listener's default. With `spellings`,
 * surrounding white space and a leading `DOMAIN\` (ActiveSync and Outlook) are removed. The caller checks whether the
 * result is an account.
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
  // Such as `a.tld\luca`. A Windows domain name without a dot is not a mail domain.
  return domain.includes('.') && parseDomain(domain).ok ? `${rest}@${domain}` : rest;
}
