import type { ComponentChildren } from 'preact';
import type { Language, Translator } from '../../../libs/i18n/index.js';
import { REASONS } from '../../../libs/policy/decide/reason.js';
import { Frame } from '../../../libs/web/page/frame.js';
import type { Administrator } from '../core/administrator.js';

/** What every page needs. */
export interface Look {
  readonly t: Translator;
  readonly languages: readonly Language[];
  /** The address of this page, for the language form. */
  readonly here: string;
  /** The form token of this browser. */
  readonly token: string;
  /** Says in words when something was. Takes ms since the epoch. */
  readonly when: (ms: number) => string;
  /** Says in words until when. Takes ms since the epoch. */
  readonly until: (ms: number) => string;
}

/** Policy's reason, in words. */
export function reasonText({ t }: Look, reason: string): string {
  return t(`reason-${REASONS.find((each) => each === reason) ?? 'other'}`);
}

/** The pages of a domain, and their paths below `/domains/<domain>`. */
const PARTS = {
  today: '',
  'sign-ins': '/sign-ins',
  accounts: '/accounts',
  'second-factors': '/second-factors',
  policy: '/policy',
  trial: '/trial',
} as const;
export type Part = keyof typeof PARTS;

/** The administrator and the domain of a page. */
export interface Place {
  readonly look: Look;
  readonly who: Pick<Administrator, 'account' | 'role' | 'domain'>;
  readonly domain: string;
}

/** The path of a domain's page. @param more continues it, such as `/policy` */
export function pathOf(domain: string, more = ''): string {
  return `/domains/${encodeURIComponent(domain)}${more}`;
}

/** The path of a person's page. @param more continues it */
export function personPath(domain: string, account: string, more = ''): string {
  return pathOf(domain, `/accounts/${encodeURIComponent(account)}${more}`);
}

/** An account, with a link to its person's page. */
export function PersonLink({ domain, account }: { domain: string; account: string }) {
  return (
    <a href={personPath(domain, account)}>
      <bdi>{account}</bdi>
    </a>
  );
}

/** A page of a domain, with links to its other pages. */
export function DomainPage(props: {
  place: Place;
  title: string;
  part: Part;
  /** More of `head`. */
  head?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { place, title, part, head, children } = props;
  const { look, who, domain } = place;
  const { t } = look;
  return (
    <Console look={look} title={`${title} – ${domain}`} head={head}>
      <Header look={look} who={who}>
        <bdi>{domain}</bdi>
        {who.domain === '*' && <a href="/">{t('other-domain')}</a>}
      </Header>
      <Parts
        {...{ look, title, part, label: t('parts-label') }}
        paths={Object.entries(PARTS).map(([each, path]) => [each, pathOf(domain, path)])}
      >
        {children}
      </Parts>
    </Console>
  );
}

/** The title and content of a page, below links to the pages beside it. */
export function Parts(props: {
  look: Look;
  /** What the links are, for screen readers. */
  label: string;
  /** The pages, and the path of each. */
  paths: readonly (readonly [part: string, path: string])[];
  part: string;
  title: string;
  children: ComponentChildren;
}) {
  const { look, label, paths, part, title, children } = props;
  return (
    <>
      <nav class="parts whole" aria-label={label}>
        <ul>
          {paths.map(([each, path]) => (
            <li key={each}>
              <a href={path} aria-current={each === part ? 'page' : undefined}>
                {look.t(`${each}-title`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main">
        <h1>{title}</h1>
        {children}
      </main>
    </>
  );
}

/** Where one is, and who. */
export function Header(props: Pick<Place, 'look' | 'who'> & { children: ComponentChildren }) {
  const { look, who, children } = props;
  return (
    <header class="top">
      <p class="brand">{children}</p>
      <SignOut look={look} who={who} />
    </header>
  );
}

function SignOut({ look, who }: Pick<Place, 'look' | 'who'>) {
  const { t } = look;
  return (
    <Form look={look} action="/sign-out">
      <p class="quiet">
        <bdi>{who.account}</bdi>
        <span class="badge">{t(`role-${who.role}`)}</span>
      </p>
      <button type="submit" class="bare">
        {t('sign-out-button')}
      </button>
    </Form>
  );
}

/** The frame of every page of the console. */
export function Console(props: {
  look: Look;
  title: string;
  /** More of `head`. */
  head?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { look, title, head, children } = props;
  const { t, languages, here } = look;
  const whole = `${title} – ${t('console-name')}`;
  return (
    <Frame t={t} title={whole} languages={languages} here={here} head={head}>
      <div class="card wide console">{children}</div>
    </Frame>
  );
}

/** A form with the token that protects it against cross-site requests. */
export function Form(props: { look: Look; action: string; children: ComponentChildren }) {
  return (
    <form method="post" action={props.action}>
      <input type="hidden" name="token" value={props.look.token} />
      {props.children}
    </form>
  );
}

/** Figures, each below its name. @param props.numbers by the message that names the figure */
export function Numbers(props: { look: Look; numbers: Readonly<Record<string, number>> }) {
  const { look, numbers } = props;
  return (
    <dl class="numbers">
      {Object.entries(numbers).map(([name, n]) => (
        <div key={name}>
          <dt>{look.t(name)}</dt>
          <dd>{n}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What scrolls on its own where it is wider than the page, also by keyboard. */
export function Scroll(props: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  );
}

/** A table that scrolls on its own. */
export function Table(props: {
  label: string;
  heads: readonly string[];
  children: ComponentChildren;
}) {
  return (
    <Scroll label={props.label}>
      <table>
        <thead>
          <tr>
            {props.heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </Scroll>
  );
}

/** A labelled field of a filter form. */
export function Field(props: {
  id: string;
  label: string;
  value?: string;
  /** An example of how it is written. */
  example?: string;
  required?: boolean;
}) {
  const { id, label, value, example, required } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        type="text"
        {...{ id, name: id, value, required, placeholder: example }}
        maxLength={254}
        dir="auto"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
    </div>
  );
}

/** One of several values in a filter form, or any. */
export function Choice(props: {
  id: string;
  label: string;
  value: string;
  any: string;
  children: readonly (readonly [value: string, text: string])[];
}) {
  const { id, label, value, any, children } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={id}>
        <option value="">{any}</option>
        {children.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Says what was just done. */
export function Done({ look, done, n }: { look: Look; done: string | undefined; n: number }) {
  if (done === undefined) return null;
  return (
    <p class="note" role="status">
      {look.t(`done-${done}`, { n })}
    </p>
  );
}
