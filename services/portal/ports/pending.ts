import type { Change, ChangeSecrets } from '../core/change.js';
import type { SignIn, SignInSecrets } from '../core/sign-in.js';

/** A claimed step of something pending: no other request can take this step. */
export interface ClaimedStep<State, Secrets> {
  readonly state: State;
  readonly secrets: Secrets;
  readonly step: number;
}

export type Claimed = ClaimedStep<SignIn, SignInSecrets>;

export type ClaimedChange = ClaimedStep<Change, ChangeSecrets>;

/** Identifies a pending sign-in: the id is in the address, the rest in the browser's cookie. */
export interface SignInKey {
  readonly id: string;
  readonly browser: string;
}

/** Stores what is pending. A wrong browser, an unknown id and an expired one all return undefined. */
export interface SealedSteps<State, Secrets> {
  begin(browser: string, state: State, secrets: Secrets): Promise<{ id: string }>;
  /** Reads without claiming. */
  look(key: SignInKey): Promise<ClaimedStep<State, Secrets> | undefined>;
  /** Takes a step, once. */
  claim(key: SignInKey, step: number): Promise<ClaimedStep<State, Secrets> | undefined>;
  /** Stores what follows a claimed step. @returns false if another request has gone on meanwhile */
  save(key: SignInKey, step: number, state: State, secrets: Secrets): Promise<boolean>;
  /** Ends what is pending, after claiming its step. */
  end(key: SignInKey): Promise<void>;
}

/** Pending sign-ins. */
export type SignIns = SealedSteps<SignIn, SignInSecrets>;

/** What people do about their accounts, after they proved who they are. */
export type Changes = SealedSteps<Change, ChangeSecrets>;
