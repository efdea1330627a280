import { OtpEnrollmentServiceService } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineService, NO_DOMAIN, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import { type BeginParts, beginEnrollment } from '../commands/begin-enrollment.js';
import { confirmEnrollment } from '../commands/confirm-enrollment.js';
import { disownAuthenticators } from '../commands/disown-authenticators.js';
import { listOwnAuthenticators } from '../commands/list-authenticators.js';
import { removeOwnAuthenticator } from '../commands/remove-own-authenticator.js';
import { renameOwnAuthenticator } from '../commands/rename-own-authenticator.js';
import { replaceRecoveryCodes } from '../commands/replace-recovery-codes.js';
import { restoreOwnAuthenticator } from '../commands/restore-authenticator.js';
import { resynchroniseOwn } from '../commands/resynchronise.js';
import type { LockLimits } from '../core/lock.js';
import type { ClaimEnrolment, NotBefore } from '../ports.js';
import {
  authenticatorToWire,
  readCode,
  readLabel,
  readParameters,
  readTwoCodes,
} from './convert.js';

/** OtpEnrollmentService, for front-ends that hold a person's ticket. */
export function enrollmentService(
  parts: BeginParts & {
    readonly ticketKeys: TicketKeys;
    readonly disownKeys: TicketKeys;
    readonly checkTicket: TicketCheck;
    readonly claimEnrolment: ClaimEnrolment;
    readonly notBefore: NotBefore;
    readonly lock: LockLimits;
  },
): Service {
  const { ticketKeys: keys, disownKeys, clock, checkTicket, claimEnrolment } = parts;
  const take = ticketTaker({
    ...{ keys, clock, store: 'otp' },
    // Using this ticket ends the other `enrol` ticket, for a passkey.
    check: (ticket) =>
      ticket.purpose === 'enrol'
        ? claimEnrolment({ ...ticket, finishing: false })
        : checkTicket(ticket),
  });
  const takeDisown = ticketTaker({ keys: disownKeys, clock, store: 'otp' });

  return defineService(OtpEnrollmentServiceService, {
    handlers: {
      async beginEnrollment(wire, context) {
        const ticket = await take(wire.ticket, context, ['enrol', 'manage']);
        const wish = readRequest((reader) => ({
          label: readLabel(reader, wire.label),
          parameters: readParameters(reader, wire),
        }));
        const { expiresAt, ...begun } = await beginEnrollment(parts, { ticket, ...wish });
        return { ...begun, expiresAt: new Date(expiresAt) };
      },

      async confirmEnrollment(wire, { caller }) {
        const request = readRequest((reader) => ({
          authenticatorId: reader.uuid('authenticator_id', wire.authenticatorId),
          confirmationToken: reader.text('confirmation_token', wire.confirmationToken, {
            min: 1,
            max: 128,
          }),
          code: readCode(reader, wire.code),
          keepAppPasswords: wire.keepAppPasswords,
          frontEnd: caller.uri,
        }));
        return { recoveryCodes: await confirmEnrollment(parts, request) };
      },

      async listOwnAuthenticators(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const { authenticators, recoveryCodesLeft } = await listOwnAuthenticators(parts, {
          ticket,
        });
        return { authenticators: authenticators.map(authenticatorToWire), recoveryCodesLeft };
      },

      async removeOwnAuthenticator(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const authenticatorId = readRequest((reader) =>
          reader.uuid('authenticator_id', wire.authenticatorId),
        );
        await removeOwnAuthenticator(parts, { ticket, authenticatorId });
        return {};
      },

      async resynchroniseOwnAuthenticator(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const codes = readRequest((reader) => readTwoCodes(reader, wire));
        return { driftSeconds: await resynchroniseOwn(parts, { ticket, ...codes }) };
      },

      async disownAuthenticators(wire, context) {
        const ticket = await takeDisown(wire.ticket, context, ['disown']);
        const since = ticket.loginBegunAt;
        return { suspended: await disownAuthenticators(parts, { ticket, since }) };
      },

      async restoreOwnAuthenticator(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const authenticatorId = readRequest((reader) =>
          reader.uuid('authenticator_id', wire.authenticatorId),
        );
        await restoreOwnAuthenticator(parts, { ticket, authenticatorId });
        return {};
      },

      async renameOwnAuthenticator(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const wish = readRequest((reader) => ({
          authenticatorId: reader.uuid('authenticator_id', wire.authenticatorId),
          label: readLabel(reader, wire.label),
        }));
        await renameOwnAuthenticator(parts, { ticket, ...wish });
        return {};
      },

      async replaceRecoveryCodes(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        return { recoveryCodes: await replaceRecoveryCodes(parts, { ticket }) };
      },
    },
    domainOf: {
      beginEnrollment: ofTicket,
      // The token belongs to the front-end that began the enrolment, for a domain it may touch.
      confirmEnrollment: () => NO_DOMAIN,
      listOwnAuthenticators: ofTicket,
      removeOwnAuthenticator: ofTicket,
      replaceRecoveryCodes: ofTicket,
      resynchroniseOwnAuthenticator: ofTicket,
      disownAuthenticators: ofTicket,
      restoreOwnAuthenticator: ofTicket,
      renameOwnAuthenticator: ofTicket,
    },
  });
}
