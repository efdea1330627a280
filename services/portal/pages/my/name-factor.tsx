import { Field, Form, type FormKey, Summary, Who, type Wrong } from '../form.js';
import { Layout, type Look } from '../layout.js';

/** Asks for a name by which the person will recognise a new authenticator or passkey. */
export function NameFactorPage(props: {
  look: Look;
  formKey: FormKey;
  /** `/sign-in/<id>` */
  path: string;
  account: string;
  kind: 'authenticator' | 'passkey';
  wrong?: Wrong | undefined;
}) {
  const { look, formKey, path, account, kind, wrong } = props;
  const { t } = look;
  const title = t(`my-${kind}-title`);
  return (
    <Layout look={look} title={title}>
      <Who t={t} account={account} over="/" isProof />
      <Summary t={t} wrong={wrong} />
      <p>{t(kind === 'passkey' ? 'passkey-make-text' : 'authenticator-about')}</p>
      <Form
        action={`${path}/${kind === 'passkey' ? 'passkey-set-up' : 'set-up'}`}
        formKey={formKey}
      >
        <Field
          t={t}
          id="label"
          label={t('label-label')}
          value={t(`${kind}-name`)}
          autocomplete="off"
          wrong={wrong}
          autofocus
        />
        <button type="submit">{t('continue-button')}</button>
      </Form>
    </Layout>
  );
}
