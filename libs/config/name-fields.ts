import * as z from 'zod';
import { parseCidr } from '../names/cidr.js';
import { parseDomain } from '../names/domain.js';
import { SERVICES } from '../names/services.js';
import { parseNat64Prefix } from '../names/transition.js';

/** A domain, made canonical. */
export function domain() {
  return z.string().transform((text, context) => {
    const parsed = parseDomain(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.reason });
    return z.NEVER;
  });
}

/** Canonical domains, or `*`. */
export function domains() {
  return z.array(z.union([z.literal('*'), domain()])).min(1);
}

/** One of the service names of `SERVICES`, such as `Imap`. Case matters. */
export function service() {
  return z.enum(SERVICES);
}

/** Ranges of addresses, `192.0.2.0/24`. */
export function ranges() {
  const range = z.string().transform((text, context) => {
    const parsed = parseCidr(text);
    if (parsed.ok) return parsed.value.text;
    context.addIssue({ code: 'custom', message: parsed.reason });
    return z.NEVER;
  });
  return z.array(range);
}

/** Prefixes of NAT64 translators, `2001:db8:64::/96` (RFC 6052). Default: none. */
export function nat64Prefixes() {
  const prefix = z.string().transform((text, context) => {
    const parsed = parseNat64Prefix(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.reason });
    return z.NEVER;
  });
  return z.array(prefix).default([]);
}
