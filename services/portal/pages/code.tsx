import type { Translator } from '../../../libs/i18n/index.js';
import type { ConsoleAct } from '../core/console-act.js';
import type { Authenticator, Offer } from '../core/decision.js';
import { ActNote } from './console-act.js';
import {
  CodeField,
  Form,
  type FormKey,
  ProviderForm,
  RecoveryField,
  Summary,
  TrustOffers,
  Who,
  type Wrong,
} from './form.js';
import { Layout, type Look } from './layout.js';
import { PasskeyForm } from './passkey.js';

export interface CodeProps {
  readonly look: Look;
  readonly formKey: FormKey;
  /** `/sign-in/<id>` */
  readonly path: string;
  readonly over: string;
  readonly account: string;
  readonly authenticators: readonly Authenticator[];
  readonly offers: readonly Offer[];
  /** The browser's address, which may be trusted. */
  readonly address: string;
  readonly hasProvider: boolean;
  readonly isNextCode: boolean;
  /** Set if the sign-in can also be completed with a passkey. */
  readonly passkeyOptions?: string | undefined;
  readonly wrong?: Wrong | undefined;
  /** The person is signed in already, and proves who they are. */
  readonly isProof: boolean;
  /** What an administrator signs in to do. */
  readonly act?: ConsoleAct | undefined;
}

/** Asks for a code of the authenticator app, and what to trust from now on. */
export function CodePage(props: CodeProps) {
  const { look, formKey, path, over, account, authenticators, wrong, isNextCode, isProof } = props;
  const { offers, address, passkeyOptions } = props;
  const { t } = look;
  const title = t(isNextCode ? 'code-next-title' : 'code-title');
  return (
    <Layout look={look} title={title}>
      <Who t={t} account={account} over={over} isProof={isProof} />
      <ActNote t={t} act={props.act} />
      <Summary t={t} wrong={wrong} />
      <p>{t(isProof ? 'code-text-proof' : isNextCode ? 'code-text-next' : 'code-text')}</p>
      <Form action={`${path}/code`} formKey={formKey}>
        {authenticators.length > 1 && <Choice t={t} authenticators={authenticators} />}
        <CodeField t={t} label={t('code-label')} wrong={wrong} autofocus />
        <TrustOffers t={t} offers={offers} address={address} />
        <button type="submit">{t(isProof ? 'continue-button' : 'sign-in-button')}</button>
      </Form>
      {passkeyOptions !== undefined && (
        <PasskeyForm {...{ t, formKey, options: passkeyOptions }} action={`${path}/passkey`} />
      )}
      <Others {...props} link={`${path}?with=recovery`} text={t('recovery-link')} />
    </Layout>
  );
}

/** Asks for a recovery code, from a person who cannot use the app. */
export function RecoveryPage(props: CodeProps) {
  const { look, formKey, path, over, account, wrong, offers, address, isProof } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('recovery-title')}>
      <Who t={t} account={account} over={over} isProof={isProof} />
      <ActNote t={t} act={props.act} />
      <Summary t={t} wrong={wrong} />
      <p>{t('recovery-text')}</p>
      <Form action={`${path}/recovery`} formKey={formKey}>
        <RecoveryField t={t} wrong={wrong} autofocus />
        <TrustOffers t={t} offers={offers} address={address} />
        <button type="submit">{t(isProof ? 'continue-button' : 'sign-in-button')}</button>
      </Form>
      <Others {...props} link={path} text={t('code-link')} />
    </Layout>
  );
}

function Choice({
  t,
  authenticators,
}: {
  t: Translator;
  authenticators: readonly Authenticator[];
}) {
  return (
    <div class="field">
      <label for="authenticator">{t('authenticator-label')}</label>
      <select id="authenticator" name="authenticator">
        <option value="">{t('authenticator-any')}</option>
        {authenticators.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Others(props: CodeProps & { link: string; text: string }) {
  const { look, path, formKey, hasProvider, link, text } = props;
  return (
    <div class="links">
      <a href={link}>{text}</a>
      {hasProvider && <ProviderForm t={look.t} formKey={formKey} path={path} />}
    </div>
  );
}
