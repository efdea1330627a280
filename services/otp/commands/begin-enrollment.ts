import { createHash } from 'node:crypto';
import { failedPrecondition } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { enrolmentBegun } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, type CodeParameters, isActive } from '../core/authenticator.js';
import { encodeBase32 } from '../core/base32.js';
import { formatOtpauthUri } from '../core/format-otpauth-uri.js';
import type { Clock, DrawQrCode, OtpStore, Random, Secrets, Ticket } from '../ports.js';
import { addWithin } from './add-within.js';

export interface BeginParts {
  readonly store: OtpStore;
  readonly secrets: Secrets;
  readonly random: Random;
  readonly clock: Clock;
  readonly drawQrCode: DrawQrCode;
  /** Shown in the authenticator app. */
  readonly issuer: string;
  /** How long an authenticator waits for its first code, in ms. */
  readonly enrolmentMs: number;
  readonly authenticatorsPerAccount: number;
}

export interface Begun {
  readonly authenticatorId: string;
  readonly otpauthUri: string;
  readonly secretBase32: string;
  readonly confirmationToken: string;
  readonly expiresAt: number;
  readonly qrSvg: Buffer;
  readonly qrPng: Buffer;
}

/** As long as the hash: a longer HMAC key gains nothing (RFC 4226 section 4, RFC 6238 section 5.1). */
const SECRET_OCTETS = { sha1: 20, sha256: 32, sha512: 64 } as const;
const TOKEN_OCTETS = 32;

/**
 * Makes an authenticator that waits for its first code. The returned secret is stored only sealed.
 *
 * An `enrol` ticket proves only a password, so it can make an account's first authenticator but not add a second one.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; FAILED_PRECONDITION if the account may have no more,
 * in which case the ticket stays valid
 */
export async function beginEnrollment(
  parts: BeginParts,
  request: { ticket: Ticket; label: string; parameters: CodeParameters },
): Promise<Begun> {
  const { store, secrets, random, clock, drawQrCode, issuer } = parts;
  const { ticket, label, parameters } = request;
  const { account } = ticket;
  const secret = random.bytes(SECRET_OCTETS[parameters.algorithm]);
  const confirmationToken = random.bytes(TOKEN_OCTETS).toString('base64url');
  const otpauthUri = formatOtpauthUri({ secret, issuer, account, parameters });
  const qr = await drawQrCode(otpauthUri);
  const id = random.id();
  const now = clock.now();
  const enrolment = {
    tokenHash: hashToken(confirmationToken),
    frontEnd: ticket.frontEnd,
    decisionId: ticket.decisionId,
    onlyFirst: ticket.purpose === 'enrol',
    expiresAt: now + parts.enrolmentMs,
  };
  await store.onAccount(account, async (tx) => {
    await tx.consumeTicket(ticket);
    const existing = await tx.authenticators(now);
    const hasOne = existing.some(isActive) || (await tx.hasPasskey());
    if (enrolment.onlyFirst && hasOne) throw notTheFirst();
    const sealed = secrets.seal(secret, account, id);
    const authenticator = { id, label, ...parameters, sealed, createdAt: now, enrolment };
    await addWithin(tx, parts.authenticatorsPerAccount, existing, authenticator);
    const actor = personOf(ticket);
    await tx.emit(enrolmentBegun, {
      account,
      authenticator: authenticatorData(authenticator),
      actor,
    });
  });
  return {
    authenticatorId: id,
    otpauthUri,
    secretBase32: encodeBase32(secret),
    confirmationToken,
    expiresAt: enrolment.expiresAt,
    qrSvg: qr.svg,
    qrPng: qr.png,
  };
}

/** The stored form of a confirmation token. The token has 256 random bits, so a plain hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** FAILED_PRECONDITION: the ticket only allows a first second factor, and there is one already. */
export function notTheFirst() {
  return failedPrecondition('the account has a second factor already');
}
