import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'koa';
import { render } from 'preact-render-to-string';
import { GatepostError } from '../../../../libs/errors/index.js';
import { contentSecurityPolicy, show } from '../../../../libs/web/index.js';
import { type Followed, follow } from '../../core/follow.js';
import type { Filter } from '../../core/sign-in.js';
import { LivePage } from '../../pages/live.js';
import { rowIdOf, SignInRow } from '../../pages/sign-ins.js';
import { domainNamed, here } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { askWho } from '../session.js';
import { whileRead } from '../stream-page.js';
import { visit } from '../visit.js';
import { filterOf } from './record.js';

const SHOWN = 50;
/** At most so many sign-ins are read at once. */
const MOST_AT_ONCE = 100;
/** A browser that reconnects is told at most of so much time. */
const LONGEST_BREAK_MS = 300_000;

/** The record while it grows. */
export function liveRoutes(router: Routes, parts: PageParts): void {
  const { record } = parts;

  router.get('/domains/:domain/sign-ins/live', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const filter = filterOf(ctx, domain);
    const { items } = await record.list(who, { domain, filter, after: '', size: SHOWN });
    // The script fetches what is recorded next.
    ctx.set('Content-Security-Policy', `${contentSecurityPolicy()}; connect-src 'self'`);
    const look = { ...place, look: visit(ctx).look };
    show(ctx, <LivePage place={look} filter={filter} signIns={items} />);
  });

  router.get('/domains/:domain/sign-ins/events', async (ctx) => {
    const who = await askWho(ctx, parts);
    const domain = typeof who === 'string' ? undefined : domainNamed(ctx, who);
    if (typeof who === 'string' || domain === undefined) {
      ctx.status = who === 'too-many' ? 429 : 403;
      return;
    }
    const release = parts.followers.take(who.account);
    if (release === undefined) {
      ctx.status = 429;
      return;
    }
    ctx.res.once('close', release);
    const steps = followed(ctx, parts, { domain, filter: filterOf(ctx, domain) });
    sendEvents(ctx, parts, { steps, domain });
  });
}

function followed(
  ctx: Context,
  parts: PageParts,
  of: { readonly domain: string; readonly filter: Filter },
): AsyncGenerator<Followed> {
  const { record, clock } = parts;
  const signal = whileRead(ctx);
  const ports = {
    now: () => clock.now(),
    isOver: () => signal.aborted,
    // Ends early if the browser left.
    pause: (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined),
    async ask() {
      const who = await askWho(ctx, parts);
      return typeof who === 'string' || domainNamed(ctx, who) === undefined ? undefined : who;
    },
    look: (who: Parameters<typeof record.since>[0], since: number) =>
      record.since(who, { ...of, since, atMost: MOST_AT_ONCE }),
  };
  return follow(ports, lastSentAt(ctx, clock.now()));
}

/** Returns the time of the last sign-in that a reconnecting browser has. */
function lastSentAt(ctx: Context, now: number): number {
  const sent = Number(/^\d{1,15}$/.exec(ctx.get('last-event-id'))?.[0] ?? now);
  return Math.min(now, Math.max(sent, now - LONGEST_BREAK_MS));
}

/** Sends rows of the table. If a service fails, the stream ends, the log says why, and the browser reconnects. */
function sendEvents(
  ctx: Context,
  { log }: PageParts,
  { steps, domain }: { readonly steps: AsyncGenerator<Followed>; readonly domain: string },
): void {
  const { look } = visit(ctx);
  ctx.status = 200;
  ctx.type = 'text/event-stream';
  ctx.set('X-Accel-Buffering', 'no');
  ctx.body = Readable.from(lines(), { objectMode: false });

  async function* lines(): AsyncGenerator<string> {
    yield 'retry: 2000\n\n';
    try {
      for await (const step of steps) yield textOf(step);
    } catch (error) {
      if (!(error instanceof GatepostError)) throw error;
      log.warn('the record could not be followed', { error, path: ctx.path });
    }
  }

  function textOf(step: Followed): string {
    switch (step.kind) {
      case 'sign-ins':
        return step.signIns
          .map((signIn) => {
            const row = render(<SignInRow look={look} domain={domain} signIn={signIn} />);
            const data = JSON.stringify({ id: rowIdOf(signIn), row });
            return `id: ${signIn.at}\ndata: ${data}\n\n`;
          })
          .join('');
      case 'nothing':
        return ':\n\n';
      case 'ended':
        return 'event: ended\ndata:\n\n';
      default:
        return step satisfies never;
    }
  }
}
