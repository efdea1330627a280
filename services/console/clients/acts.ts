import { createHash } from 'node:crypto';
import { CredentialAdminServiceService as Credential } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as Otp } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyAdminServiceService as Passkeys } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Act } from '../core/act.js';
import type { Acts } from '../ports.js';
import { because, changes, type Deadline } from './ask.js';

interface Parts extends Deadline {
  readonly credential: Peer;
  readonly otp: Peer;
  readonly passkey: Peer;
}

/** An act as the gRPC call that carries it out. The ticket is bound to the digest of the request's octets. */
interface Call {
  readonly path: string;
  readonly bytes: Uint8Array;
  run(ticket: string): Promise<number>;
}

/** Carries out the acts that the sign-in page can describe. */
export function acts(parts: Parts): Acts {
  return {
    describe(act) {
      const { path, bytes } = callOf(parts, act);
      const digest = createHash('sha256').update(bytes).digest('base64url');
      return `${path.slice(1)} ${act.account} ${digest}`;
    },
    run: (ticket, act) => callOf(parts, act).run(ticket),
  };
}

function callOf(parts: Parts, act: Act): Call {
  const { credential, otp, passkey } = parts;
  const { account } = act;
  const actor = because(act.reason);
  switch (act.kind) {
    case 'reset-otp': {
      const { path, requestSerialize } = Otp.resetAccount;
      const request = { account, actor };
      return {
        ...{ path, bytes: requestSerialize(request) },
        async run(ticket) {
          const options = changes({ ticket }, parts);
          return (await otp.unary(Otp.resetAccount, request, options)).removed;
        },
      };
    }
    case 'remove-passkeys': {
      const { path, requestSerialize } = Passkeys.removePasskeys;
      const request = { account, passkeyId: '', actor };
      return {
        ...{ path, bytes: requestSerialize(request) },
        async run(ticket) {
          const options = changes({ ticket }, parts);
          return (await passkey.unary(Passkeys.removePasskeys, request, options)).removed;
        },
      };
    }
    case 'revoke-app-password': {
      const { path, requestSerialize } = Credential.revokeAppPassword;
      const request = { account, id: act.id, actor };
      return {
        ...{ path, bytes: requestSerialize(request) },
        async run(ticket) {
          await credential.unary(Credential.revokeAppPassword, request, changes({ ticket }, parts));
          return 1;
        },
      };
    }
    default:
      return act satisfies never;
  }
}
