import type { ComponentChildren } from 'preact';
import { ALL_LANGUAGES, LANGUAGES, type Language, type Translator } from '../../i18n/index.js';

/**
 * The document around every page of every service. The service's catalogue must have `skip-link` and `language-label`.
 */
export function Frame(props: {
  t: Translator;
  /** Title of the browser's tab. */
  title: string;
  languages: readonly Language[];
  /** Address of this page, to which the language form adds `lang`. Its query is complete except for `lang`. */
  here: string;
  /** Additional elements of `head`. */
  head?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { t, title, languages, here, head, children } = props;
  return (
    <html lang={t.language} dir={t.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="stylesheet" href="/static/style.css" />
        <link rel="icon" href="data:," />
        {head}
      </head>
      <body>
        <a class="skip" href="#main">
          {t('skip-link')}
        </a>
        {children}
        <Languages t={t} languages={languages} here={here} />
      </body>
    </html>
  );
}

function Languages(props: { t: Translator; languages: readonly Language[]; here: string }) {
  const { t, languages, here } = props;
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
