import type { Limits, TrustSettings } from '../language/document.js';
import type { Source } from '../language/problem.js';
import type { Combination, Factor } from '../language/words.js';
import type { Ranges } from './ranges.js';

/** Raised whenever a stored policy can no longer be read in the present form. */
export const COMPILED_FORMAT = 3;

/**
 * A domain's document with its templates' rules after its own: everything a decision needs. Plain
 * JSON. Sets that rules share are stored once and given by index.
 */
export interface CompiledPolicy extends Source {
  readonly format: typeof COMPILED_FORMAT;
  /** Canonical, or `*`. */
  readonly domain: string;
  /**
   * The templates it was compiled with, in order. When one changes, the policy is compiled again.
   */
  readonly templates: readonly string[];
  readonly rangeSets: readonly RangeSet[];
  readonly memberSets: readonly MemberSet[];
  readonly rules: readonly CompiledRule[];
  readonly trust: TrustSettings;
  readonly enrolment: CompiledEnrolment | null;
  /**
   * The templates that set trust and enrolment; null: the document itself, or nothing, sets them.
   */
  readonly settingsFrom: { readonly trust: string | null; readonly enrolment: string | null };
  readonly administrators: CompiledAdministrators;
  /** Accounts who administer every domain; only `*` has any. */
  readonly operators: readonly string[];
  readonly asserts: readonly CompiledAssertion[];
  /** Guardrails and limits bind every document; only `*` has them. */
  readonly guardrails: readonly CompiledAssertion[];
  readonly limits: Limits | null;
}

/** The addresses that lie in any of the named networks. */
export interface RangeSet extends Ranges {
  readonly names: readonly string[];
}

/** Accounts and the members of groups, as one set. */
export interface MemberSet {
  readonly accounts: readonly string[];
  readonly groups: readonly string[];
  /** The accounts and the groups' members, canonical. */
  readonly members: readonly string[];
}

export interface CompiledScope {
  /** Index of a member set; null: any account. */
  readonly who: number | null;
  /** Services as bits. */
  readonly services: number;
  /** Indexes of range sets; null: any address. */
  readonly from: number | null;
  readonly outside: number | null;
}

export interface CompiledRule extends CompiledScope, Source {
  readonly name: string;
  /** The template it comes from. */
  readonly template: string | null;
  /** Trusts as bits, one of which must hold; 0: no trust is required. */
  readonly when: number;
  /** Null for a rule that denies. */
  readonly require: readonly Combination[] | null;
  readonly deny: string | null;
  readonly bindSessionToIp: boolean;
}

export interface CompiledAssertion extends CompiledScope, Source {
  readonly kind: 'never' | 'always';
  /** Trusts as bits. */
  readonly unless: number;
  /** Index of a member set whose connections are exempt; null: none are. */
  readonly except: number | null;
  /** Null: any factors. */
  readonly with: readonly Factor[] | null;
}

/** Who administers the domain, by role. Canonical accounts. */
export interface CompiledAdministrators {
  readonly full: readonly string[];
  readonly helpDesk: readonly string[];
  readonly auditors: readonly string[];
}

export interface CompiledEnrolment extends Source {
  /** Index of a range set; null: nowhere, or `anywhere`. */
  readonly from: number | null;
  readonly anywhere: boolean;
  /** Whether an app password may be made there with the main password alone. */
  readonly appPasswords: boolean;
  /** ms since the epoch; null: no grace */
  readonly graceUntil: number | null;
  /** In the document's order. */
  readonly graceGroups: readonly CompiledGraceGroup[];
}

export interface CompiledGraceGroup {
  readonly group: string;
  /** Index of a member set. */
  readonly who: number;
  /** ms since the epoch */
  readonly until: number;
}
