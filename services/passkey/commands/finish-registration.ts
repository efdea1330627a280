import { alreadyExists, invalidArgument, notFound } from '../../../libs/errors/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Hosts } from '../core/hosts.js';
import type { NewCredential } from '../core/passkey.js';
import { parseAttestation } from '../core/response.js';
import type { PasskeySettings } from '../core/settings.js';
import type {
  CheckLogin,
  ClaimEnrolment,
  Clock,
  NotBefore,
  PasskeyStore,
  Random,
  RecoveryCodes,
  Registration,
  Waiting,
  WebAuthn,
} from '../ports.js';
import { type Activated, activate } from './activate.js';
import { notTheFirst, refuseMore } from './begin-registration.js';
import { hashToken, makeToken } from './token.js';

export interface FinishParts
  extends Pick<PasskeySettings, 'registrationMs' | 'passkeysPerAccount' | 'models'> {
  readonly store: PasskeyStore;
  readonly webauthn: WebAuthn;
  readonly hosts: Hosts;
  readonly recoveryCodes: RecoveryCodes;
  readonly notBefore: NotBefore;
  readonly checkLogin: CheckLogin;
  readonly claimEnrolment: ClaimEnrolment;
  readonly clock: Clock;
  readonly random: Random;
}

export interface BrowserMade {
  readonly registrationToken: string;
  readonly response: Buffer;
  readonly keepAppPasswords: boolean;
  /** SPIFFE URI of the caller. */
  readonly frontEnd: string;
}

export interface Finished {
  readonly passkeyId: string;
  /** Empty if the person has some already; the passkey is then active. */
  readonly recoveryCodes: readonly string[];
  /** Empty if the passkey is active. */
  readonly confirmationToken: string;
  readonly expiresAt: number;
}

/**
 * Verifies the browser's response (WebAuthn Level 3 section 7.1) and stores the passkey. A person without recovery
 * codes gets some. The passkey then stays inactive until the person confirms that they kept the codes, so that it is
 * never the only way to sign in.
 * @throws GatepostError INVALID_ARGUMENT naming `response` and the check that refused it; NOT_FOUND if this front-end
 * has no such registration, or it has lapsed; ALREADY_EXISTS if the passkey is registered; FAILED_PRECONDITION if it
 * was begun as the first second factor and is not the first any more
 */
export async function finishRegistration(
  parts: FinishParts,
  request: BrowserMade,
): Promise<Finished> {
  const { store, clock, random, recoveryCodes, registrationMs } = parts;
  const { frontEnd } = request;
  const [id = '', token = ''] = request.registrationToken.split('.');
  const now = clock.now();
  const taken = await store.takeRegistration({ id, tokenHash: hashToken(token), frontEnd, now });
  if (taken === undefined) throw notFound('there is no such registration, or it has expired');
  const credential = await verify(parts, taken, request.response);
  // Whatever invalidated the login also invalidates the registration that it began.
  await parts.checkLogin(taken);
  if (taken.onlyFirst) await parts.claimEnrolment({ ...taken, finishing: true });
  const { codes, hasAuthenticator } = await recoveryCodes.issue(taken);
  const confirmationToken = codes.length > 0 ? makeToken(random) : '';
  const expiresAt = now + registrationMs;
  const waiting: Waiting = {
    tokenHash: hashToken(confirmationToken),
    ...{ frontEnd, decisionId: taken.decisionId, loginBegunAt: taken.loginBegunAt },
    ...{ onlyFirst: taken.onlyFirst, keepAppPasswords: request.keepAppPasswords, expiresAt },
  };
  const passkeyId = random.id();
  const activated = await store.onAccount(
    taken.account,
    async (tx): Promise<Activated | undefined> => {
      const existing = await tx.passkeys(now);
      if (taken.onlyFirst && existing.some(({ isActive }) => isActive)) throw notTheFirst();
      refuseMore(parts, existing.length);
      const { label, rpId } = taken;
      const passkey = { id: passkeyId, label, rpId, createdAt: now, ...credential };
      if (!(await tx.addPasskey({ ...passkey, waiting }))) {
        throw alreadyExists('this passkey is registered already');
      }
      return codes.length > 0
        ? undefined
        : activate(tx, { ...waiting, hasAuthenticator, account: taken.account, passkeyId, now });
    },
  );
  if (activated?.ask !== undefined) await parts.notBefore.send(activated.ask);
  return { passkeyId, recoveryCodes: codes, confirmationToken, expiresAt };
}

async function verify(
  { webauthn, hosts, models, clock }: Pick<FinishParts, 'webauthn' | 'hosts' | 'models' | 'clock'>,
  { challenge, rpId, account }: Registration,
  response: Buffer,
): Promise<NewCredential> {
  const attestation = parseAttestation(response);
  const host = hosts.find(rpId);
  if (attestation === undefined) throw refused('malformed');
  if (host === undefined) throw refused('host');
  const expected = {
    ...{ challenge: challenge.toString('base64url'), host, now: clock.now() },
    models: models.of(domainOfAccount(account)),
  };
  const made = await webauthn.verifyRegistration(attestation, expected);
  if ('failed' in made) throw refused(made.failed);
  return made;
}

function refused(check: string) {
  return invalidArgument('response', `was not accepted: ${check}`);
}
