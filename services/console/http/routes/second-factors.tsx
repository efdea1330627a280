import type { Context } from 'koa';
import { unavailable } from '../../../../libs/errors/index.js';
import { field, goTo, show } from '../../../../libs/web/index.js';
import { type Administrator, mayChange } from '../../core/administrator.js';
import { type ProgressOr, readDays, USUAL_DAYS } from '../../core/evidence.js';
import {
  A_CALL,
  type FactorPorts,
  type FactorSummary,
  reachable,
  readDaysBefore,
  reportFactors,
  summarize,
} from '../../core/second-factors.js';
import { readFilter } from '../../core/sign-in.js';
import { pathOf } from '../../pages/layout.js';
import { FactorResult, FactorsPage, RemindedResult } from '../../pages/second-factors.js';
import { type Here, here, word } from '../domain.js';
import { runLongWork } from '../long-work.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { askWho } from '../session.js';
import { visit } from '../visit.js';

const DAY_MS = 86_400_000;
const PAGE = 500;
/** How far back reminders that could not be delivered are listed. */
const REPORTED_DAYS = 90;
/** A ticket lasts five minutes, and a large domain takes longer. */
const ASK_AGAIN_MS = 120_000;

/** Who of a domain has no second factor. Each look asks the services about every account. */
export function secondFactorRoutes(router: Routes, parts: PageParts): void {
  const { clock } = parts;

  router.get('/domains/:domain/second-factors', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const shown = { ...place, look: visit(ctx).look };
    const { who, domain } = place;
    const since = clock.now() - REPORTED_DAYS * DAY_MS;
    const [waiting, undelivered] = await Promise.all([
      parts.reminders.waiting(who, domain),
      parts.record.undelivered(who, { domain, since }),
    ]);
    const reported = { waiting, undelivered, undeliveredDays: REPORTED_DAYS };
    const ended = /^\d{1,9}$/.test(word(ctx, 'ended')) ? Number(word(ctx, 'ended')) : undefined;
    show(
      ctx,
      <FactorsPage place={shown} {...{ days: USUAL_DAYS, isMade: false, reported, ended }} />,
    );
  });

  router.post('/domains/:domain/second-factors', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const days = readDays(field(ctx, 'days'));
    runLongWork(ctx, parts, place, {
      ...{ kind: 'factors', days, forChange: false, content: '' },
      page: (shown) => <FactorsPage place={shown} days={days} isMade />,
      start: () => look(ctx, { place, days }),
      result: (found, shown) => <FactorResult place={shown} found={found} days={days} />,
    });
  });

  router.post('/domains/:domain/second-factors/remind', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    if (!mayChange(place.who)) return showMessage(ctx, 'not-yours', 403);
    const days = readDays(field(ctx, 'days'));
    const daysBefore = readDaysBefore(field(ctx, 'before'));
    runLongWork(ctx, parts, place, {
      ...{ kind: 'reminders', days, forChange: true, content: '' },
      page: (shown) => <FactorsPage place={shown} days={days} isMade />,
      start: (signal) => remindAll(ctx, { place, days, daysBefore, signal }),
      result: (n, { look }) => <RemindedResult look={look} n={n} daysBefore={daysBefore} />,
    });
  });

  router.post('/domains/:domain/second-factors/end-reminders', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    if (!mayChange(place.who)) return showMessage(ctx, 'not-yours', 403);
    const ended = await parts.reminders.end(place.who, place.domain);
    goTo(ctx, pathOf(place.domain, `/second-factors?ended=${ended}`));
  });

  /** Looks at every account. Only what a page shows is kept. */
  async function* look(
    ctx: Context,
    of: { readonly place: Here; readonly days: number },
  ): AsyncGenerator<ProgressOr<FactorSummary>> {
    for await (const part of reportFactors(portsOf(ctx, parts, of))) {
      if (part.kind !== 'result') yield part;
      else yield { kind: 'result', result: summarize(part.result, clock.now()) };
    }
  }

  /** Looks again, so that nobody is reminded who has set up a factor meanwhile. */
  async function* remindAll(
    ctx: Context,
    of: {
      readonly place: Here;
      readonly days: number;
      readonly daysBefore: number;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<ProgressOr<number>> {
    const { place, days, daysBefore, signal } = of;
    const { domain } = place;
    const who = freshly(ctx, place.who);
    for await (const part of reportFactors(portsOf(ctx, parts, { place, days }))) {
      if (part.kind !== 'result') {
        yield part;
        continue;
      }
      const names = reachable(part.result, clock.now()).map(({ account }) => account);
      let result = 0;
      for (let n = 0; n < names.length; n += A_CALL) {
        signal.throwIfAborted();
        const accounts = names.slice(n, n + A_CALL);
        result += await parts.reminders.remind(await who(), { domain, accounts, daysBefore });
      }
      yield { kind: 'result', result };
    }
  }

  router.get('/domains/:domain/second-factors.csv', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const release = parts.underWay.take(place.who.account);
    if (release === undefined) return showMessage(ctx, 'busy', 429, pathOf(place.domain));
    ctx.res.once('close', release);
    const days = readDays(word(ctx, 'days'));
    const heads = [
      ...['account_without_second_factor', 'last_web_sign_in', 'let_in_until', 'reminder_at'],
    ];
    const timeOf = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString());
    await sendCsv(ctx, { name: `second-factors-${place.domain}`, heads }, async function* () {
      for await (const part of reportFactors(portsOf(ctx, parts, { place, days }))) {
        if (part.kind !== 'result') continue;
        yield part.result.without.map(({ account, lastWeb, until, remindAt }) => [
          ...[account, timeOf(lastWeb), timeOf(until), timeOf(remindAt)],
        ]);
      }
    });
  });

  function portsOf(
    ctx: Context,
    { accounts, record, reminders }: PageParts,
    { place, days }: { readonly place: Here; readonly days: number },
  ): FactorPorts {
    const { domain } = place;
    const since = new Date(clock.now() - days * DAY_MS).toISOString().slice(0, 10);
    const filter = { ...readFilter({ service: 'WebUI', decision: 'ALLOW' }), since };
    const who = freshly(ctx, place.who);
    return {
      async accounts(after) {
        const asked = { domain, account: '', after, size: PAGE };
        const { items, next } = await accounts.list(await who(), asked);
        return { items: items.map(({ account }) => account), next };
      },
      webSignIns: async (after) => record.list(await who(), { domain, filter, after, size: PAGE }),
      grace: async (some) => reminders.grace(await who(), { domain, accounts: some }),
      hasSecondFactor: async (account) => accounts.hasSecondFactor(await who(), account),
    };
  }

  /** The administrator, with a new ticket before the last one lapses. */
  function freshly(ctx: Context, first: Administrator): () => Promise<Administrator> {
    let current = Promise.resolve(first);
    let askedAt = clock.now();
    return () => {
      if (clock.now() - askedAt >= ASK_AGAIN_MS) {
        askedAt = clock.now();
        current = askWho(ctx, parts).then((who) => {
          if (typeof who === 'string') throw unavailable('the session has ended');
          return who;
        });
      }
      return current;
    };
  }
}
