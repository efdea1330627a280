import type { Context } from 'koa';
import { parseDomain } from '../../../../libs/names/domain.js';
import { goTo, show } from '../../../../libs/web/index.js';
import type { Administrator } from '../../core/administrator.js';
import { pathOf } from '../../pages/layout.js';
import { DomainsPage, TemplatePage, TemplatesPage, TrialsPage } from '../../pages/operators.js';
import { word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { tell } from '../refuse.js';
import { whoIsIn } from '../session.js';
import { visit } from '../visit.js';

const PAGE = 50;
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
    if (document === undefined) return tell(ctx, 'not-found', 404);
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

/** Undefined: the answer is given. */
async function operator(ctx: Context, parts: PageParts): Promise<Administrator | undefined> {
  const who = await whoIsIn(ctx, parts);
  if (who === undefined || who.domain === '*') return who;
  tell(ctx, 'not-yours', 403);
  return undefined;
}
