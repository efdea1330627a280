import type { ComponentChildren } from 'preact';
import type { Language, Translator } from '../../../libs/i18n/index.js';
import { Frame } from '../../../libs/web/page/frame.js';

/** What every page needs. */
export interface Look {
  readonly t: Translator;
  /** The name at the top: the domain's or the installation's. */
  readonly name: string;
  /** Paths on this host of the domain's own files. */
  readonly logo?: string | undefined;
  readonly colours?: string | undefined;
  readonly help: string;
  /** Says in words until when, in the domain's time zone. Takes ms since the epoch. */
  readonly until: (ms: number) => string;
  /** Says in words when something was. Takes ms since the epoch. */
  readonly when: (ms: number) => string;
  readonly languages: readonly Language[];
  /** Address of this page, to which the language form adds `lang`. Its query is complete except for `lang`. */
  readonly here: string;
}

/** The frame of every page: the domain's name and logo, one card with its title, and the languages. */
export function Layout(props: {
  look: Look;
  title: string;
  children: ComponentChildren;
  /** The page is a list, not a question. */
  wide?: boolean;
  /** Links above the title. */
  nav?: ComponentChildren;
}) {
  const { look, title, children, wide, nav } = props;
  const { t, languages, here } = look;
  const head = (
    <>
      {look.colours && <link rel="stylesheet" href={look.colours} />}
      <script src="/static/page.js" defer />
      <script src="/static/passkey.js" defer />
    </>
  );
  return (
    <Frame t={t} title={`${title} – ${look.name}`} languages={languages} here={here} head={head}>
      <div class={wide ? 'card wide' : 'card'}>
        <header class="brand">
          {look.logo ? <img src={look.logo} alt={look.name} /> : <span>{look.name}</span>}
        </header>
        <main id="main">
          {nav}
          <h1>{title}</h1>
          {children}
        </main>
        {look.help !== '' && (
          <section aria-labelledby="help-heading">
            <h2 id="help-heading">{t('help-heading')}</h2>
            <p class="help">{look.help}</p>
          </section>
        )}
      </div>
    </Frame>
  );
}
