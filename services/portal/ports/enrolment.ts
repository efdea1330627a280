import type { PasskeySetUp, SetUp, WaitingPasskey } from '../core/sign-in.js';

/** Sets up a person's first authenticator, with a ticket. @throws GatepostError */
export interface Enrolment {
  begin(ticket: string, label: string): Promise<SetUp>;
  /** @returns recovery codes, or undefined if the code is wrong */
  confirm(
    setUp: SetUp,
    given: { readonly code: string; readonly keepsAppPasswords: boolean },
  ): Promise<readonly string[] | undefined>;
}

/** Registers a passkey, with a ticket. @throws GatepostError */
export interface PasskeyEnrolment {
  begin(ticket: string, label: string, signInHost: string): Promise<PasskeySetUp>;
  /** @returns why what the browser made is not accepted */
  finish(
    setUp: PasskeySetUp,
    made: { readonly response: Uint8Array; readonly keepsAppPasswords: boolean },
  ): Promise<
    | {
        readonly recoveryCodes: readonly string[];
        /** Set if the passkey waits until the codes are kept. */
        readonly waiting: WaitingPasskey | undefined;
      }
    | { readonly refused: 'model' | 'attestation' | 'other' }
  >;
  confirm(waiting: WaitingPasskey): Promise<void>;
}
