import { createHash } from 'node:crypto';
import { CredentialAdminServiceService as Credential } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as Otp } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyAdminServiceService as Passkeys } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { ClientAdminServiceService as Clients } from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Act, ActResult } from '../core/act.js';
import type { Acts } from '../ports.js';
import { because, changes, type Deadline } from './ask.js';
import { clientToWire } from './sign-in-clients.js';

interface Parts extends Deadline {
  readonly credential: Peer;
  readonly otp: Peer;
  readonly passkey: Peer;
  readonly policy: Peer;
}

/** An act as the gRPC call that carries it out. The ticket is bound to the digest of the request's octets. */
interface Call {
  readonly path: string;
  /** The account, or the client (`client:<id>`), that it is about. */
  readonly subject: string;
  readonly bytes: Uint8Array;
  run(ticket: string): Promise<ActResult>;
}

/** Carries out the acts that the sign-in page can describe. */
export function acts(parts: Parts): Acts {
  return {
    describe(act) {
      const { path, subject, bytes } = callOf(parts, act);
      const digest = createHash('sha256').update(bytes).digest('base64url');
      return `${path.slice(1)} ${subject} ${digest}`;
    },
    run: (ticket, act) => callOf(parts, act).run(ticket),
  };
}

function callOf(parts: Parts, act: Act): Call {
  const { credential, otp, passkey, policy } = parts;
  const actor = because(act.reason);
  switch (act.kind) {
    case 'reset-otp': {
      const { account } = act;
      const { path, requestSerialize } = Otp.resetAccount;
      const request = { account, actor };
      return {
        ...{ path, subject: account, bytes: requestSerialize(request) },
        async run(ticket) {
          const options = changes({ ticket }, parts);
          return ended((await otp.unary(Otp.resetAccount, request, options)).removed);
        },
      };
    }
    case 'remove-passkeys': {
      const { account } = act;
      const { path, requestSerialize } = Passkeys.removePasskeys;
      const request = { account, passkeyId: '', actor };
      return {
        ...{ path, subject: account, bytes: requestSerialize(request) },
        async run(ticket) {
          const options = changes({ ticket }, parts);
          return ended((await passkey.unary(Passkeys.removePasskeys, request, options)).removed);
        },
      };
    }
    case 'revoke-app-password': {
      const { account } = act;
      const { path, requestSerialize } = Credential.revokeAppPassword;
      const request = { account, id: act.id, actor };
      return {
        ...{ path, subject: account, bytes: requestSerialize(request) },
        async run(ticket) {
          await credential.unary(Credential.revokeAppPassword, request, changes({ ticket }, parts));
          return ended(1);
        },
      };
    }
    case 'put-client': {
      const { client, newSecret } = act;
      const { path, requestSerialize } = Clients.putClient;
      const request = { client: clientToWire(client), newSecret, actor };
      return {
        ...{ path, subject: `client:${client.id}`, bytes: requestSerialize(request) },
        async run(ticket) {
          const options = changes({ ticket }, parts);
          const { secret } = await policy.unary(Clients.putClient, request, options);
          return { n: 1, secret };
        },
      };
    }
    case 'remove-client': {
      const { path, requestSerialize } = Clients.removeClient;
      const request = { id: act.id, actor };
      return {
        ...{ path, subject: `client:${act.id}`, bytes: requestSerialize(request) },
        async run(ticket) {
          await policy.unary(Clients.removeClient, request, changes({ ticket }, parts));
          return ended(1);
        },
      };
    }
    default:
      return act satisfies never;
  }
}

function ended(n: number): ActResult {
  return { n, secret: '' };
}
