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
const ALL_PARTS = Object.keys(PARTS) as Part[];

/** The administrator and the domain of a page. */
export interface Place {
  readonly look: Look;
  readonly who: Pick<Administrator, 'account' | 'role' | 'domain'>;
  readonly domain: string;
}

export function pathOf(domain: string, more = ''): string {
  return `/domains/${encodeURIComponent(domain)}${more}`;
}

export function personPath(domain: string, account: string, more = ''): string {
  return pathOf(domain, `/accounts/${encodeURIComponent(account)}${more}`);
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
      <nav class="parts whole" aria-label={t('parts-label')}>
        <ul>
          {ALL_PARTS.map((each) => (
            <li key={each}>
              <a
                href={pathOf(domain, PARTS[each])}
                aria-current={each === part ? 'page' : undefined}
              >
                {t(`${each}-title`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main">
        <h1>{title}</h1>
        {children}
      </main>
    </Console>
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

/** A table that scrolls on its own where it is wider than the page, also by keyboard. */
export function Table(props: {
  label: string;
  heads: readonly string[];
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={props.label}>
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
    </section>
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

/** Says what was just done. */
export function Done({ look, done, n }: { look: Look; done: string | undefined; n: number }) {
  if (done === undefined) return null;
  return (
    <p class="note" role="status">
      {look.t(`done-${done}`, { n })}
    </p>
  );
}
