/**
 * The result of parsing a text: the value, or a reason that can be shown to whoever wrote the text.
 */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** A successful result. */
export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** A failed result. `reason` is shown to whoever wrote the text. */
export function refuse(reason: string): Parsed<never> {
  return { ok: false, reason };
}
