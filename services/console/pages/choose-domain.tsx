import { Console, Field, type Look } from './layout.js';

/** Asks an operator, who administers every domain, which one to open. */
export function ChooseDomainPage({ look, domain }: { look: Look; domain: string }) {
  const { t } = look;
  return (
    <Console look={look} title={t('choose-domain-title')}>
      <main id="main">
        <h1>{t('choose-domain-title')}</h1>
        <form method="get" action="/domains">
          <Field id="domain" label={t('domain-label')} value={domain} required />
          <button type="submit">{t('open-button')}</button>
        </form>
      </main>
    </Console>
  );
}
