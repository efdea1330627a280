import {
  type ChangeOwnPasswordResponse,
  OwnPasswordServiceService,
  PasswordChange,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofTicket, readRequest } from '../../../libs/grpc/requests/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { TicketCheck } from '../../../libs/not-before/index.js';
import { type TicketKeys, ticketTaker } from '../../../libs/ticket/index.js';
import {
  type ChangeOwnPasswordParts,
  changeOwnPassword,
  type OwnPasswordChange,
  passwordSetAt,
} from '../commands/change-own-password.js';
import { PASSWORD } from './convert.js';

const MOST_WORDS = 8;

/** OwnPasswordService, for front-ends that hold a person's ticket. */
export function ownPasswordService(
  parts: ChangeOwnPasswordParts & {
    readonly ticketKeys: TicketKeys;
    readonly checkTicket: TicketCheck;
  },
): Service {
  const { ticketKeys: keys, clock, store, checkTicket, leastPassword: minLength } = parts;

  const take = ticketTaker({ keys, clock, store: 'credential', check: checkTicket });

  return defineService(OwnPasswordServiceService, {
    handlers: {
      async getOwnPassword(wire, context) {
        const { account } = await take(wire.ticket, context, ['view', 'manage']);
        const { kind } = await store.backendOf(domainOfAccount(account));
        const setAt = kind === 'embedded' ? await passwordSetAt(parts, account) : undefined;
        const changeable = setAt !== undefined;
        return { changeable, setAt: changeable ? new Date(setAt) : undefined, minLength };
      },

      async changeOwnPassword(wire, context) {
        const ticket = await take(wire.ticket, context, ['manage']);
        const request = readRequest((reader) => {
          const { personalWords } = wire;
          if (personalWords.length > MOST_WORDS) {
            reader.refuse('personal_words', `more than ${MOST_WORDS}`);
          }
          return {
            current: reader.bytes('current_password', wire.currentPassword, PASSWORD),
            wanted: reader.bytes('new_password', wire.newPassword, PASSWORD),
            address: reader.address('client_ip', wire.clientIp),
            personalWords: personalWords
              .slice(0, MOST_WORDS)
              .map((word, n) => reader.text(`personal_words[${n}]`, word, { max: 64 })),
          };
        });
        const change = await changeOwnPassword(parts, { ticket, ...request }, context);
        return changeToWire(change, minLength);
      },
    },
    domainOf: { getOwnPassword: ofTicket, changeOwnPassword: ofTicket },
  });
}

const OUTCOMES: Readonly<Record<OwnPasswordChange['outcome'], PasswordChange>> = {
  changed: PasswordChange.CHANGED,
  'wrong-password': PasswordChange.WRONG_PASSWORD,
  'rate-limited': PasswordChange.RATE_LIMITED,
  'too-short': PasswordChange.TOO_SHORT,
  'too-long': PasswordChange.TOO_LONG,
  'too-weak': PasswordChange.TOO_WEAK,
  breached: PasswordChange.BREACHED,
  'same-as-before': PasswordChange.SAME_AS_BEFORE,
};

function changeToWire(change: OwnPasswordChange, minLength: number): ChangeOwnPasswordResponse {
  const freeInMs = change.outcome === 'rate-limited' ? (change.freeInMs ?? 0) : 0;
  const advice =
    change.outcome === 'too-weak'
      ? { warning: change.warning, suggestions: [...change.suggestions] }
      : { warning: '', suggestions: [] };
  const outcome = OUTCOMES[change.outcome];
  return { outcome, retryAfterSeconds: Math.ceil(freeInMs / 1000), minLength, ...advice };
}
