import { parseDomain } from '../../../../libs/names/domain.js';
import { goTo, show } from '../../../../libs/web/index.js';
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
const CSV_PAGE = 1_000;
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
    const find = word(ctx, 'find').trim().toLowerCase();
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
      if (who === undefined) return;
      const begins = prefix === '' ? word(ctx, 'find').trim().toLowerCase() : prefix;
      const heads = ['document', 'revision', 'applied_at', 'by', 'comment'];
      const read = (after: string) => policies.list(who, { prefix: begins, after, size: CSV_PAGE });
      await sendCsv(ctx, { name, heads }, async function* () {
        for await (const items of pagesOf(read)) {
          yield items
            .filter((each) => prefix !== '' || !OTHERS.test(each.name))
            .map((each) => [
              ...[each.name, String(each.revision), new Date(each.appliedAt).toISOString()],
              ...[each.by, each.comment],
            ]);
        }
      });
    });
  }

  router.get('/trials.csv', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const heads = ['document', 'domains', 'started_at', 'by', 'comment', 'state'];
    await sendCsv(ctx, { name: 'trials', heads }, async function* () {
      for await (const items of pagesOf((after) => policies.trials(who, after))) {
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
    const asked = { prefix: 'template:', after: word(ctx, 'after'), size: PAGE };
    const { items, next } = await policies.list(who, asked);
    const seat = { look: visit(ctx).look, who };
    show(ctx, <TemplatesPage seat={seat} documents={items} next={next} />);
  });

  router.get('/templates/:name', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const name = String(ctx.params.name);
    const document = TEMPLATE.test(name)
      ? await policies.get(who, { domain: `template:${name}` })
      : undefined;
    if (document === undefined) return showMessage(ctx, 'not-found', 404);
    const seat = { look: visit(ctx).look, who };
    show(ctx, <TemplatePage seat={seat} name={name} document={document} />);
  });

  router.get('/trials', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const { items, next } = await policies.trials(who, word(ctx, 'after'));
    const seat = { look: visit(ctx).look, who };
    show(ctx, <TrialsPage seat={seat} trials={items} next={next} />);
  });
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
