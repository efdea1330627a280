import { canonicalJson } from '../../../libs/canonical-json/index.js';

/**
 * Whether `text` is the canonical form (RFC 8785) of `value`, which was parsed from it. Duplicate keys, white space and
 * other spellings of numbers and strings all make a text differ from that form.
 */
export function isCanonical(text: string, value: unknown): boolean {
  try {
    return canonicalJson(value) === text;
  } catch {
    // A lone surrogate, or nesting deeper than the stack.
    return false;
  }
}
