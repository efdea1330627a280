import type { Service } from '../../names/services.js';
import type { Position, Source } from './problem.js';
import type { Combination, Factor, Trust } from './words.js';

/** A name as written in a document, with its place, so that problems can point at it. */
export interface Reference extends Position {
  readonly name: string;
  readonly path: string;
}

/** Whom and what a rule or an assertion is about. A part that is absent does not narrow it. */
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
  /** Connections of these accounts are exempt. */
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
  /** For the session with which a webmail opens mail on behalf of a person who signed in. */
  readonly session?: TrustTerms;
}

/** The source is the template's file if a template sets these terms. */
export interface TrustTerms extends Source {
  readonly default: number;
  readonly max: number;
  readonly perAccount: number;
}

export interface Enrolment extends Source {
  /** Where a first enrolment may be made; absent means nowhere. */
  readonly from?: readonly Reference[] | 'anywhere';
  /** Whether an app password may be made there with the main password alone. */
  readonly appPasswords: boolean;
  /** ms since the epoch */
  readonly graceUntil?: number;
  /** Groups with a day of their own. */
  readonly graceGroups?: readonly GraceGroup[];
}

/** A group whose members have a grace period of their own. */
export interface GraceGroup extends Reference {
  /** ms since the epoch */
  readonly until: number;
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
 * One document as written; names are not looked up yet. Plain JSON, so that it can be stored and
 * compiled again without its text when a template changes.
 */
export interface ParsedDocument extends Source {
  readonly kind: 'domain' | 'template';
  /** Canonical domain, `*`, or the template's name. */
  readonly name: string;
  /**
   * Whether the text had problems. Parts that could not be read are left out, and the document must
   * not be compiled.
   */
  readonly broken: boolean;
  readonly extends: readonly Reference[];
  readonly networks: readonly Network[];
  readonly groups: readonly Group[];
  readonly rules: readonly Rule[];
  readonly asserts: readonly Assertion[];
  readonly guardrails: readonly Assertion[];
  readonly limits?: Limits;
  /** `none` switches off what a template sets. */
  readonly trust?: TrustSettings | 'none';
  readonly enrolment?: Enrolment | 'none';
  readonly administrators?: Administrators;
  /** Only in `*`: accounts, of any domain, who administer every domain. */
  readonly operators?: readonly Reference[];
}

/** Members of the domain who administer it. */
export interface Administrators extends Position {
  readonly full?: readonly Reference[];
  readonly helpDesk?: readonly Reference[];
  readonly auditors?: readonly Reference[];
}
