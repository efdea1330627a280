import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { systemRandom } from '../../../libs/random/index.js';
import {
  generateTicketKey,
  issueTicket,
  MOST_OUTRANKING,
  ownTicketKeys,
  rankDigest,
  readTicketKey,
} from '../../../libs/ticket/index.js';
import { verifyTicket } from '../../../libs/ticket/verify-ticket.js';
import { ticketIssuer } from './tickets.js';

const key = readTicketKey(generateTicketKey().privatePem);
const now = 1_795_000_000_000;
const decisionId = systemRandom.id();
const tickets = ticketIssuer({ key, clock: { now: () => now }, random: systemRandom });
const RPC = 'gatepost.otp.v1.OtpAdminService/ResetAccount';

function actTicket(of = decisionId) {
  return tickets.issue({
    ...{ purpose: 'act', stores: ['otp'], oneFactor: false, account: 'hedy@a.tld' },
    ...{ frontEnd: 'spiffe://gatepost/service/portal', decisionId: of, loginBegunAt: now },
    administers: { domain: 'a.tld', role: 'help-desk', readOnly: false, outrankedBy: [] },
    act: { rpc: RPC, subject: 'luca@a.tld', request: Buffer.alloc(32) },
  });
}
const idOf = (ticket: { token: string }) => decodeJwt(ticket.token).jti;

it('all tickets of one sign-in for an act are one ticket, those of another are others', async () => {
  expect(idOf(await actTicket())).toBe(idOf(await actTicket()));
  expect(idOf(await actTicket())).not.toBe(idOf(await actTicket(systemRandom.id())));
});

it('says who has more roles, and nothing where they are too many for a ticket', async () => {
  const claimed = async (outrankedBy: readonly string[]) => {
    const { token } = await tickets.issue({
      ...{ purpose: 'administer', stores: ['otp'], oneFactor: false, account: 'hedy@a.tld' },
      ...{ frontEnd: 'spiffe://gatepost/service/portal', decisionId, loginBegunAt: now },
      administers: { domain: 'a.tld', role: 'help-desk', readOnly: false, outrankedBy },
    });
    return decodeJwt(token).outranked_by;
  };
  expect(await claimed([])).toEqual([]);
  expect(await claimed(['anna@a.tld'])).toEqual([rankDigest('anna@a.tld')]);
  const many = Array.from({ length: MOST_OUTRANKING }, (_, n) => `admin${n}@a.tld`);
  expect(await claimed(many)).toHaveLength(MOST_OUTRANKING);
  expect(await claimed([...many, 'anna@a.tld'])).toBeUndefined();
});

it('doing an act does not use up the “this was not me” of its sign-in', async () => {
  const act = await actTicket();
  const verified = await verifyTicket({
    ...{ keys: ownTicketKeys(key), token: act.token, now, store: 'otp', purposes: ['act'] },
    frontEnd: 'spiffe://gatepost/service/console',
  });
  // As notice issues it for the event of the sign-in, whose id is the decision's.
  const disown = await issueTicket({
    key,
    now,
    claims: {
      ...{ jti: decisionId, account: 'hedy@a.tld', purpose: 'disown', stores: ['otp'] },
      ...{ frontEnd: 'spiffe://gatepost/service/portal', oneFactor: false },
      ...{ decisionId, loginBegunAt: now },
    },
  });
  expect(verified.jti).not.toBe(idOf(disown));
});
