import * as z from 'zod';
import { parseCidr } from '../../../../libs/names/cidr.js';

/** A range in canonical form, and the text as written if that differs. */
export interface WrittenRange {
  readonly range: string;
  readonly written: string | undefined;
}

/**
 * The error in which parseCidr names the range of a text with host bits, which are common in those
 * settings.
 */
const HOST_BITS = /^it has host bits set: the range is (\S+)$/;

const range = z.string().transform((text, context): WrittenRange => {
  const written = text.trim();
  const read = parseCidr(written);
  if (read.ok) return { range: read.value.text, written: undefined };
  const meant = HOST_BITS.exec(read.reason)?.[1];
  if (meant !== undefined) return { range: meant, written };
  context.addIssue({ code: 'custom', message: `${JSON.stringify(written)}: ${read.reason}` });
  return z.NEVER;
});

/** `trusted_ip_range`: a list, or one text with commas, as people type it. */
export const ranges = z.preprocess(
  (value) =>
    typeof value === 'string' ? value.split(',').filter((part) => part.trim() !== '') : value,
  z.array(range).default([]),
);

const POLICIES = { no_2fa: 0, ip_2fa: 1, device_2fa: 2 } as const;

/** `2fa_policy`: 0, 1 or 2, or the words for them. */
export const policy = z.preprocess(
  (value) => {
    if (typeof value !== 'string') return value;
    if (/^[0-2]$/.test(value)) return Number(value);
    return POLICIES[value as keyof typeof POLICIES] ?? value;
  },
  z.union([z.literal(0), z.literal(1), z.literal(2)]),
);

/** A boolean, or its word as text. */
export const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);
