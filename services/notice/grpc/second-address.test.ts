import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import {
  NoticeAdminServiceService as Admin,
  NoticeLinkServiceService as LinkPages,
  NoticeSelfServiceService as Own,
} from '../../../libs/gen/gatepost/notice/v1/notice.js';
import { type Served, serveToCallers } from '../../../libs/grpc/testing/serve-to-callers.js';
import {
  openServiceWorld,
  type ServiceWorld,
  templateOf,
} from '../../../libs/kit/testing/world.js';
import { systemRandom } from '../../../libs/random/index.js';
import { until } from '../../../libs/testing/until.js';
import {
  generateTicketKey,
  issueTicket,
  ownTicketKeys,
  readTicketKey,
  refuseTicket,
} from '../../../libs/ticket/index.js';
import { openLinks } from '../clients/links.js';
import { confirmSecondAddress } from '../commands/confirm-second-address.js';
import { openStore } from '../storage/second-addresses.js';
import { recordOf, startNotice, startRelay, TEST_RING } from '../testing.js';
import { adminService } from './admin-service.js';
import { linkService } from './link-service.js';
import { selfService } from './self-service.js';

const HOUR = 3_600_000;
const FAST = { deadlineMs: 60_000 };
const signing = readTicketKey(generateTicketKey().privatePem);
const disowning = readTicketKey(generateTicketKey().privatePem);

let postgres: TestPostgres;
let world: ServiceWorld;
let served: Served;
let relay: Awaited<ReturnType<typeof startRelay>>;
let notice: ReturnType<typeof startNotice>;
let record: ReturnType<typeof recordOf>;
let stops: (() => unknown)[];
let account = '';
let made = 0;
/** Accounts whose tickets come from a login before their not-before. */
const tooEarly = new Set<string>();

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openServiceWorld('notice', await templateOf('notice', postgres));
  served = await serveToCallers({
    service: 'notice',
    callers: [
      {
        ...{ role: 'service', name: 'portal', domains: ['*'] },
        rpcs: ['NoticeSelfService', 'NoticeLinkService'].map(
          (one) => `gatepost.notice.v1.${one}/*`,
        ),
      },
      {
        ...{ role: 'admin', name: 'corp', domains: ['a.tld'] },
        rpcs: ['gatepost.notice.v1.NoticeAdminService/*'],
      },
    ],
    async assemble() {
      const parts = {
        store: openStore({
          ...{ db: world.open(), clock: world.clock, newId: () => systemRandom.id() },
          limits: { perDay: 10, seenForMs: HOUR },
          hash: (text) => TEST_RING.keyedHash('2026', 'test', Buffer.from(text)),
        }),
        ...{ clock: world.clock, newId: () => systemRandom.id(), onMails: () => notice.wake() },
        offForDomain: () => ['locked'],
      };
      return [
        selfService({
          ...parts,
          ticketKeys: ownTicketKeys(signing),
          disownKeys: ownTicketKeys(disowning),
          checkTicket: async (ticket) => {
            if (tooEarly.has(ticket.account)) throw refuseTicket('too early');
          },
        }),
        linkService({ ...parts, readLink: openLinks(TEST_RING).read }),
        adminService(parts),
      ];
    },
  });
});
afterAll(async () => {
  await served.close();
  await world.close();
  await postgres.stop();
});

beforeEach(async () => {
  made += 1;
  account = `u${made}@a.tld`;
  stops = [];
  await world.db.query('TRUNCATE links_sent, mail, followed');
  const parts = { db: world.db, clock: world.clock, stops };
  relay = await startRelay(parts);
  record = recordOf();
  notice = startNotice(parts, relay.port, record);
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
});

const portal = () => served.as('portal');
type Claims = Parameters<typeof issueTicket>[0]['claims'];
async function ticket(change: Partial<Claims> = {}, key = signing): Promise<string> {
  const claims: Claims = {
    ...{ jti: systemRandom.id(), account, frontEnd: 'spiffe://gatepost/service/portal' },
    ...{ purpose: 'manage', stores: ['notice'], oneFactor: false },
    ...{ decisionId: systemRandom.id(), loginBegunAt: world.clock.now(), ...change },
  };
  return (await issueTicket({ key, claims, now: world.clock.now() })).token;
}
const ask = async (address: string, change: Partial<Claims> = {}) =>
  portal().unary(Own.askSecondAddress, { ticket: await ticket(change), address }, FAST);
