import type { Service } from '../../names/services.js';
import type { Position, Source } from './problem.js';
import type { Combination, Factor, Trust } from './words.js';

/** A name as it was written somewhere, to be looked up or complained about there. */
export interface Reference extends Position {
  readonly name: string;
  readonly path: string;
}

/** Whom and what a rule or an assertion is about. What is absent does not narrow it. */
export interface Scope {
  readonly accounts?: readonly Reference[];
  readonly groups?: readonly Reference[];
  readonly services?: readonly Service[];
  readonly from?: readonly Reference[];
  readonly outside?: readonly Reference[];
}

export interface Rule extends Scope, Source {
  readonly name: string;
  readonly path: string;
  readonly when?: readonly Reference[];
  readonly outcome: Outcome;
  readonly bindSessionToIp: boolean;
}

export type Outcome = { readonly require: readonly Combination[] } | { readonly deny: string };

export interface Assertion extends Scope, Source {
  readonly kind: 'never' | 'always';
  readonly path: string;
  readonly unless?: readonly Trust[];
  readonly with?: readonly Factor[];
}

export interface Network extends Source {
  readonly name: string;
  readonly path: string;
  /** Canonical CIDRs. */
  readonly ranges: readonly string[];
}

export interface Group extends Source {
  readonly name: string;
  readonly path: string;
  readonly members: readonly Reference[];
}

/** Lifetimes in ms. */
export interface TrustSettings {
  readonly ip?: TrustTerms & { readonly ipv6Prefix: number };
  readonly device?: TrustTerms;
}

export interface TrustTerms extends Position {
  readonly default: number;
  readonly max: number;
  readonly perAccount: number;
}

export interface Enrolment extends Position {
  readonly from?: readonly Reference[];
  /** ms since the epoch */
  readonly graceUntil?: number;
}

export interface Limits extends Source {
  readonly ipMax?: number;
  readonly ipv6Prefix?: number;
  readonly deviceMax?: number;
  readonly graceUntil?: number;
}

/**
 * One document as it was written, names not yet looked up. Plain JSON, so that it can be kept and
 * compiled again without its text when a template changes.
 */
export interface ParsedDocument extends Source {
  readonly kind: 'domain' | 'template';
  /** Canonical domain, `*`, or the template's name. */
  readonly name: string;
  /** It gave problems: what could not be read is left out, and it is not to be compiled. */
  readonly broken: boolean;
  readonly extends: readonly Reference[];
  readonly networks: readonly Network[];
  readonly groups: readonly Group[];
  readonly rules: readonly Rule[];
  readonly asserts: readonly Assertion[];
  readonly guardrails: readonly Assertion[];
  readonly limits?: Limits;
  readonly trust?: TrustSettings;
  readonly enrolment?: Enrolment;
}
