import { Form, type FormKey } from './form.js';
import { Layout, type Look } from './layout.js';

interface LinkPageProps {
  readonly look: Look;
  readonly formKey: FormKey;
  readonly action: string;
  readonly account: string;
}

/** Asks a person who reads mail at an address whether notices about an account may be sent there. */
export function ConfirmAddressPage(props: LinkPageProps & { readonly address: string }) {
  const { look, formKey, action, account, address } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('confirm-address-title')}>
      <p>{t('confirm-address-text', { account, address })}</p>
      <Form action={action} formKey={formKey}>
        <button type="submit">{t('confirm-address-button')}</button>
      </Form>
      <p class="quiet">{t('confirm-address-else')}</p>
    </Layout>
  );
}

/** Asks before a kind of notice is switched off. */
export function SwitchOffPage(props: LinkPageProps & { readonly kind: string }) {
  const { look, formKey, action, account, kind } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('switch-off-title')}>
      <p>{t('switch-off-text', { account })}</p>
      <p>{t(`notice-kind-${kind}`)}</p>
      <Form action={action} formKey={formKey}>
        <button type="submit">{t('switch-off-button')}</button>
      </Form>
      <p class="quiet">{t('switch-off-else')}</p>
    </Layout>
  );
}
