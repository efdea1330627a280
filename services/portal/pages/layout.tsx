import type { ComponentChildren } from 'preact';
import type { Language, Translator } from '../../../libs/i18n/index.js';
import { Frame } from '../../../libs/web/page/frame.js';

/** What every page is made with. */
export interface Look {
  readonly t: Translator;
  /** At the top: the domain's name, or the installation's. */
  readonly name: string;
  /** Paths of the domain's own, on this host. */
  readonly logo?: string | undefined;
  readonly colours?: string | undefined;
  readonly help: string;
  /** Until when, in words, in the domain's time zone; of ms since the epoch. */
  readonly until: (ms: number) => string;
  /** When it was, likewise. */
  readonly when: (ms: number) => string;
  readonly languages: readonly Language[];
  /** Where the language is changed: this page, with a query that is whole but for `lang`. */
  readonly here: string;
}

/** The frame of every page: the domain's name and logo, one card, and the language. */
export function Layout(props: {
  look: Look;
  title: string;
  children: ComponentChildren;
  /** More than a question: a list of what there is. */
  wide?: boolean;
}) {
  const { look, title, children, wide } = props;
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
        <main id="main">{children}</main>
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
