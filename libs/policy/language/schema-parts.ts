import { z } from 'zod';
import { type Account, parseAccount } from '../../names/account.js';
import { parseCidr } from '../../names/cidr.js';
import { type Parsed, refuse } from '../../names/parsed.js';
import { SERVICES } from '../../names/services.js';
import { DATE, DURATION, parseDay, parseDuration } from './values.js';
import { FACTORS, TRUSTS } from './words.js';

/** Names of networks, groups and templates. ASCII only, so that no two names look alike. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** An object with these keys and no others; the error for an unknown key lists them. */
export function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : undefined),
  });
}

/** A list of at least one item. */
export function nonEmpty<T extends z.ZodType>(item: T) {
  return z.array(item).min(1);
}

/** An account that a document names. `*` and `?` would look like patterns and match nobody. */
function parseNamedAccount(text: string): Parsed<Account> {
  if (!/[*?]/.test(text)) return parseAccount(text);
  return refuse('a pattern: there are none, an account is named as it is');
}

/** Text that one of our parsers accepts; otherwise the issue carries the parser's own reason. */
function parsed(parse: (text: string) => Parsed<unknown>, pattern?: RegExp) {
  const text = z.string().superRefine((value, context) => {
    const result = parse(value);
    if (!result.ok) context.addIssue({ code: 'custom', message: result.reason });
  });
  return pattern === undefined ? text : text.meta({ pattern: pattern.source });
}

export const name = z
  .string()
  .regex(
    NAME,
    'a name is 1 to 64 letters, digits, ".", "_" or "-", and starts with one of the first two',
  );

/** One line of text, shown to people and auditors. */
export function line(longest: number) {
  const text = z
    .string()
    .max(longest)
    .superRefine((value, context) => {
      if (value.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) return;
      context.addIssue({ code: 'custom', message: 'must be one line of text, not blank' });
    });
  return text.meta({ minLength: 1 });
}

export const duration = parsed(parseDuration, DURATION).describe('An integer and s, m, h or d.');
export const day = parsed(parseDay, DATE).describe('YYYY-MM-DD; its 00:00 UTC is meant.');
export const range = parsed(parseCidr).describe('address/prefix, without host bits.');
export const account = parsed(parseNamedAccount).describe('local@domain, a member of the domain.');
export const service = z.enum(SERVICES);
export const factor = z.enum(FACTORS);
export const trust = z.enum(TRUSTS);
