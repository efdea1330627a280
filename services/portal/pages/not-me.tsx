import { Form, type FormKey } from './form.js';
import { Layout, type Look } from './layout.js';

/** Asks before access is taken away. */
export function DisownPage(props: { look: Look; formKey: FormKey; action: string }) {
  const { look, formKey, action } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('not-me-title')}>
      <p>{t('not-me-text')}</p>
      <ul>
        <li>{t('not-me-sessions')}</li>
        <li>{t('not-me-app-passwords')}</li>
        <li>{t('not-me-authenticators')}</li>
      </ul>
      <Form action={action} formKey={formKey}>
        <button type="submit">{t('not-me-button')}</button>
      </Form>
      <p class="quiet">{t('not-me-mine')}</p>
    </Layout>
  );
}

/** Says what was ended, and what the person does next. */
export function DisownedPage(props: {
  look: Look;
  ended: {
    readonly appPasswords: number;
    readonly authenticators: number;
    readonly passkeys: number;
    readonly trust: number;
    readonly addresses: number;
  };
}) {
  const { look, ended } = props;
  const { t } = look;
  const { appPasswords, authenticators, passkeys, trust, addresses } = ended;
  const lines = [
    ...(trust > 0 ? [t('disowned-trust', { n: trust })] : []),
    ...(appPasswords > 0 ? [t('disowned-app-passwords', { n: appPasswords })] : []),
    ...(authenticators > 0 ? [t('disowned-authenticators', { n: authenticators })] : []),
    ...(passkeys > 0 ? [t('disowned-passkeys', { n: passkeys })] : []),
    ...(addresses > 0 ? [t('disowned-address')] : []),
  ];
  return (
    <Layout look={look} title={t('disowned-title')}>
      <div role="status">
        {lines.length === 0 ? (
          <p>{t('disowned-nothing')}</p>
        ) : (
          lines.map((line) => <p key={line}>{line}</p>)
        )}
      </div>
      <p>{t('disowned-password')}</p>
      <a class="button" href="/sign-in">
        {t('sign-in-again')}
      </a>
    </Layout>
  );
}
