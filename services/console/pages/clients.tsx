import {
  addressesOf,
  hasSecret,
  isConsole,
  type RegisteredClient,
  type SignInClient,
  wayOf,
} from '../core/sign-in-client.js';
import { Done, Field, Form, type Look, Table } from './layout.js';
import { More, OperatorPage, type Seat } from './operators.js';
import { ReasonField } from './reason-field.js';

interface ClientSessions {
  readonly count: number;
  /** At least so many. */
  readonly more: boolean;
}

/** The acts on a client that has a page of its own. */
export type ClientChange = 'new-secret' | 'remove-client';

const MOST_SHOWN = 3;

/** The path of a client's page. @param more continues it, such as `/remove-client` */
export function clientPath(id: string, more = ''): string {
  return `/clients/${encodeURIComponent(id)}${more}`;
}

/** The clients of the sign-in page, found by id or name. */
export function ClientsPage(props: {
  seat: Seat;
  find: string;
  clients: readonly RegisteredClient[];
  next: string;
  done: string | undefined;
}) {
  const { seat, find, clients, next, done } = props;
  const { look } = seat;
  const { t } = look;
  const heads = [t('client-id-label'), t('client-name-label'), t('client-how-label')];
  return (
    <OperatorPage seat={seat} title={t('clients-title')} part="clients">
      <Done look={look} done={done} n={1} />
      <p>{t('clients-text')}</p>
      <form method="get" action="/clients" class="ask">
        <Field id="find" label={t('client-find')} value={find} />
        <button type="submit">{t('find-button')}</button>
      </form>
      {clients.length === 0 ? (
        <p>{t('clients-none')}</p>
      ) : (
        <Table
          label={t('clients-title')}
          heads={[...heads, t('service-label'), t('domains-title'), t('client-since-label')]}
        >
          {clients.map((client) => (
            <tr key={client.id}>
              <td>
                <a href={clientPath(client.id)}>
                  <bdi>{client.id}</bdi>
                </a>
              </td>
              <td>
                <bdi>{client.name}</bdi>
              </td>
              <td>{t(`client-how-${wayOf(client)}`)}</td>
              <td>{client.service}</td>
              <td>
                <bdi>{domainsIn(look, client)}</bdi>
              </td>
              <td>{look.when(client.createdAt)}</td>
            </tr>
          ))}
        </Table>
      )}
      <More look={look} next={next} path="/clients" query={{ find }} />
      <p class="links">
        <a href="/add-client">{t('add-client-button')}</a>
        <a href={`/clients.csv?${new URLSearchParams({ find })}`}>{t('csv-link')}</a>
      </p>
    </OperatorPage>
  );
}

/** One client, and what can be done with it. */
export function ClientPage(props: {
  seat: Seat;
  client: RegisteredClient;
  done: string | undefined;
}) {
  const { seat, client, done } = props;
  const { look } = seat;
  const { t } = look;
  const facts = [
    [t('client-name-label'), client.name],
    [t('client-how-label'), t(`client-how-${wayOf(client)}`)],
    [t('service-label'), client.service],
    [t('client-domains-label'), domainsIn(look, client)],
    [t('client-networks-label'), client.networks.join(', ') || t('none')],
    [t('client-addresses-label'), addressesOf(client).join(' ')],
    [t('client-since-label'), look.when(client.createdAt)],
  ] as const;
  return (
    <OperatorPage seat={seat} title={client.id} part="clients">
      <Done look={look} done={done} n={1} />
      <dl class="settings">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {isConsole(client) ? (
        <p>{t('client-is-console')}</p>
      ) : (
        <p>
          {hasSecret(client) && (
            <a class="button second" href={clientPath(client.id, '/new-secret')}>
              {t('new-secret-button')}
            </a>
          )}
          <a class="button second" href={clientPath(client.id, '/remove-client')}>
            {t('remove-client-button')}
          </a>
        </p>
      )}
    </OperatorPage>
  );
}

/** Says what a change of a client does and for whom, and asks for a reason. */
export function ConfirmClientPage(props: {
  seat: Seat;
  client: SignInClient;
  what: ClientChange;
  noReason: boolean;
  /** What ends with it. Undefined: nothing. */
  ends: { readonly sessions: ClientSessions | undefined } | undefined;
}) {
  const { seat, client, what, noReason, ends } = props;
  const { look } = seat;
  const { t } = look;
  const said = { client: client.id, domains: domainsIn(look, client) };
  return (
    <OperatorPage seat={seat} title={t(`${what}-button`)} part="clients">
      <p>{t(`${what}-text`, said)}</p>
      {ends && <p>{sessionsText(look, ends.sessions)}</p>}
      <p>{t('needs-factors')}</p>
      <Form look={look} action={clientPath(client.id, `/${what}`)}>
        <ReasonField t={t} noReason={noReason} />
        <button type="submit" class="danger">
          {t(`${what}-button`)}
        </button>
        <a class="button second" href={clientPath(client.id)}>
          {t('cancel-link')}
        </a>
      </Form>
    </OperatorPage>
  );
}

/** How many sessions end. */
function sessionsText({ t }: Look, sessions: ClientSessions | undefined): string {
  if (sessions === undefined) return t('client-sessions-unknown');
  const { count, more } = sessions;
  return t(more ? 'client-sessions-more' : 'client-sessions', { n: count });
}

/** The first domains by name, and how many there are. */
function domainsIn({ t }: Look, { domains }: SignInClient): string {
  if (domains.includes('*')) return t('all-domains');
  const shown = domains.slice(0, MOST_SHOWN).join(', ');
  return domains.length > MOST_SHOWN ? `${shown} … (${domains.length})` : shown;
}