const confirm = (token: string) => portal().unary(LinkPages.confirmSecondAddress, { token }, FAST);
const read = async () =>
  (await served.as('corp').unary(Admin.getNotices, { account }, FAST)).notices;
const asDisowned = async (since: number) => {
  const claims = { purpose: 'disown', loginBegunAt: since } as const;
  const request = { ticket: await ticket(claims, disowning) };
  return portal().unary(Own.disownSecondAddress, request, FAST);
};

/** The token of the link in the confirmation mail to `address`. */
async function linkTo(address: string): Promise<string> {
  const mail = await until('the link', () => {
    const found = relay.mails.findLast(({ to }) => JSON.stringify(to).includes(address));
    return found ?? false;
  });
  return /\/confirm-address\/(\S+)/.exec(mail.text ?? '')?.[1] ?? '';
}
async function set(address: string): Promise<void> {
  await ask(address);
  await confirm(await linkTo(address));
}
/** Recipients and kinds of the mails, in any order, once `count` mails have arrived. Removes them. */
async function told(count: number): Promise<string[]> {
  await until('the mails', async () => {
    const { count: waiting } = await world.db.query("SELECT 1 FROM mail WHERE state = 'waiting'");
    expect(waiting).toBe(0);
    expect(relay.mails).toHaveLength(count);
  });
  return relay.mails
    .splice(0)
    .map(
      (mail) =>
        `${/\.([a-z-]+)@/.exec(mail.messageId ?? '')?.[1]} ${mail.to && 'text' in mail.to ? mail.to.text : ''}`,
    )
    .sort();
}

