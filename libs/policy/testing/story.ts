import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Service } from '../../names/services.js';

export interface Person {
  readonly otp?: boolean;
  readonly saml?: boolean;
  readonly 'app-passwords'?: Readonly<Record<string, readonly Service[]>>;
}

export interface Login {
  readonly id: string;
  readonly account: string;
  readonly service: Service;
  readonly ip: string;
  readonly present: readonly string[];
  readonly device?: string;
  readonly remember?: { readonly ip?: string; readonly device?: string };
  readonly interactive?: boolean;
  readonly repeat?: number;
  readonly expect: 'ALLOW' | 'CHALLENGE' | 'DENY' | 'INVALID';
  readonly rule?: string;
  readonly reason?: string;
  readonly missing?: readonly (readonly string[])[];
  readonly granted?: readonly string[];
}

export type Step =
  | Login
  | { readonly wait: string }
  | { readonly revoke: { readonly account: string; readonly ip?: string } };

export interface Story {
  readonly policies: readonly object[];
  readonly people: Readonly<Record<string, Person>>;
  readonly logins: readonly Step[];
  readonly refused?: readonly { readonly document: object; readonly because: string }[];
}

/** Reads a story of the suite as data. */
export function readStory(name: string): Story {
  return parse(
    readFileSync(new URL(`../../../test/stories/${name}.yaml`, import.meta.url), 'utf8'),
  );
}
