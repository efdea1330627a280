import type { Act } from '../../core/act.js';
import {
  Form,
  type FormKey,
  KnownAccount,
  PasswordField,
  Summary,
  Who,
  type Wrong,
} from '../form.js';
import { Layout, type Look } from '../layout.js';
import { PasskeyForm } from '../passkey.js';

/** Asks a person who is signed in to prove again who they are, for one thing they chose to do. */
export function ProvePage(props: {
  look: Look;
  formKey: FormKey;
  account: string;
  act: Act;
  wrong?: Wrong | undefined;
  /** The domain's identity provider can sign the person in. */
  offersProvider?: boolean;
  /** Absent if passkeys are not offered here, or not now. */
  passkey?: { readonly options: string; readonly ticket: string } | undefined;
}) {
  const { look, formKey, account, act, wrong, passkey, offersProvider = true } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('prove-title')}>
      <Who t={t} account={account} over="/" isProof />
      <Summary t={t} wrong={wrong} />
      <p>{t('prove-text', { act: t(`my-${act}-title`) })}</p>
      <Form action="/sign-in" formKey={formKey}>
        <KnownAccount account={account} />
        <PasswordField t={t} wrong={wrong} autofocus />
        <button type="submit">{t('continue-button')}</button>
        {offersProvider && (
          <button type="submit" class="second" formaction="/sign-in/provider">
            {t('provider-button')}
          </button>
        )}
      </Form>
      {passkey && (
        <PasskeyForm
          {...{ t, formKey, options: passkey.options, loginTicket: passkey.ticket }}
          action="/sign-in/passkey"
        />
      )}
    </Layout>
  );
}
