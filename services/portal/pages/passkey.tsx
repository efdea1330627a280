import type { Translator } from '../../../libs/i18n/index.js';
import type { Offer } from '../core/decision.js';
import {
  Form,
  type FormKey,
  KeepAppPasswords,
  KnownAccount,
  Later,
  PasswordField,
  ProviderForm,
  RecoveryField,
  Summary,
  TrustOffers,
  Who,
  type Wrong,
} from './form.js';
import { Layout, type Look } from './layout.js';

/**
 * A button that asks the browser for a passkey, and a form that posts its answer. Without a script it says what to do
 * instead.
 * @param props.options PublicKeyCredentialRequestOptionsJSON, or CreationOptionsJSON if `makes` is set
 * @param props.autofill whether the browser offers passkeys in a field of the page
 */
export function PasskeyForm(props: {
  t: Translator;
  formKey: FormKey;
  action: string;
  options: string;
  loginTicket?: string | undefined;
  makes?: boolean;
  autofill?: boolean;
  isFirst?: boolean;
  trust?: { readonly offers: readonly Offer[]; readonly address: string };
  asksToKeep?: boolean;
}) {
  const { t, formKey, action, options, loginTicket, makes, autofill, isFirst, trust } = props;
  const { asksToKeep } = props;
  return (
    <Form action={action} formKey={formKey} passkey={{ options, makes, autofill }}>
      <input type="hidden" name="passkey" value="" />
      {loginTicket !== undefined && <input type="hidden" name="ticket" value={loginTicket} />}
      {trust && <TrustOffers t={t} {...trust} idPrefix="passkey-" />}
      {asksToKeep && <KeepAppPasswords t={t} />}
      <button type="button" class={isFirst ? undefined : 'second'} data-passkey-button hidden>
        {t(makes ? 'passkey-make-button' : 'passkey-button')}
      </button>
      <p class="error" role="alert" data-passkey-failed hidden>
        {t(makes ? 'problem-passkey-not-made' : 'passkey-failed')}
      </p>
      <p class="hint" data-passkey-instead hidden={!isFirst}>
        {t(makes ? 'passkey-make-instead' : 'passkey-instead')}
      </p>
    </Form>
  );
}

interface Props {
  readonly look: Look;
  readonly formKey: FormKey;
  /** `/sign-in/<id>` */
  readonly path: string;
  readonly over: string;
  readonly account: string;
  readonly wrong?: Wrong | undefined;
  /** The person is signed in already, and proves who they are or adds a passkey. */
  readonly isProof: boolean;
}

/** Asks for the passkey after the password, if only the passkey is missing. */
export function PasskeyPage(
  props: Props & {
    options: string;
    offers: readonly Offer[];
    address: string;
    /** The sign-in can also be completed at the identity provider. */
    hasProvider: boolean;
  },
) {
  const { look, formKey, path, over, account, wrong, options, offers, address, isProof } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('passkey-title')}>
      <Who t={t} account={account} over={over} isProof={isProof} />
      <Summary t={t} wrong={wrong} />
      <p>{t('passkey-text')}</p>
      <PasskeyForm
        {...{ t, formKey, options, trust: { offers, address } }}
        action={`${path}/passkey`}
        isFirst
      />
      {props.hasProvider && <ProviderForm t={t} formKey={formKey} path={path} />}
      <p class="hint">{t('passkey-not-here')}</p>
    </Layout>
  );
}

/** Has the browser make a passkey. */
export function MakePasskeyPage(
  props: Props & {
    options: string;
    asksToKeep: boolean;
    isOptional: boolean;
    /** Names of the models that are accepted; empty if any is. */
    models: string;
  },
) {
  const { look, formKey, path, over, account, wrong, options, asksToKeep } = props;
  const { isProof, isOptional, models } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('passkey-make-title')}>
      <Who t={t} account={account} over={over} isProof={isProof} />
      <Summary t={t} wrong={wrong} />
      {/* A person who named the passkey has already read what one is. */}
      <p>{t(isProof ? 'passkey-make-now' : 'passkey-make-text')}</p>
      {models !== '' && <p>{t('passkey-make-models', { models })}</p>}
      <PasskeyForm
        {...{ t, formKey, options, asksToKeep }}
        action={`${path}/passkey-made`}
        makes
        isFirst
      />
      {isOptional && <Later look={look} formKey={formKey} path={path} />}
    </Layout>
  );
}

/** Tells a person who is in already that their passkey belongs to a host that is given up. */
export function MovingPage(props: Props & { origin: string; until: string }) {
  const { look, formKey, path, over, account, origin, until } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('moving-title')}>
      <Who t={t} account={account} over={over} isProof={false} />
      <p>{t('moving-text', { until, host: new URL(origin).host })}</p>
      <p>
        <a href={`${origin}/my/confirm?act=passkey`} target="_blank" rel="noreferrer">
          {t('moving-link', { host: new URL(origin).host })}
        </a>
      </p>
      <Form action={`${path}/later`} formKey={formKey}>
        <button type="submit">{t('continue-button')}</button>
      </Form>
    </Layout>
  );
}

/** Lets a person who lost the passkey make another, with the password and a recovery code. */
export function LostPasskeyPage(props: {
  look: Look;
  formKey: FormKey;
  account: string;
  over: string;
  wrong?: Wrong | undefined;
}) {
  const { look, formKey, account, over, wrong } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('lost-passkey-title')}>
      <Who t={t} account={account} over={over} />
      <Summary t={t} wrong={wrong} />
      <p>{t('lost-passkey-text')}</p>
      <Form action="/sign-in/lost-passkey" formKey={formKey}>
        <KnownAccount account={account} />
        <PasswordField t={t} wrong={wrong} autofocus />
        <RecoveryField t={t} wrong={wrong} />
        <button type="submit">{t('continue-button')}</button>
      </Form>
    </Layout>
  );
}
