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
  /** Not the connections of these accounts. */
  readonly except?: Pick<Scope, 'accounts' | 'groups'>;
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
  /** What a webmail opens mail with behind a person who signed in. */
  readonly session?: TrustTerms;
}

/** Where it stands is its template's file, where a template offers it. */
export interface TrustTerms extends Source {
  readonly default: number;
  readonly max: number;
  readonly perAccount: number;
}

export interface Enrolment extends Source {
  /** Where a first enrolment may be made; absent: nowhere. */
  readonly from?: readonly Reference[] | 'anywhere';
  /** There, an app password may be made on a main password alone. */
  readonly appPasswords: boolean;
  /** ms since the epoch */
  readonly graceUntil?: number;
}

export interface Limits extends Source {
  readonly ipMax?: number;
  readonly ipv6Prefix?: number;
  readonly deviceMax?: number;
  readonly sessionMax?: number;
  /** Whether `enrolment.from: anywhere` is forbidden. */
  readonly noEnrolmentAnywhere?: boolean;
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
  /** `none`: that of a template does not hold. */
  readonly trust?: TrustSettings | 'none';
  readonly enrolment?: Enrolment | 'none';
  readonly administrators?: Administrators;
  /** Of `*` alone: accounts, of any domain, who administer every domain. */
  readonly operators?: readonly Reference[];
}

/** Members of the domain who administer it. */
export interface Administrators extends Position {
  readonly full?: readonly Reference[];
  readonly helpDesk?: readonly Reference[];
  readonly auditors?: readonly Reference[];
}
