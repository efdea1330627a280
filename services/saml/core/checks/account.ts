import { parseAccount } from '../../../../libs/names/account.js';
import type { Assertion } from '../assertion.js';
import type { Effective } from '../settings.js';
import { type Facts, type Finding, shown } from './facts.js';

/** Maps the name in an assertion to an account. */
export function mapAccount(
  assertion: Assertion,
  settings: Pick<Effective, 'accountAttribute' | 'mapDomain'>,
): { account: string; domain: string } | { problem: string } {
  const found = namedIn(assertion, settings.accountAttribute);
  if ('problem' in found) return found;
  const parsed = parseAccount(withDomain(found.value, settings.mapDomain));
  if (!parsed.ok) return { problem: `${shown(found.value)}: ${parsed.reason}` };
  return { account: parsed.value.name, domain: parsed.value.domain };
}

function namedIn(assertion: Assertion, attribute: string): { value: string } | { problem: string } {
  if (attribute === '') {
    const { nameId } = assertion;
    return nameId === undefined ? { problem: 'no NameID' } : { value: nameId.value };
  }
  const named = assertion.attributes.filter(({ name }) => name === attribute);
  // A repeated equal value is not a second value.
  const [value, ...more] = new Set(named.flatMap((each) => each.values));
  if (value === undefined) return { problem: missing(attribute, assertion) };
  // If there are several values, none is guessed to be the account.
  if (more.length > 0) return { problem: `${more.length + 1} values of ${shown(attribute)}` };
  return { value };
}

/** How many attribute names are logged. Values are private and not logged. */
const NAMES_SHOWN = 30;

function missing(attribute: string, { attributes }: Assertion): string {
  const names = [...new Set(attributes.map(({ name }) => name.slice(0, 100)))];
  const there = names.length === 0 ? 'none' : shown(names.slice(0, NAMES_SHOWN).join(', '), 3200);
  return `no attribute ${shown(attribute)}; there are ${there}`;
}

/** Replaces the provider's domain part, or adds a missing one, if a mapping is set. */
function withDomain(value: string, mapDomain: string): string {
  if (mapDomain === '') return value;
  const at = value.lastIndexOf('@');
  return `${at < 0 ? value : value.slice(0, at)}@${mapDomain}`;
}

/**
 * Checks the account: it must lie in the domain whose provider signed, and be the one that the login and the answered
 * request are for.
 */
export function checkAccount({ assertion, settings, account, ticket }: Facts): Finding {
  const mapped = mapAccount(assertion, settings);
  if ('problem' in mapped) return mapped.problem;
  if (mapped.domain !== settings.domain) {
    return `${shown(mapped.account)} is not in ${shown(settings.domain)}`;
  }
  for (const asked of [account, ticket?.account ?? '']) {
    if (asked !== '' && asked !== mapped.account) {
      return `${shown(mapped.account)}, and the login is for ${shown(asked)}`;
    }
  }
  return undefined;
}
