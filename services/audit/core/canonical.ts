import canonicalize from 'canonicalize';

/**
 * Whether `text` is the canonical form (RFC 8785) of `value`, which was parsed from it. Duplicate keys, white space and
 * other spellings of numbers and strings all make a text differ from that form.
 */
export function isCanonical(text: string, value: unknown): boolean {
  // ECMAScript's own serialisation is canonical if the keys are in order. This covers nearly every event at a tenth of
  // the cost.
  if (keysAscend(value) && !text.includes('\\ud') && JSON.stringify(value) === text) return true;
  try {
    return canonicalize(value) === text;
  } catch {
    // A lone surrogate, or nesting deeper than the stack.
    return false;
  }
}

function keysAscend(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > 32) return false;
  if (Array.isArray(value)) return value.every((item) => keysAscend(item, depth + 1));
  let before = '';
  for (const key of Object.keys(value)) {
    if (key < before) return false;
    before = key;
    if (!keysAscend((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}
