import type { ComponentChildren } from 'preact';
import {
  ALL_LANGUAGES,
  LANGUAGES,
  type Language,
  type Translator,
} from '../../../libs/i18n/index.js';

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
  const { t } = look;
  return (
    <html lang={t.language} dir={t.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${look.name}`}</title>
        <link rel="stylesheet" href="/static/style.css" />
        {look.colours && <link rel="stylesheet" href={look.colours} />}
        <link rel="icon" href="data:," />
        <script src="/static/page.js" defer />
        <script src="/static/passkey.js" defer />
      </head>
      <body>
        <a class="skip" href="#main">
          {t('skip-link')}
        </a>
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
        <Languages look={look} />
      </body>
    </html>
  );
}

function Languages({ look }: { look: Look }) {
  const { t, languages, here } = look;
  if (languages.length < 2) return null;
  const separator = here.includes('?') ? '&' : '?';
  return (
    <footer class="foot">
      <nav aria-label={t('language-label')}>
        <ul class="languages">
          {ALL_LANGUAGES.filter((each) => languages.includes(each)).map((each) => (
            <li key={each}>
              <a
                href={`${here}${separator}lang=${each}`}
                lang={each}
                hreflang={each}
                aria-current={each === t.language ? 'true' : undefined}
              >
                {LANGUAGES[each]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </footer>
  );
}
