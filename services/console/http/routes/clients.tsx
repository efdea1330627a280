import type { Context } from 'koa';
import { contentSecurityPolicy, field, show } from '../../../../libs/web/index.js';
import { type ClientAct, readReason } from '../../core/act.js';
import type { Administrator } from '../../core/administrator.js';
import {
  CLIENT_FIELDS,
  type ClientForm,
  type ClientProblem,
  isShort,
  readClientForm,
} from '../../core/client-form.js';
import {
  addressesOf,
  hasSecret,
  isConsole,
  pageOfClients,
  type RegisteredClient,
  wayOf,
} from '../../core/sign-in-client.js';
import { AddClientPage } from '../../pages/add-client.js';
import {
  type ClientChange,
  ClientPage,
  ClientsPage,
  ConfirmClientPage,
  clientPath,
} from '../../pages/clients.js';
import { word } from '../domain.js';
import { operator } from '../operator.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { sessionOf } from '../session.js';
import { visit } from '../visit.js';
import { leaveToSignIn } from './sign-in.js';

const PAGE = 50;
const CHANGES: readonly ClientChange[] = ['new-secret', 'remove-client'];

/** The clients of the sign-in page. Each change is an act: the sign-in page shows it and asks for the factors. */
export function clientRoutes(router: Routes, parts: PageParts): void {
  const { signInClients } = parts;

  router.get('/clients', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const find = word(ctx, 'find').trim();
    const asked = { find, after: word(ctx, 'after'), size: PAGE };
    const { items, next } = pageOfClients(await signInClients.list(who), asked);
    const seat = { look: visit(ctx).look, who };
    show(ctx, <ClientsPage {...{ seat, find, clients: items, next, done: doneOf(ctx) }} />);
  });

  router.get('/clients.csv', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const heads = ['id', 'name', 'service', 'domains', 'networks', 'signs_in_by', 'addresses'];
    const all = { find: word(ctx, 'find').trim(), after: '', size: Number.POSITIVE_INFINITY };
    await sendCsv(ctx, { name: 'clients', heads: [...heads, 'registered_at'] }, async function* () {
      yield pageOfClients(await signInClients.list(who), all).items.map((client) => [
        ...[client.id, client.name, client.service],
        ...[client.domains.join(' '), client.networks.join(' ')],
        ...[wayOf(client), addressesOf(client).join(' ')],
        new Date(client.createdAt).toISOString(),
      ]);
    });
  });

  router.get('/add-client', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const empty = Object.fromEntries(CLIENT_FIELDS.map((each) => [each, ''])) as ClientForm;
    showForm(ctx, who, empty, []);
  });

  router.post('/add-client', async (ctx) => {
    const who = await operator(ctx, parts);
    if (who === undefined) return;
    const form = Object.fromEntries(
      CLIENT_FIELDS.map((each) => [each, field(ctx, each)]),
    ) as ClientForm;
    const read = readClientForm(form);
    const reason = readReason(form.reason);
    const wrong: ClientProblem[] = 'wrong' in read ? [...read.wrong] : [];
    if (reason === undefined) wrong.push('reason');
    // An existing client is not overwritten by a form that did not show it.
    if ((await find(who, form.id.trim())) !== undefined) wrong.push('taken');
    if ('wrong' in read || reason === undefined || wrong.length > 0) {
      return showForm(ctx, who, form, wrong);
    }
    const { client } = read;
    const act = { kind: 'put-client', client, newSecret: false, reason } as const;
    leave(ctx, who, { act, to: clientPath(client.id) });
  });

  router.get('/clients/:id', async (ctx) => {
    const found = await clientOf(ctx);
    if (found === undefined) return;
    const seat = { look: visit(ctx).look, who: found.who };
    show(ctx, <ClientPage seat={seat} client={found.client} done={doneOf(ctx)} />);
  });

  for (const what of CHANGES) {
    router.get(`/clients/:id/${what}`, async (ctx) => {
      const found = await clientOf(ctx, what);
      if (found !== undefined) await confirm(ctx, found, what, false);
    });

    router.post(`/clients/:id/${what}`, async (ctx) => {
      const found = await clientOf(ctx, what);
      if (found === undefined) return;
      const { who, client } = found;
      const reason = readReason(field(ctx, 'reason'));
      if (reason === undefined) return confirm(ctx, found, what, true);
      if (what === 'remove-client') {
        const act = { kind: 'remove-client', id: client.id, reason } as const;
        return leave(ctx, who, { act, to: '/clients' });
      }
      const { createdAt: _, ...same } = client;
      const act = { kind: 'put-client', client: same, newSecret: true, reason } as const;
      leave(ctx, who, { act, to: clientPath(client.id) });
    });
  }

  function showForm(
    ctx: Context,
    who: Administrator,
    form: ClientForm,
    wrong: readonly ClientProblem[],
  ): void {
    allowSignInPage(ctx);
    const seat = { look: visit(ctx).look, who };
    show(ctx, <AddClientPage {...{ seat, form, wrong }} />, wrong.length > 0 ? 400 : 200);
  }

  async function confirm(
    ctx: Context,
    { who, client }: { who: Administrator; client: RegisteredClient },
    what: ClientChange,
    noReason: boolean,
  ): Promise<void> {
    allowSignInPage(ctx);
    const seat = { look: visit(ctx).look, who };
    const ends =
      what === 'remove-client'
        ? { sessions: await signInClients.sessions(who, client.id) }
        : undefined;
    const page = <ConfirmClientPage {...{ seat, client, what, noReason, ends }} />;
    show(ctx, page, noReason ? 400 : 200);
  }

  /** The answer to a form of this page redirects the browser to the sign-in page. */
  function allowSignInPage(ctx: Context): void {
    ctx.set('Content-Security-Policy', contentSecurityPolicy(sessionOf(ctx, parts)?.host));
  }

  function leave(
    ctx: Context,
    { account: by }: Administrator,
    { act, to }: { readonly act: ClientAct; readonly to: string },
  ): void {
    const { host } = sessionOf(ctx, parts) ?? {};
    leaveToSignIn(ctx, parts, { to, again: true, act: { what: act, by }, host });
  }

  async function find(who: Administrator, id: string): Promise<RegisteredClient | undefined> {
    return (await signInClients.list(who)).find((client) => client.id === id);
  }

  /** The client of the address, if the change is possible here. Undefined if the answer was already given. */
  async function clientOf(ctx: Context, what?: ClientChange) {
    const who = await operator(ctx, parts);
    if (who === undefined) return undefined;
    const client = await find(who, String(ctx.params.id));
    if (client === undefined || (what === 'new-secret' && !hasSecret(client))) {
      showMessage(ctx, 'not-found', 404);
    } else if (what !== undefined && isConsole(client)) {
      showMessage(ctx, 'not-yours', 403);
    } else if (what === 'new-secret' && !isShort(client)) {
      showMessage(ctx, 'client-too-long', 400, clientPath(client.id));
    } else {
      return { who, client };
    }
    return undefined;
  }
}

function doneOf(ctx: Context): string | undefined {
  return ['put-client', 'remove-client'].find((each) => each === word(ctx, 'done'));
}