it('sends an address only a question until its reader confirms', async () => {
  await ask('me@other.tld');
  const token = await linkTo('me@other.tld');
  expect(await told(1)).toEqual(['confirm-address me@other.tld']);
  expect((await read())?.secondAddress).toBeUndefined();
  // Opening the page changes nothing.
  const described = await portal().unary(LinkPages.describeLink, { token }, FAST);
  expect(described).toMatchObject({ account, address: 'me@other.tld', kind: '' });
  expect(await told(0)).toEqual([]);
  await confirm(token);
  expect((await read())?.secondAddress?.address).toBe('me@other.tld');
  expect(await told(2)).toEqual([
    'second-address-added me@other.tld',
    `second-address-added ${account}`,
  ]);
  await expect(confirm(token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('accepts a link once, however many follow it at once', async () => {
  await ask('me@other.tld');
  const token = await linkTo('me@other.tld');
  const presses = await Promise.allSettled(Array.from({ length: 12 }, () => confirm(token)));
  expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await told(3)).filter((one) => one.startsWith('second'))).toHaveLength(2);
});

it('accepts a link once, at two replicas at the same time', async () => {
  const replicas = [1, 2].map(() => ({
    clock: world.clock,
    store: openStore({
      ...{ db: world.open(), clock: world.clock, newId: () => systemRandom.id() },
      ...{ limits: { perDay: 10, seenForMs: HOUR }, hash: (text: string) => Buffer.from(text) },
    }),
  }));
  await ask('me@other.tld');
  const { body } = linkParts(await linkTo('me@other.tld'));
  const { id } = JSON.parse(Buffer.from(body, 'base64url').toString());
  const frontEnd = 'spiffe://gatepost/service/portal';
  const presses = await Promise.allSettled(
    [...replicas, ...replicas].map((replica) => confirmSecondAddress(replica, { id, frontEnd })),
  );
  expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  notice.wake();
  expect((await told(3)).filter((one) => one.startsWith('second'))).toHaveLength(2);
});

/** The parts of a link: `<key id>.<content>.<MAC>`. */
function linkParts(token: string) {
  const [key = '', body = '', mac = ''] = token.split('.');
  return { key, body, mac };
}

it('refuses a link that is expired, another account’s, or changed', async () => {
  await ask('me@other.tld');
  const first = await linkTo('me@other.tld');
  await ask('me2@other.tld');
  await expect(confirm(first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const token = await linkTo('me2@other.tld');
  const { key, body, mac } = linkParts(token);
  const other = Buffer.from(JSON.stringify({ for: 'confirm', id: systemRandom.id() }));
  for (const wrong of [
    `${key}.${other.toString('base64url')}.${mac}`,
    `${key}.${body}`,
    body,
    '',
  ]) {
    await expect(confirm(wrong)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  world.clock.advance(24 * HOUR);
  await expect(confirm(token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('sends a stranger at most three links a day, whoever asks and however many at once', async () => {
  const asks = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) =>
      ask(`victim+${n}@other.tld`, { account: `thief${made}-${n}@a.tld` }),
    ),
  );
  expect(asks.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  for (const one of asks) {
    if (one.status === 'rejected') expect(one.reason.code).toBe('RESOURCE_EXHAUSTED');
  }
  expect(await told(3)).toHaveLength(3);
});

it('lets a person send at most three links a day, to any address', async () => {
  const asks = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) => ask(`v${n}@other.tld`)),
  );
  expect(asks.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  world.clock.advance(24 * HOUR);
  await ask('v9@other.tld');
});

it('tells an address that it was replaced or removed, and serves it for another 72 hours', async () => {
  await set('one@other.tld');
  await set('two@other.tld');
  expect((await told(7)).filter((one) => one.startsWith('second')).slice(-3)).toEqual([
    'second-address-added two@other.tld',
    `second-address-added ${account}`,
    `second-address-added ${account}`,
  ]);
  const request = { ticket: await ticket() };
  await portal().unary(Own.removeOwnSecondAddress, request, FAST);
  expect(await told(3)).toEqual([
    'second-address-removed one@other.tld',
    'second-address-removed two@other.tld',
    `second-address-removed ${account}`,
  ]);
  expect((await read())?.former.map(({ address }) => address)).toEqual([
    ...['one@other.tld', 'two@other.tld'],
  ]);
  world.clock.advance(72 * HOUR);
  expect((await read())?.former).toEqual([]);
});

it('sends essential notices to both addresses, and optional ones only to the mailbox', async () => {
  await set('me@other.tld');
  await told(3);
  const of = (kind: 'password-changed' | 'trust-granted') => {
    const base = { id: systemRandom.id(), account, at: world.clock.now(), facts: {} };
    return { is: 'notice', notice: { ...base, kind } } as const;
  };
  record.add(of('password-changed'), of('trust-granted'));
  await until('the mails', () => {
    expect(relay.mails).toHaveLength(3);
  });
  const [a, b] = relay.mails.filter(({ messageId }) => messageId?.includes('password-changed'));
  expect(a?.messageId).toBe(b?.messageId);
  expect(await told(3)).toEqual([
    'password-changed me@other.tld',
    `password-changed ${account}`,
    `trust-granted ${account}`,
  ]);
});

it('removes what a thief has set since, once, and silences no address immediately', async () => {
  await set('owner@other.tld');
  world.clock.advance(HOUR);
  const since = world.clock.now();
  await set('thief@other.tld');
  expect(await asDisowned(since)).toEqual({ removed: 1 });
  const notices = await read();
  expect(notices?.secondAddress?.address).toBe('owner@other.tld');
  expect(notices?.former.map(({ address }) => address)).toEqual(['thief@other.tld']);
});

it('is set and removed only with two factors, by a ticket that works once', async () => {
  const wrong: Partial<Claims>[] = [
    { purpose: 'view' },
    { purpose: 'enrol' },
    { purpose: 'disown' },
    { oneFactor: true },
    { stores: ['credential', 'otp'] },
    { frontEnd: 'spiffe://gatepost/front-end/webmail' },
  ];
  for (const change of wrong) {
    const refused = ask('me@other.tld', change);
    await expect(refused, JSON.stringify(change)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  }
  const once = await ticket();
  await portal().unary(Own.askSecondAddress, { ticket: once, address: 'me@other.tld' }, FAST);
  const again = portal().unary(Own.removeOwnSecondAddress, { ticket: once }, FAST);
  await expect(again).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  tooEarly.add(account);
  await expect(ask('me@other.tld')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  const forged = asDisowned(0).then(() => ticket({ purpose: 'disown' }));
  const request = { ticket: await forged };
  const disowned = portal().unary(Own.disownSecondAddress, request, FAST);
  await expect(disowned).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});

it('refuses what is no address, and the mailbox itself', async () => {
  for (const address of [
    '',
    'x',
    'a@b@c',
    'a b@c.tld',
    'a\r\nBcc: x@c.tld',
    account,
    `U${made}+x@A.TLD`,
  ]) {
    await expect(ask(address), address).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  }
});

it('lets an administrator of the domain see and remove it, at once and with a reason', async () => {
  await set('me@other.tld');
  await told(3);
  const remove = (comment: string, whose = account) =>
    served
      .as('corp')
      .unary(
        Admin.removeSecondAddress,
        { account: whose, actor: { onBehalfOf: '', comment } },
        FAST,
      );
  await expect(remove('')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(remove('x', 'x@b.tld')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(await remove('a stranger complained')).toEqual({ removed: 1 });
  const notices = await read();
  expect([notices?.secondAddress, notices?.former]).toEqual([undefined, []]);
  expect(await told(2)).toEqual([
    'second-address-removed me@other.tld',
    `second-address-removed ${account}`,
  ]);
});

it('switches off only optional kinds, by the link in the mail or by the person', async () => {
  const of = (kind: 'password-changed' | 'trust-granted') => {
    const base = { id: systemRandom.id(), account, at: world.clock.now(), facts: {} };
    record.add({ is: 'notice', notice: { ...base, kind } });
  };
  of('trust-granted');
  of('password-changed');
  await until('both mails', () => {
    expect(relay.mails).toHaveLength(2);
  });
  const [optional, security] = ['trust-granted', 'password-changed'].map((kind) =>
    relay.mails.find(({ messageId }) => messageId?.includes(kind)),
  );
  const headers = (mail: typeof optional) =>
    mail?.headerLines
      .filter(({ key }) => key.startsWith('list-unsubscribe'))
      .map(({ line }) => line);
  expect(headers(security)).toEqual([]);
  expect(headers(optional)).toEqual([
    expect.stringMatching(/^List-Unsubscribe: <https:\/\/login\.example\/notices-off\/[\w.-]+>$/),
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  ]);
  const token = /notices-off\/([\w.-]+)/.exec(headers(optional)?.[0] ?? '')?.[1] ?? '';
  const off = () => portal().unary(LinkPages.switchOffKind, { token }, FAST);
  expect(await off()).toEqual({ account, kind: 'trust-granted' });
  expect(await off()).toEqual({ account, kind: 'trust-granted' });
  await expect(confirm(token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  relay.mails.length = 0;
  of('trust-granted');
  of('password-changed');
  expect(await told(1)).toEqual([`password-changed ${account}`]);
  const own = async (kind: string, isOff: boolean) => {
    const request = { ticket: await ticket({ purpose: 'view' }), kind, off: isOff };
    return portal().unary(Own.switchOwnKind, request, FAST);
  };
  await expect(own('password-changed', true)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await own('trust-granted', false);
  expect((await read())?.optionalKinds).toEqual([
    { kind: 'trust-granted', off: false, offForDomain: false },
    { kind: 'app-password-expired', off: false, offForDomain: false },
    { kind: 'locked', off: false, offForDomain: true },
  ]);
  of('trust-granted');
  expect(await told(1)).toEqual([`trust-granted ${account}`]);
  const events = (await world.events()).filter(({ data }) => data.account === account);
  expect(events.filter(({ type }) => type === 'kind-switched').map(({ data }) => data.off)).toEqual(
    [...[true, false]],
  );
});

it('lists what a person has not marked as seen, and marks nothing that came later', async () => {
  await set('me@other.tld');
  const of = (kind: 'password-changed' | 'factors-reset') => {
    const base = { id: systemRandom.id(), account, at: world.clock.now(), facts: {} };
    record.add({ is: 'notice', notice: { ...base, kind } });
  };
  const unseen = async (change: Partial<Claims> = {}) => {
    const request = { ticket: await ticket({ purpose: 'view', ...change }) };
    return portal().unary(Own.listUnseenNotices, request, FAST);
  };
  const kinds = async () => (await unseen()).notices.map(({ kind }) => kind);
  // Not listed: the copy to the second address, and the link that was sent there.
  expect(await kinds()).toEqual(['second-address-added']);
  of('password-changed');
  await until('the second', async () => expect(await kinds()).toHaveLength(2));
  const seen = await unseen();
  expect(seen.total).toBe(2);
  world.clock.advance(1000);
  of('factors-reset');
  await until('the third', async () => expect(await kinds()).toHaveLength(3));
  const mark = async (seenUntil: Date | undefined) => {
    const request = { ticket: await ticket({ purpose: 'view' }), seenUntil };
    return portal().unary(Own.markNoticesSeen, request, FAST);
  };
  await mark(seen.seenUntil);
  expect(await kinds()).toEqual(['factors-reset']);
  // A mark in the future does not hide later notices; an earlier mark brings none back.
  await mark(new Date(world.clock.now() + HOUR));
  await mark(seen.seenUntil);
  expect(await kinds()).toEqual([]);
  world.clock.advance(1000);
  of('password-changed');
  await until('the last', async () => expect(await kinds()).toEqual(['password-changed']));
  await expect(mark(undefined)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(unseen({ purpose: 'enrol' })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});
