import { domainOfAccount } from '../../../libs/names/account.js';
import type { ConsoleAct } from '../core/console-act.js';
import { ActNote } from './console-act.js';
import {
  Field,
  Form,
  type FormKey,
  KnownAccount,
  PasswordField,
  Summary,
  Who,
  type Wrong,
} from './form.js';
import { Layout, type Look } from './layout.js';
import { PasskeyForm } from './passkey.js';

export interface SignInProps {
  readonly look: Look;
  readonly formKey: FormKey;
  /** The client that the person goes on to. */
  readonly client?: string | undefined;
  /** What an administrator signs in to do. */
  readonly act?: ConsoleAct | undefined;
  readonly account?: string | undefined;
  readonly wrong?: Wrong | undefined;
  /** The person was signed in here, and the session has ended. */
  readonly isEnded?: boolean | undefined;
  /** The host has one domain, which is added to a bare name. */
  readonly isLocal: boolean;
  /** Absent if passkeys are not offered here, or not now. */
  readonly passkey?: { readonly options: string; readonly ticket: string } | undefined;
}

/** The first page asks for the account and the password. */
export function SignInPage(props: SignInProps) {
  const { look, formKey, client, account, wrong, isLocal, passkey, isEnded } = props;
  const { t } = look;
  const title = t('sign-in-title', { name: look.name });
  return (
    <Layout look={look} title={title}>
      {client !== undefined && <p class="quiet">{t('sign-in-to-client', { client })}</p>}
      <ActNote t={t} act={props.act} />
      {isEnded && (
        <div class="note" role="status">
          <p>{t('sign-in-ended')}</p>
        </div>
      )}
      <Summary t={t} wrong={wrong} />
      <Form action="/sign-in" formKey={formKey}>
        <Field
          t={t}
          id="account"
          label={t(isLocal ? 'account-label-local' : 'account-label')}
          value={account}
          autocomplete={passkey === undefined ? 'username' : 'username webauthn'}
          inputmode="email"
          wrong={wrong}
          autofocus={account === undefined || account === ''}
        />
        <PasswordField t={t} wrong={wrong} autofocus={account !== undefined && account !== ''} />
        <button type="submit">{t('sign-in-button')}</button>
        <button type="submit" class="second" formaction="/sign-in/provider">
          {t('provider-button')}
        </button>
      </Form>
      {passkey && (
        <PasskeyForm
          {...{ t, formKey, options: passkey.options, loginTicket: passkey.ticket }}
          action="/sign-in/passkey"
          // A passkey that was just refused is not offered again automatically.
          autofill={wrong?.problem !== 'passkey-refused'}
        />
      )}
    </Layout>
  );
}

/** Asks for what the domain takes first, once the account is known. */
export function FirstFactorPage(
  props: SignInProps & { account: string; password: boolean; provider: boolean; over: string },
) {
  const { look, formKey, account, wrong, password, provider, over, passkey } = props;
  const { t } = look;
  const title = t(password ? 'password-title' : passkey ? 'passkey-title' : 'provider-title');
  const domain = domainOfAccount(account);
  return (
    <Layout look={look} title={title}>
      <Who t={t} account={account} over={over} />
      <ActNote t={t} act={props.act} />
      <Summary t={t} wrong={wrong} />
      {!password && !passkey && <p>{t('provider-text', { domain })}</p>}
      {!password && passkey && <p>{t('passkey-only-text', { domain })}</p>}
      {passkey && (
        <PasskeyForm
          {...{ t, formKey, options: passkey.options, loginTicket: passkey.ticket }}
          action="/sign-in/passkey"
          isFirst={!password}
        />
      )}
      {(password || provider) && (
        <Form action={password ? '/sign-in' : '/sign-in/provider'} formKey={formKey}>
          <KnownAccount account={account} />
          {password && <PasswordField t={t} wrong={wrong} autofocus />}
          {password && <button type="submit">{t('sign-in-button')}</button>}
          {provider && (
            <button
              type="submit"
              class={password ? 'second' : undefined}
              formaction="/sign-in/provider"
            >
              {t('provider-button')}
            </button>
          )}
        </Form>
      )}
      {!password && passkey && (
        <Form action="/sign-in/lost-passkey" formKey={formKey}>
          <KnownAccount account={account} />
          <button type="submit" class="bare">
            {t('lost-passkey-link')}
          </button>
        </Form>
      )}
    </Layout>
  );
}

/** Sends the browser to the identity provider with the POST binding. */
export function ProviderFormPage(props: {
  look: Look;
  action: string;
  fields: Readonly<Record<string, string>>;
}) {
  const { look, action, fields } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('provider-go-title')}>
      <form method="post" action={action} data-goes-on>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit">{t('continue-button')}</button>
      </form>
    </Layout>
  );
}

/** The browser goes on automatically, and there is a link in case it does not. */
export function GoingOnPage(props: { look: Look; title: string; text: string; href: string }) {
  const { look, title, text, href } = props;
  return (
    <Layout look={look} title={title}>
      <p>{text}</p>
      <a class="button" href={href}>
        {look.t('continue-button')}
      </a>
    </Layout>
  );
}
