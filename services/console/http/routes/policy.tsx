import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { field, goTo, show } from '../../../../libs/web/index.js';
import { mayChange } from '../../core/administrator.js';
import { EditedPolicy, EditPolicyPage, type Review } from '../../pages/edit-policy.js';
import { pathOf } from '../../pages/layout.js';
import { HistoryPage, PolicyPage } from '../../pages/policy.js';
import { STREAMED } from '../../pages/streamed.js';
import { type Here, here, word } from '../domain.js';
import { runLongWork } from '../long-work.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { visit } from '../visit.js';
import { within } from '../within.js';

/** Most lines of a file of versions. */
const MOST_VERSIONS = 10_000;

/**
 * Pages that show and edit a domain's document. Before a document is applied, the page shows what the change allows and
 * forbids.
 */
export function policyRoutes(router: Routes, parts: PageParts): void {
  const { policies } = parts;

  router.get('/domains/:domain/policy', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const revision = revisionIn(word(ctx, 'revision'));
    const document = await policies.get(place.who, { domain: place.domain, revision });
    const props = { place: { ...place, look: visit(ctx).look }, document };
    const done = word(ctx, 'done') === 'applied' ? 'applied' : undefined;
    show(ctx, <PolicyPage {...props} isEarlier={revision > 0n} done={done} />);
  });

  router.get('/domains/:domain/policy/history', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const { items, next } = await policies.history(who, { domain, after: word(ctx, 'after') });
    const look = { ...place, look: visit(ctx).look };
    show(ctx, <HistoryPage place={look} versions={items} next={next} />);
  });

  router.get('/domains/:domain/policy/history.csv', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const heads = ['revision', 'applied_at', 'by', 'comment', 'withdrawn'];
    await sendCsv(ctx, { name: `history-${domain}`, heads }, async function* () {
      let [after, count] = ['', 0];
      do {
        const { items, next } = await policies.history(who, { domain, after });
        yield items.map(({ revision, appliedAt, by, comment, removed }) => [
          ...[String(revision), new Date(appliedAt).toISOString(), by, comment],
          String(removed),
        ]);
        count += items.length;
        after = next;
      } while (after !== '' && count < MOST_VERSIONS);
    });
  });

  router.get('/domains/:domain/policy/edit', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const revision = revisionIn(word(ctx, 'revision'));
    const [active, earlier] = await Promise.all([
      policies.get(who, { domain }),
      revision === 0n ? undefined : policies.get(who, { domain, revision }),
    ]);
    const content = earlier?.content ?? active?.content ?? `domain: ${domain}\nrules:\n`;
    const base = String(active?.revision ?? 0n);
    showEdit(ctx, place, { content, base, review: undefined });
  });

  router.post('/domains/:domain/policy/edit', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    await showReviewed(ctx, place, textOf(ctx));
  });

  router.post('/domains/:domain/policy/apply', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const text = textOf(ctx);
    if (!wasSeen(ctx, parts, place, text)) return showReviewed(ctx, place, text);
    const comment = field(ctx, 'comment').slice(0, 200);
    const asked = { domain, content: text.content, base: BigInt(text.base), comment };
    const outcome = await policies.apply(who, asked);
    if (outcome.kind === 'good') return goTo(ctx, pathOf(domain, '/policy?done=applied'));
    if (outcome.kind === 'refused') return showEdit(ctx, place, { ...text, review: outcome }, 409);
    // The next change by this administrator builds on the document in force, as they see it here.
    const now = await policies.get(who, { domain });
    const base = String(now?.revision ?? 0n);
    const review = { kind: 'changed-meanwhile', now } as const;
    showEdit(ctx, place, { content: text.content, base, review }, 409);
  });

  /** Proves a text and shows what it changes. If that takes long, it goes on as long work. */
  async function showReviewed(ctx: Context, place: Here, text: Text): Promise<void> {
    const stop = new AbortController();
    const reviewing = reviewOf(parts, place, { ...text, signal: stop.signal });
    const review = await within(reviewing, parts.soonMs);
    if (review !== undefined) return showEdit(ctx, place, { ...text, review });
    const isBegun = runLongWork(ctx, parts, place, {
      ...{ kind: 'review', days: undefined, forChange: true, content: text.content },
      page: (shown) => <EditPolicyPage place={shown}>{STREAMED}</EditPolicyPage>,
      async *start(signal) {
        signal.addEventListener('abort', () => stop.abort(), { once: true });
        yield { kind: 'progress', done: 0, total: 0 };
        yield { kind: 'result', result: await reviewing };
      },
      result: (found, shown) => <EditedPolicy place={shown} {...text} review={found} />,
    });
    if (!isBegun) stop.abort();
  }
}

interface Text {
  readonly content: string;
  readonly base: string;
}

/** Forms send CRLF line ends. */
export function textOf(ctx: Context): Text {
  const base = String(revisionIn(field(ctx, 'base')));
  return { content: field(ctx, 'content').replaceAll('\r\n', '\n'), base };
}

/** The administrator, if they may change the domain's document. Undefined if the answer was already given. */
export async function hereToChange(ctx: Context, parts: PageParts): Promise<Here | undefined> {
  const place = await here(ctx, parts);
  if (place === undefined || mayChange(place.who)) return place;
  showMessage(ctx, 'not-yours', 403);
  return undefined;
}

/** Whether exactly this text, and what it changes of its base, was shown to an administrator of the domain. */
export function wasSeen(
  ctx: Context,
  { signer }: PageParts,
  { domain }: Here,
  text: Text,
): boolean {
  const seen = signer.verify('seen', field(ctx, 'seen'));
  return JSON.stringify(seen) === JSON.stringify(seenOf(domain, text));
}

function seenOf(domain: string, { content, base }: Text) {
  const digest = createHash('sha256').update(content).digest('base64url');
  return { domain, base, digest };
}

async function reviewOf(
  { policies, signer }: PageParts,
  { who, domain }: Here,
  { signal, ...text }: Text & { readonly signal: AbortSignal },
): Promise<Review> {
  const { content, base } = text;
  const now = await policies.get(who, { domain });
  if (String(now?.revision ?? 0n) !== base) return { kind: 'changed-meanwhile', now };
  const outcome = await policies.check(who, { domain, content, signal });
  if (outcome.kind === 'refused') return outcome;
  if (outcome.kind !== 'good') return { kind: 'changed-meanwhile', now };
  const meaning = await policies.compare(who, { domain, content, signal });
  const seen = signer.sign('seen', seenOf(domain, text));
  return { kind: 'good', warnings: outcome.warnings, meaning, seen };
}

/**
 * Shows the page that edits a document.
 * @param of the text, the revision it is based on (`0`: no document), and its review if there was
 * one
 */
export function showEdit(
  ctx: Context,
  place: Here,
  of: { content: string; base: string; review: Review | undefined },
  status = 200,
): void {
  const shown = { ...place, look: visit(ctx).look };
  const page = (
    <EditPolicyPage place={shown}>
      <EditedPolicy place={shown} {...of} />
    </EditPolicyPage>
  );
  show(ctx, page, status);
}

/** 0 means the active revision. */
function revisionIn(text: string): bigint {
  return /^\d{1,18}$/.test(text) ? BigInt(text) : 0n;
}
