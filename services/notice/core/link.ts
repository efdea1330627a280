import type { OptionalKind } from './kinds.js';

/** What a link in a mail is for, besides “This was not me”. */
export type Link =
  /** Makes the address with this id a second one. */
  | { readonly for: 'confirm'; readonly id: string }
  | { readonly for: 'switch-off'; readonly account: string; readonly kind: OptionalKind };
