import type { ComponentChildren } from 'preact';
import type { ListedDocument, ListedTrial, PolicyDocument } from '../core/document.js';
import { Console, Field, Header, type Look, Parts, type Place, pathOf, Table } from './layout.js';
import { Text } from './policy.js';

/** Pages of operators, and where each is. */
const PARTS = {
  domains: '/',
  templates: '/templates',
  trials: '/trials',
  clients: '/clients',
} as const;
export type OperatorPart = keyof typeof PARTS;

export interface Seat {
  readonly look: Look;
  readonly who: Place['who'];
}

/** A page of all domains together, with the way to the others. */
export function OperatorPage(props: {
  seat: Seat;
  title: string;
  part: OperatorPart;
  children: ComponentChildren;
}) {
  const { seat, title, part, children } = props;
  const { look, who } = seat;
  const { t } = look;
  return (
    <Console look={look} title={title}>
      <Header look={look} who={who}>
        {t('all-domains')}
      </Header>
      <Parts
        {...{ look, title, part, label: t('operator-parts-label') }}
        paths={Object.entries(PARTS)}
      >
        {children}
      </Parts>
    </Console>
  );
}

/** The domains that have a document, found by how their names begin. */
export function DomainsPage(props: {
  seat: Seat;
  /** How names begin. */
  find: string;
  documents: readonly ListedDocument[];
  next: string;
  /** A domain by that whole name, which needs no document to be looked at. */
  named: string | undefined;
}) {
  const { seat, find, documents, next, named } = props;
  const { t } = seat.look;
  const isListed = documents.some(({ name }) => name === named);
  return (
    <OperatorPage seat={seat} title={t('domains-title')} part="domains">
      <Find look={seat.look} action="/" label={t('domain-begins')} find={find} />
      {documents.length === 0 ? (
        <p>{t('domains-none')}</p>
      ) : (
        <DocumentTable
          look={seat.look}
          label={t('domains-title')}
          documents={documents}
          hrefOf={(name) => pathOf(name)}
        />
      )}
      {named !== undefined && !isListed && (
        <p>
          <a href={pathOf(named)}>{t('open-named', { domain: named })}</a>
        </p>
      )}
      <More look={seat.look} next={next} path="/" query={{ find }} />
      <Csv look={seat.look} path={`/domains.csv?${new URLSearchParams({ find })}`} />
    </OperatorPage>
  );
}

/** The templates, found by how their names begin. */
export function TemplatesPage(props: {
  seat: Seat;
  find: string;
  documents: readonly ListedDocument[];
  next: string;
}) {
  const { seat, find, documents, next } = props;
  const { t } = seat.look;
  return (
    <OperatorPage seat={seat} title={t('templates-title')} part="templates">
      <Find look={seat.look} action="/templates" label={t('template-begins')} find={find} />
      {documents.length === 0 ? (
        <p>{t(find === '' ? 'templates-none' : 'none-begins-so')}</p>
      ) : (
        <DocumentTable
          look={seat.look}
          label={t('templates-title')}
          documents={documents}
          hrefOf={(name) => `/templates/${encodeURIComponent(name.replace(/^template:/, ''))}`}
        />
      )}
      <More look={seat.look} next={next} path="/templates" query={{ find }} />
      <Csv look={seat.look} path={`/templates.csv?${new URLSearchParams({ find })}`} />
    </OperatorPage>
  );
}

/** A template as it is in force, and the domains that it binds. It is changed with the command line. */
export function TemplatePage(props: {
  seat: Seat;
  name: string;
  document: PolicyDocument;
  /** How names of domains begin. */
  find: string;
  /** Domains that the template binds. */
  bound: readonly ListedDocument[];
  next: string;
}) {
  const { seat, name, document, find, bound, next } = props;
  const { look } = seat;
  const path = `/templates/${encodeURIComponent(name)}`;
  const { content, revision, appliedAt, by, comment } = document;
  const said = { revision: String(revision), when: look.when(appliedAt), by };
  return (
    <OperatorPage seat={seat} title={name} part="templates">
      <p class="quiet">
        {look.t('version-active', said)} <bdi>{comment}</bdi>
      </p>
      <Text label={name} content={content} />
      <p>{look.t('template-text')}</p>
      <h2>{look.t('bound-heading')}</h2>
      <Find look={look} action={path} label={look.t('domain-begins')} find={find} />
      {bound.length === 0 ? (
        <p>{look.t(find === '' ? 'bound-none' : 'none-begins-so')}</p>
      ) : (
        <DocumentTable
          look={look}
          label={look.t('bound-heading')}
          documents={bound}
          hrefOf={(domain) => pathOf(domain)}
        />
      )}
      <More look={look} next={next} path={path} query={{ find }} />
      <Csv look={look} path={`${path}/domains.csv?${new URLSearchParams({ find })}`} />
    </OperatorPage>
  );
}

