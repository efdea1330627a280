import { parseAccount } from '../../names/account.js';
import { isInteractive, SERVICES } from '../../names/services.js';
import type { Assertion, Outcome, Reference, Rule, Scope } from '../language/document.js';
import type { Path } from '../language/problem.js';
import { COMBINATIONS, FACTORS, type Factor, isPresentable, TRUSTS } from '../language/words.js';
import { asList, asMap, compact, complain, placeOf, type Reader, referencesAt } from './reader.js';

type Raw = Readonly<Record<string, unknown>>;

/**
 * The rules of a document, including those with problems: names in the readable parts are still
 * looked up.
 */
export function buildRules(reader: Reader, value: unknown): Rule[] {
  return asList(value).map((item, index) => {
    const path: Path = ['rules', index];
    const raw = asMap(item);
    return compact<Rule>({
      ...placeOf(reader, path),
      name: typeof raw.name === 'string' ? raw.name : '',
      ...scopeOf(reader, raw, path),
      when: whenOf(reader, raw, path),
      outcome: outcomeOf(reader, raw, path),
      bindSessionToIp: raw['bind-session-to-ip'] === true,
    });
  });
}

/** The `never` and `always` assertions listed at `key`. */
export function buildAssertions(reader: Reader, key: string, value: unknown): Assertion[] {
  return asList(value).flatMap((item, index) => {
    const path: Path = [key, index];
    const outer = asMap(item);
    const kinds = (['never', 'always'] as const).filter((kind) => kind in outer);
    if (kinds.length !== 1) {
      complain(reader, { path, message: 'must hold exactly one of "never" and "always"' });
    }
    return kinds.map((kind) => {
      const at = [...path, kind];
      const raw = asMap(outer[kind]);
      const factors = wordsOf(raw.with, FACTORS);
      if (kind === 'always') checkPresentable(reader, factors ?? [], [...at, 'with']);
      return compact<Assertion>({
        ...placeOf(reader, path),
        kind,
        ...scopeOf(reader, raw, at),
        unless: wordsOf(raw.unless, TRUSTS),
        except: exceptOf(reader, raw, at),
        with: factors,
      });
    });
  });
}

function scopeOf(reader: Reader, raw: Raw, path: Path): Scope {
  return compact<Scope>({
    accounts: referencesAt(reader, raw.accounts, [...path, 'accounts'], canonicalAccount),
    groups: referencesAt(reader, raw.groups, [...path, 'groups']),
    services: wordsOf(raw.services, SERVICES),
    from: referencesAt(reader, raw.from, [...path, 'from']),
    outside: referencesAt(reader, raw.outside, [...path, 'outside']),
  });
}

function exceptOf(reader: Reader, raw: Raw, path: Path): Assertion['except'] {
  if (raw.except === undefined) return undefined;
  const at = [...path, 'except'];
  const except = asMap(raw.except);
  if (Object.keys(except).length === 0) {
    complain(reader, { path: at, message: 'names nobody', expected: 'accounts, groups or both' });
  }
  const { accounts, groups } = scopeOf(reader, except, at);
  return compact<NonNullable<Assertion['except']>>({ accounts, groups });
}

/** The canonical form of an account; undefined if the text is not an account. */
export function canonicalAccount(text: string): string | undefined {
  const account = parseAccount(text);
  return account.ok ? account.value.name : undefined;
}

function whenOf(reader: Reader, raw: Raw, path: Path): Reference[] | undefined {
  const at = [...path, 'when'];
  if (typeof raw.when === 'string') return [{ name: raw.when, ...placeOf(reader, at) }];
  return referencesAt(reader, raw.when, at);
}

function outcomeOf(reader: Reader, raw: Raw, path: Path): Outcome {
  if ('require' in raw === 'deny' in raw) {
    complain(reader, { path, message: 'must hold exactly one of "require" and "deny"' });
  }
  if (typeof raw.deny !== 'string') {
    const require = typeof raw.require === 'string' ? [raw.require] : raw.require;
    const combinations = wordsOf(require, COMBINATIONS) ?? [];
    if (combinations.includes('session')) checkSession(reader, raw, path);
    return { require: combinations };
  }
  if ('bind-session-to-ip' in raw) {
    const at = [...path, 'bind-session-to-ip'];
    complain(reader, { path: at, key: true, message: 'a rule that denies opens no session' });
  }
  return { deny: raw.deny };
}

/**
 * A session is for services that a webmail opens on behalf of a person who signed in. It must be
 * the only alternative, only at services where no person can be asked, and only from the webmail's
 * networks.
 */
function checkSession(reader: Reader, raw: Raw, path: Path): void {
  const at = [...path, 'require'];
  if (Array.isArray(raw.require) && raw.require.some((one) => one !== 'session')) {
    complain(reader, { path: at, message: 'session stands alone: no other alternative beside it' });
  }
  if (raw.from === undefined) {
    const message = 'session only in a rule with "from": the networks of the webmail';
    complain(reader, { path: at, message });
  }
  const services = wordsOf(raw.services, SERVICES) ?? SERVICES;
  const interactive = services.filter(isInteractive);
  if (interactive.length > 0) {
    const message = `session only at services that are not interactive, and not at ${interactive.join(', ')}`;
    complain(reader, { path: 'services' in raw ? [...path, 'services'] : at, message });
  }
}

/**
 * One login presents one first factor (a main or an app password, SAML, a passkey or a session),
 * and beside a password at most a code or a passkey.
 */
function checkPresentable(reader: Reader, factors: readonly Factor[], path: Path): void {
  if (isPresentable(factors)) return;
  complain(reader, { path, message: 'no login can present all of these factors' });
}

/** The known words of a list, each once; undefined if it is not a list. */
function wordsOf<T extends string>(value: unknown, known: readonly T[]): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return [...new Set(value)].filter((word): word is T => known.includes(word));
}
