import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { failedCheck } from '../core/checks.js';
import { CREDENTIAL_ID_OCTETS } from '../core/response.js';
import type { StoredPasskey, WebAuthn } from '../ports.js';
import { judgeModel, readStatement } from './attestation.js';

/** ES256, EdDSA, RS256, ES384: the algorithms of common authenticators (COSE algorithms, RFC 9053 and RFC 8812). */
const ALGORITHMS = [-7, -8, -257, -35];

/** The WebAuthn library, with the checks that it leaves to us. */
export function webauthn(): WebAuthn {
  return {
    async creationOptions(wish) {
      const { rpName, rpId, account, userHandle, challenge, timeoutMs, existing } = wish;
      const options = await generateRegistrationOptions({
        ...{ rpName, rpID: rpId, userName: account, userDisplayName: account },
        userID: new Uint8Array(userHandle),
        challenge: new Uint8Array(challenge),
        timeout: timeoutMs,
        attestationType: wish.attested ? 'direct' : 'none',
        excludeCredentials: existing.map(descriptor),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
        supportedAlgorithmIDs: ALGORITHMS,
      });
      return JSON.stringify(options);
    },

    async requestOptions({ rpId, challenge, timeoutMs, userVerification, allowed }) {
      const options = await generateAuthenticationOptions({
        rpID: rpId,
        challenge: new Uint8Array(challenge),
        timeout: timeoutMs,
        userVerification: userVerification ? 'required' : 'discouraged',
        allowCredentials: allowed.map(descriptor),
      });
      return JSON.stringify(options);
    },

    async verifyRegistration({ client, transports, json }, { challenge, host, models, now }) {
      const response = json as unknown as RegistrationResponseJSON;
      const statement = readStatement(response);
      if (statement === undefined) return { failed: 'malformed' };
      const { authenticator } = statement;
      const expected = { challenge, host, userVerification: false, backupEligible: undefined };
      const failed = failedCheck(
        { client, authenticator },
        { ...expected, type: 'webauthn.create' },
      );
      if (failed !== undefined) return { failed };
      if (models === undefined) {
        // No attestation was asked for. The library would parse an unknown maker's certificate and fetch revocation
        // lists for nothing.
        if (!statement.isPlain) return { failed: 'malformed' };
      } else {
        const refused = judgeModel(statement, models, now);
        if (refused !== undefined) return { failed: refused };
      }
      const unsigned = models === undefined ? 'signature' : 'attestation';
      try {
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response,
          expectedChallenge: challenge,
          expectedOrigin: [...host.origins],
          expectedRPID: host.rpId,
          // User verification is judged at each assertion.
          requireUserVerification: false,
          supportedAlgorithmIDs: ALGORITHMS,
        });
        if (!verified) return { failed: unsigned };
        const { credential, aaguid } = registrationInfo;
        const credentialId = Buffer.from(credential.id, 'base64url');
        // The library accepts an id of any length, and a `rawId` that differs from it.
        if (credential.id !== response.rawId) return { failed: 'malformed' };
        if (credentialId.length > CREDENTIAL_ID_OCTETS) return { failed: 'malformed' };
        const { backupEligible, backedUp } = authenticator;
        return {
          credentialId,
          publicKey: Buffer.from(credential.publicKey),
          counter: credential.counter,
          ...{ transports, backupEligible, backedUp, aaguid },
        };
      } catch {
        return { failed: unsigned };
      }
    },

    async verifyAssertion({ json }, { credentialId, publicKey }, expected) {
      const { challenge, host, userVerification } = expected;
      try {
        const { verified } = await verifyAuthenticationResponse({
          response: json as never,
          expectedChallenge: challenge,
          expectedOrigin: [...host.origins],
          expectedRPID: host.rpId,
          // The counter is compared when it is updated, in one statement.
          credential: {
            id: credentialId.toString('base64url'),
            publicKey: new Uint8Array(publicKey),
            counter: 0,
          },
          requireUserVerification: userVerification,
        });
        return verified;
      } catch {
        return false;
      }
    },
  };
}

function descriptor({
  credentialId,
  transports,
}: Pick<StoredPasskey, 'credentialId' | 'transports'>) {
  return { id: credentialId.toString('base64url'), transports: [...transports] };
}