/** Every trial, the forgotten ones among them, found by how the names of documents begin. */
export function TrialsPage(props: {
  seat: Seat;
  find: string;
  trials: readonly ListedTrial[];
  next: string;
}) {
  const { seat, find, trials, next } = props;
  const { look } = seat;
  const { t } = look;
  const heads = [
    ...[t('document-head'), t('domains-title'), t('time-head'), t('by-head'), t('state-head')],
  ];
  return (
    <OperatorPage seat={seat} title={t('trials-title')} part="trials">
      <Find look={look} action="/trials" label={t('document-begins')} find={find} />
      {trials.length === 0 ? (
        <p>{t(find === '' ? 'trials-none' : 'none-begins-so')}</p>
      ) : (
        <Table label={t('trials-title')} heads={heads}>
          {trials.map(({ document, domains, startedAt, by, comment, forgotten, failure }) => (
            <tr key={document} class={forgotten || failure !== '' ? 'held' : undefined}>
              <td>
                {/^[^*:]+$/.test(document) ? (
                  <a href={pathOf(document, '/trial')}>{document}</a>
                ) : (
                  <bdi>{document}</bdi>
                )}
              </td>
              <td>{domains}</td>
              <td>{look.when(startedAt)}</td>
              <td>
                <bdi>{by}</bdi>
                {comment !== '' && (
                  <>
                    <br />
                    <bdi>{comment}</bdi>
                  </>
                )}
              </td>
              <td>{t(stateOf(forgotten, failure))}</td>
            </tr>
          ))}
        </Table>
      )}
      <More look={look} next={next} path="/trials" query={{ find }} />
      <Csv look={look} path={`/trials.csv?${new URLSearchParams({ find })}`} />
    </OperatorPage>
  );
}

/** A form that finds names by how they begin. */
function Find(props: { look: Look; action: string; label: string; find: string }) {
  const { look, action, label, find } = props;
  return (
    <form method="get" action={action} class="ask">
      <Field id="find" label={label} value={find} />
      <button type="submit">{look.t('find-button')}</button>
    </form>
  );
}

function stateOf(forgotten: boolean, failure: string): string {
  if (failure !== '') return 'trial-state-failed';
  return forgotten ? 'trial-state-forgotten' : 'trial-state-runs';
}

function DocumentTable(props: {
  look: Look;
  label: string;
  documents: readonly ListedDocument[];
  hrefOf: (name: string) => string;
}) {
  const { look, label, documents, hrefOf } = props;
  const { t } = look;
  const heads = [t('document-head'), t('revision-head'), t('time-head'), t('by-head')];
  return (
    <Table label={label} heads={[...heads, t('comment-label')]}>
      {documents.map(({ name, revision, appliedAt, by, comment }) => (
        <tr key={name}>
          <td>
            <a href={hrefOf(name)}>
              <bdi>{name.replace(/^template:/, '')}</bdi>
            </a>
          </td>
          <td>{String(revision)}</td>
          <td>{look.when(appliedAt)}</td>
          <td>
            <bdi>{by}</bdi>
          </td>
          <td>
            <bdi>{comment}</bdi>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/**
 * A link to the next page of a list. Nothing is shown if `next`, the token of that page, is empty.
 */
export function More(props: {
  look: Look;
  next: string;
  path: string;
  query: Readonly<Record<string, string>>;
}) {
  const { look, next, path, query } = props;
  if (next === '') return null;
  const asked = new URLSearchParams({ ...query, after: next });
  return (
    <p class="links">
      <a href={`${path}?${asked}`}>{look.t('more-link')}</a>
    </p>
  );
}

function Csv({ look, path }: { look: Look; path: string }) {
  return (
    <p class="links">
      <a href={path}>{look.t('csv-link')}</a>
    </p>
  );
}
