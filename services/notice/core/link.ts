import type { OptionalKind } from './kinds.js';

/** The purpose of a link in a mail, besides “This was not me”. */
export type Link =
  /** Confirms the second address with this id. */
  | { readonly for: 'confirm'; readonly id: string }
  | { readonly for: 'switch-off'; readonly account: string; readonly kind: OptionalKind };
