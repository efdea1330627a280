import { PasskeyEnrollmentServiceService } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineService, NO_DOMAIN, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import { type BeginRegistrationParts, beginRegistration } from '../commands/begin-registration.js';
import { confirmRegistration } from '../commands/confirm-registration.js';
import { disownPasskeys } from '../commands/disown-passkeys.js';
import { type FinishParts, finishRegistration } from '../commands/finish-registration.js';
import { listOwnPasskeys, removeOwnPasskey, renameOwnPasskey } from '../commands/own-passkeys.js';
import { restoreOwnPasskey } from '../commands/restore-passkey.js';
import {
  passkeyToWire,
  readHost,
  readLabel,
  readRegistrationToken,
  readResponse,
} from './convert.js';

/** PasskeyEnrollmentService, for front-ends that hold a person's ticket. */
export function enrollmentService(
  parts: BeginRegistrationParts &
    FinishParts & {
      readonly ticketKeys: TicketKeys;
      readonly disownKeys: TicketKeys;
      readonly checkTicket: TicketCheck;
    },
): Service {
  const { ticketKeys: keys, disownKeys, clock, checkTicket, claimEnrolment, hosts } = parts;
  const take = ticketTaker({
    ...{ keys, clock, store: 'passkey' },
    // Using this ticket ends the other `enrol` ticket, for an authenticator.
    check: (ticket) =>
      ticket.purpose === 'enrol'
        ? claimEnrolment({ ...ticket, finishing: false })
        : checkTicket(ticket),
  });
  const takeDisown = ticketTaker({ keys: disownKeys, clock, store: 'passkey' });

  return defineService(PasskeyEnrollmentServiceService, {
    handlers: {
      async beginRegistration(wire, context) {
        const ticket = await take(wire.ticket, context, ['enrol', 'manage']);
        const wish = readRequest((reader) => ({
          label: readLabel(reader, wire.label),
          rpId: readHost(reader, wire.signInHost),
        }));
        const { expiresAt, models, ...begun } = await beginRegistration(parts, { ticket, ...wish });
        return { ...begun, expiresAt: new Date(expiresAt), models: [...models] };
      },

      async finishRegistration(wire, { caller }) {
        const request = readRequest((reader) => ({
          registrationToken: readRegistrationToken(reader, wire.registrationToken),
          response: readResponse(reader, wire.response),
          keepAppPasswords: wire.keepAppPasswords,
          frontEnd: caller.uri,
        }));
        const { expiresAt, recoveryCodes, ...finished } = await finishRegistration(parts, request);
        const codes = [...recoveryCodes];
        return { ...finished, recoveryCodes: codes, expiresAt: new Date(expiresAt) };
      },

      async confirmRegistration(wire, { caller }) {
        const request = readRequest((reader) => ({
          passkeyId: reader.uuid('passkey_id', wire.passkeyId),
          confirmationToken: reader.text('confirmation_token', wire.confirmationToken, {
            min: 1,
            max: 128,
          }),
          frontEnd: caller.uri,
        }));
        await confirmRegistration(parts, request);
        return {};
      },

      async listOwnPasskeys(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const passkeys = await listOwnPasskeys(parts, { ticket });
        return { passkeys: passkeys.map((passkey) => passkeyToWire(passkey, hosts)) };
      },

      async renameOwnPasskey(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const wish = readRequest((reader) => ({
          passkeyId: reader.uuid('passkey_id', wire.passkeyId),
          label: readLabel(reader, wire.label),
        }));
        await renameOwnPasskey(parts, { ticket, ...wish });
        return {};
      },

      async removeOwnPasskey(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const passkeyId = readRequest((reader) => reader.uuid('passkey_id', wire.passkeyId));
        await removeOwnPasskey(parts, { ticket, passkeyId });
        return {};
      },

      async disownPasskeys(wire, context) {
        const ticket = await takeDisown(wire.ticket, context, ['disown']);
        const since = ticket.loginBegunAt;
        return { suspended: await disownPasskeys(parts, { ticket, since }) };
      },

      async restoreOwnPasskey(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const passkeyId = readRequest((reader) => reader.uuid('passkey_id', wire.passkeyId));
        await restoreOwnPasskey(parts, { ticket, passkeyId });
        return {};
      },
    },
    domainOf: {
      beginRegistration: ofTicket,
      // The token belongs to the front-end that began the registration, for a domain it may touch.
      finishRegistration: () => NO_DOMAIN,
      confirmRegistration: () => NO_DOMAIN,
      listOwnPasskeys: ofTicket,
      renameOwnPasskey: ofTicket,
      removeOwnPasskey: ofTicket,
      disownPasskeys: ofTicket,
      restoreOwnPasskey: ofTicket,
    },
  });
}
