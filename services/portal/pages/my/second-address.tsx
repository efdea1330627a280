import type { NoticeWishes } from '../../core/own-notices.js';
import { Field, Form, type FormKey, Summary, Who, type Wrong } from '../form.js';
import { Layout, type Look } from '../layout.js';
import { NoticePage } from '../status.js';
import { PARTS } from './frame.js';

interface Props {
  readonly look: Look;
  readonly formKey: FormKey;
  /** `/my/change/<id>` */
  readonly path: string;
  readonly account: string;
  readonly notices: NoticeWishes;
  readonly wrong?: Wrong | undefined;
}

/** Asks for a second address for notices. @param props.typed what was typed, if it was wrong */
export function SecondAddressPage(props: Props & { typed: string }) {
  const { look, formKey, path, account, notices, wrong, typed } = props;
  const { t } = look;
  const title = t('my-second-address-title');
  const { second, asked } = notices;
  return (
    <Layout look={look} title={title}>
      <Who t={t} account={account} over={PARTS.notices} isProof />
      <Summary t={t} wrong={wrong} />
      <p>{t('second-address-text')}</p>
      {second && <p>{t('second-address-instead', { address: second.address })}</p>}
      {asked && <p>{t('second-address-link-ends', { address: asked.address })}</p>}
      <Form action={`${path}/second-address`} formKey={formKey}>
        <Field
          t={t}
          id="address"
          label={t('second-address-label')}
          type="email"
          autocomplete="email"
          inputmode="email"
          value={typed}
          wrong={wrong}
          autofocus
        />
        <button type="submit">{t('second-address-button')}</button>
      </Form>
    </Layout>
  );
}

/** Says what is removed, and what follows. */
export function RemoveSecondAddressPage({ look, formKey, path, account, notices }: Props) {
  const { t } = look;
  const { second, asked } = notices;
  const address = second?.address ?? asked?.address;
  if (address === undefined) {
    const action = { href: PARTS.notices, text: t('continue-button') };
    const title = t('my-remove-second-address-title');
    return (
      <NoticePage look={look} title={title} lines={[t('second-address-none')]} {...{ action }} />
    );
  }
  const title = t('remove-title', { label: address });
  return (
    <Layout look={look} title={title}>
      <p class="quiet">{t('signed-in-as', { account })}</p>
      {second && <p>{t('remove-second-address-text')}</p>}
      {asked && <p>{t('second-address-link-ends', { address: asked.address })}</p>}
      <Form action={`${path}/remove-second-address`} formKey={formKey}>
        <button type="submit" class="danger">
          {t('remove-button')}
        </button>
      </Form>
      <div class="links">
        <a href={PARTS.notices}>{t('keep-link')}</a>
      </div>
    </Layout>
  );
}
