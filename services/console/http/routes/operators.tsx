import type { Context } from 'koa';
import { parseDomain } from '../../../../libs/names/domain.js';
import { goTo, show } from '../../../../libs/web/index.js';
import type { Administrator } from '../../core/administrator.js';
import { pathOf } from '../../pages/layout.js';
import { DomainsPage, TemplatePage, TemplatesPage, TrialsPage } from '../../pages/operators.js';
import type { Page } from '../../ports.js';
import { word } from '../domain.js';
import { operator } from '../operator.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { whoIsIn } from '../session.js';
import { visit } from '../visit.js';

const PAGE = 50;
/** Small, so that a file begins at once. */
const CSV_PAGE = 250;
const MOST_LINES = 100_000;
const TEMPLATE = /^[a-z0-9-]{1,64}$/;
/** Of documents that are no domain's: `*` and templates. */
const OTHERS = /^(\*|template:)/;

/** What operators see of all domains together. An administrator of one domain begins on its page. */
export function operatorRoutes(router: Routes, parts: PageParts): void {
  const { policies } = parts;

  router.get('/', async (ctx) => {
    const who = await whoIsIn(ctx, parts);
    if (who === undefined) return;
    if (who.domain !== '*') return goTo(ctx, pathOf(who.domain));
    const find = findOf(ctx);
    const asked = { prefix: find, after: word(ctx, 'after'), size: PAGE };
    const { items, next } = await policies.list(who, asked);
    const documents = items.filter(({ name }) => !OTHERS.test(name));
    const parsed = parseDomain(find);
    const named = parsed.ok && parsed.value.includes('.') ? parsed.value : undefined;
    const seat = { look: visit(ctx).look, who };
    show(ctx, <DomainsPage {...{ seat, find, documents, next, named }} />);
  });

  for (const [name, prefix] of [
    ['domains', ''],
    ['templates', 'template:'],
  ] as const) {
    router.get(`/${name}.csv`, async (ctx) => {
      const who = await operator(ctx, parts);
      if (who !== undefined) await sendDocuments(ctx, who, name, { prefix: prefix + findOf(ctx) });
    });
  }

  /** Sends documents; without a prefix those of domains. */
  async function sendDocuments(
    ctx: Context,
    who: Administrator,
    name: string,
    of: { readonly prefix: string; readonly template?: string },
  ): Promise<void> {
    const heads = ['document', 'revision', 'applied_at', 'by', 'comment'];
    const read = (after: string) => policies.list(who, { ...of, after, size: CSV_PAGE });
    await sendCsv(ctx, { name, heads }, async function* () {
      for await (const items of pagesOf(read)) {
        yield items
          .filter((each) => of.prefix.startsWith('template:') || !OTHERS.test(each.name))
          .map((each) => [
            ...[each.name, String(each.revision), new Date(each.appliedAt).toISOString()],
            ...[each.by, each.comment],
          ]);
      }
    });
  }

  router.get('/trials.csv', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const heads = ['document', 'domains', 'started_at', 'by', 'comment', 'state'];
    const read = (after: string) => policies.trials(who, { prefix: findOf(ctx), after });
    await sendCsv(ctx, { name: 'trials', heads }, async function* () {
      for await (const items of pagesOf(read)) {
        yield items.map(({ document, domains, startedAt, by, comment, forgotten, failure }) => [
          ...[document, String(domains), new Date(startedAt).toISOString(), by, comment],
          failure === '' ? (forgotten ? 'forgotten' : 'runs') : 'failed',
        ]);
      }
    });
  });

  router.get('/templates', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const find = findOf(ctx);
    const asked = { prefix: `template:${find}`, after: word(ctx, 'after'), size: PAGE };
    const { items, next } = await policies.list(who, asked);
    const seat = { look: visit(ctx).look, who };
    show(ctx, <TemplatesPage {...{ seat, find, documents: items, next }} />);
  });

  router.get('/templates/:name', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const name = String(ctx.params.name);
    const document = TEMPLATE.test(name)
      ? await policies.get(who, { domain: `template:${name}` })
      : undefined;
    if (document === undefined) return showMessage(ctx, 'not-found', 404);
    const find = findOf(ctx);
    const of = { prefix: find, template: `template:${name}`, after: word(ctx, 'after') };
    const { items, next } = await policies.list(who, { ...of, size: PAGE });
    const bound = items.filter((each) => !OTHERS.test(each.name));
    const seat = { look: visit(ctx).look, who };
    show(ctx, <TemplatePage {...{ seat, name, document, find, bound, next }} />);
  });

  router.get('/templates/:name/domains.csv', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const name = String(ctx.params.name);
    if (!TEMPLATE.test(name)) return showMessage(ctx, 'not-found', 404);
    const of = { prefix: findOf(ctx), template: `template:${name}` };
    await sendDocuments(ctx, who, `domains-of-${name}`, of);
  });

  router.get('/trials', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const find = findOf(ctx);
    const { items, next } = await policies.trials(who, { prefix: find, after: word(ctx, 'after') });
    const seat = { look: visit(ctx).look, who };
    show(ctx, <TrialsPage {...{ seat, find, trials: items, next }} />);
  });
}

/** How the names begin that are looked for. */
function findOf(ctx: Context): string {
  return word(ctx, 'find').trim().toLowerCase();
}

/** The pages of a list, one after the other, up to a bound. */
async function* pagesOf<Item>(
  read: (after: string) => Promise<Page<Item>>,
): AsyncGenerator<readonly Item[]> {
  let [after, count] = ['', 0];
  do {
    const { items, next } = await read(after);
    yield items;
    count += items.length;
    after = next;
  } while (after !== '' && count < MOST_LINES);
}
