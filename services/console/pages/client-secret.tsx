import { Console, type Look } from './layout.js';

/**
 * The new secret of a client. The page has no links to itself in other languages: the secret is shown this once.
 * @param props.to the client's page
 */
export function SecretPage({ look, secret, to }: { look: Look; secret: string; to: string }) {
  const { t } = look;
  return (
    <Console look={{ ...look, languages: [] }} title={t('client-secret-title')}>
      <main id="main">
        <h1>{t('client-secret-title')}</h1>
        <p>{t('client-secret-text')}</p>
        <code class="secret" dir="ltr">
          {secret}
        </code>
        <a class="button" href={to}>
          {t('client-secret-action')}
        </a>
      </main>
    </Console>
  );
}
