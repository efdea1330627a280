import type { Context } from 'koa';
import { goTo, show } from '../../../../libs/web/index.js';
import { mayChange } from '../../core/administrator.js';
import { fits, readChangesAsked } from '../../core/changes.js';
import type { LongWork } from '../../core/long-work.js';
import { pathOf } from '../../pages/layout.js';
import { WorkElsewherePage, WorkLostPage, type WorkView } from '../../pages/work.js';
import { type Here, here, word } from '../domain.js';
import { ownerOf, showLongWork } from '../long-work.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { visit } from '../visit.js';

/** How often a page asks by itself whether another replica has the work, and after how long. */
const AGAIN = { times: 9, seconds: 2 };
const CSV_PART = 500;
const HEADS = [
  ...['time', 'account', 'service', 'address', 'was', 'would_be', 'reason', 'rule'],
  'decision_id',
];

/** Long work that is under way, or finished and kept for a while. Each replica knows its own alone. */
export function workRoutes(router: Routes, parts: PageParts): void {
  const { works, followers, replica } = parts;

  router.get('/domains/:domain/work/:id', async (ctx) => {
    const found = await workOf(ctx);
    if (found === undefined) return;
    const release = followers.take(found.place.who.account);
    if (release === undefined) {
      return showMessage(ctx, 'busy', 429, pathOf(found.place.domain));
    }
    ctx.res.once('close', release);
    showLongWork(ctx, parts, found.place, found.work);
  });

  router.get('/domains/:domain/work/:id/changes.csv', async (ctx) => {
    const found = await workOf(ctx);
    if (found === undefined) return;
    const { view, state } = found.work;
    const { kind, changes } = view;
    if (changes === undefined || state.kind !== 'done') return showMessage(ctx, 'not-found', 404);
    const { filter } = readChangesAsked(ctx.query);
    const name = `${kind}-${found.place.domain}`;
    await sendCsv(ctx, { name, heads: HEADS }, async function* () {
      const wanted = changes().filter((each) => fits(filter, each));
      for (let n = 0; n < wanted.length; n += CSV_PART) {
        yield wanted.slice(n, n + CSV_PART).map((each) => {
          const { at, account, service, address, was, wouldBe, reason, rule, id } = each;
          const time = new Date(at).toISOString();
          return [time, account, service, address, was, wouldBe, reason, rule, id];
        });
      }
    });
  });

  router.post('/domains/:domain/work/:id/end', async (ctx) => {
    const found = await workOf(ctx);
    if (found === undefined) return;
    works.end(found.work);
    goTo(ctx, pathOf(found.place.domain));
  });

  /** The work of the address, if it is the administrator's. Undefined if the answer was already given. */
  async function workOf(
    ctx: Context,
  ): Promise<{ place: Here; work: LongWork<WorkView> } | undefined> {
    const place = await here(ctx, parts);
    if (place === undefined) return undefined;
    const id = String(ctx.params.id);
    const work = works.find(ownerOf(ctx, parts, place), id);
    if (work === undefined) showAbsent(ctx, place.domain, id);
    else if (work.view.forChange && !mayChange(place.who)) showMessage(ctx, 'not-yours', 403);
    else return { place, work };
    return undefined;
  }

  /** The id names the replica that began the work. */
  function showAbsent(ctx: Context, domain: string, id: string): void {
    const tries = Number(/^\d$/.exec(word(ctx, 'again'))?.[0] ?? 0);
    if (id.startsWith(`${replica}-`)) {
      showMessage(ctx, 'work-over', 404, pathOf(domain));
      return;
    }
    if (ctx.method !== 'GET' || tries >= AGAIN.times) {
      show(ctx, <WorkLostPage look={visit(ctx).look} domain={domain} id={id} />, 404);
      return;
    }
    const query = new URLSearchParams(ctx.querystring);
    query.set('again', String(tries + 1));
    const { look } = visit(ctx);
    const page = { look, again: `${ctx.path}?${query}`, seconds: AGAIN.seconds };
    show(ctx, <WorkElsewherePage {...page} />, 404);
  }
}
