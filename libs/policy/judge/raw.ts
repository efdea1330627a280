import type { Service } from '../../names/services.js';
import type { Combination, Factor, Trust } from '../language/words.js';

/** Documents as parsed from YAML: the judge reads no other form. */
export interface RawDocument {
  readonly domain?: string;
  readonly template?: string;
  readonly extends?: readonly string[];
  readonly networks?: Readonly<Record<string, readonly string[]>>;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly rules?: readonly RawRule[];
  readonly trust?:
    | 'none'
    | { readonly ip?: object; readonly device?: object; readonly session?: object };
  readonly enrolment?:
    | 'none'
    | {
        readonly from?: 'anywhere' | readonly string[];
        readonly 'app-passwords'?: boolean;
        readonly 'grace-until'?: string;
        readonly 'grace-groups'?: Readonly<Record<string, string>>;
      };
  readonly assert?: readonly RawAssertion[];
  readonly guardrails?: readonly RawAssertion[];
}

export interface RawScope {
  readonly accounts?: readonly string[];
  readonly groups?: readonly string[];
  readonly services?: readonly Service[];
  readonly from?: readonly string[];
  readonly outside?: readonly string[];
}

export interface RawRule extends RawScope {
  readonly name: string;
  readonly when?: Trust | readonly Trust[];
  readonly require?: Combination | readonly Combination[];
  readonly deny?: string;
  readonly 'bind-session-to-ip'?: boolean;
}

export interface RawRegion extends RawScope {
  readonly unless?: readonly Trust[];
  readonly except?: Pick<RawScope, 'accounts' | 'groups'>;
  readonly with?: readonly Factor[];
}

export interface RawAssertion {
  readonly never?: RawRegion;
  readonly always?: RawRegion;
}

/** A login with all facts about it. */
export interface JudgedLogin {
  readonly account: string;
  readonly service: Service;
  readonly address: string;
  /** The trusts that hold. */
  readonly trusts: readonly Trust[];
  readonly first: 'none' | 'password' | 'verified' | 'app-password' | 'saml' | 'session';
  /** Whether a code is presented. */
  readonly second: boolean;
  /** Whether the code is a recovery code. */
  readonly recovery: boolean;
  readonly passkey: boolean;
  readonly remember: boolean;
  readonly prove: boolean;
  readonly interactive: boolean;
  /** The results that verifying each factor would have. */
  readonly firstResult: 'right' | 'wrong' | 'wrong-service' | 'rate-limited';
  readonly secondResult: 'right' | 'wrong' | 'rate-limited';
  readonly passkeyResult: 'right' | 'wrong' | 'rate-limited';
  readonly hasOtp: boolean | 'unavailable';
  readonly hasPasskey: boolean | 'unavailable';
  readonly hasSaml: boolean | 'unavailable';
  readonly now: number;
}
