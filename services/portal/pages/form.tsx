import type { ComponentChildren } from 'preact';
import type { Translator } from '../../../libs/i18n/index.js';
import type { Offer } from '../core/decision.js';
import { wordsOfLifetime } from '../core/lifetime.js';

/** The hidden fields of each form. */
export interface FormKey {
  /** The form token of this browser. */
  readonly token: string;
  /** The step of a pending sign-in. */
  readonly step?: number;
  /** The flow of a sign-in that is not stored yet, signed. */
  readonly flow?: string;
}

/** Attributes that tell static/passkey.js what to ask the browser for. */
export interface PasskeyAttributes {
  readonly options: string;
  readonly makes?: boolean | undefined;
  readonly autofill?: boolean | undefined;
}

/** A form with the hidden fields that protect it against cross-site requests. */
export function Form(props: {
  action: string;
  formKey: FormKey;
  children: ComponentChildren;
  passkey?: PasskeyAttributes;
}) {
  const { action, formKey, children, passkey } = props;
  const attributes = passkey && {
    'data-passkey': passkey.options,
    ...(passkey.makes ? { 'data-passkey-makes': '' } : {}),
    ...(passkey.autofill ? { 'data-passkey-autofill': '' } : {}),
  };
  return (
    <form method="post" action={action} novalidate {...attributes}>
      <input type="hidden" name="token" value={formKey.token} />
      {formKey.step !== undefined && <input type="hidden" name="step" value={formKey.step} />}
      {formKey.flow !== undefined && <input type="hidden" name="flow" value={formKey.flow} />}
      {children}
    </form>
  );
}

/** What is wrong, and at which field. */
export interface Wrong {
  /** Names a message `problem-<problem>`. */
  readonly problem: string;
  readonly field?: string | undefined;
  readonly values?: Readonly<Record<string, string>> | undefined;
}

/** The error summary at the top. It has the focus, so that a screen reader reads it first. */
export function Summary({ t, wrong }: { t: Translator; wrong?: Wrong | undefined }) {
  if (wrong === undefined) return null;
  const text = t(`problem-${wrong.problem}`, wrong.values);
  return (
    <div class="summary" role="alert" tabIndex={-1} autofocus>
      <h2>{t('error-summary')}</h2>
      {wrong.field === undefined ? <p>{text}</p> : <a href={`#${wrong.field}`}>{text}</a>}
    </div>
  );
}

/** A labelled field with its error. */
export function Field(props: {
  t: Translator;
  id: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  value?: string | undefined;
  autocomplete: string;
  inputmode?: 'email' | 'numeric' | 'text';
  wrong?: Wrong | undefined;
  autofocus?: boolean;
  code?: boolean;
  hint?: string;
}) {
  const { t, id, label, type = 'text', value, autocomplete, inputmode, wrong, code } = props;
  const isWrong = wrong?.field === id;
  const described = [
    ...(props.hint === undefined ? [] : [`${id}-hint`]),
    ...(isWrong ? [`${id}-error`] : []),
  ];
  return (
    <div class={isWrong ? 'field wrong' : 'field'}>
      <label for={id}>{label}</label>
      {props.hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {isWrong && (
        <p class="error" id={`${id}-error`}>
          {t(`problem-${wrong.problem}`, wrong.values)}
        </p>
      )}
      <input
        id={id}
        name={id}
        {...({ type } as { type: 'text' })}
        class={code ? 'code' : undefined}
        value={value}
        autocomplete={autocomplete}
        inputmode={inputmode}
        autocapitalize="none"
        spellcheck={false}
        dir={code || type !== 'text' ? 'ltr' : 'auto'}
        required
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={described.length > 0 ? described.join(' ') : undefined}
        autofocus={props.autofocus && wrong === undefined}
      />
      {type === 'password' && (
        <button type="button" class="bare" data-shows={id} aria-pressed="false" hidden>
          {t('show-password')}
        </button>
      )}
    </div>
  );
}

/** The account of a form whose page does not ask for it. Password managers read it. */
export function KnownAccount({ account }: { account: string }) {
  return <input type="text" name="account" value={account} autocomplete="username" hidden />;
}

interface OneField {
  readonly t: Translator;
  readonly wrong?: Wrong | undefined;
  readonly autofocus?: boolean;
}

/** Asks for the main password. */
export function PasswordField(props: OneField) {
  const label = props.t('password-label');
  return (
    <Field {...{ ...props, label }} id="password" type="password" autocomplete="current-password" />
  );
}

/** Asks for a code of the authenticator app. */
export function CodeField(props: OneField & { readonly label: string }) {
  return <Field {...props} id="code" autocomplete="one-time-code" inputmode="numeric" code />;
}

/** Asks for a recovery code. */
export function RecoveryField(props: OneField) {
  const label = props.t('recovery-label');
  return <Field {...props} id="recovery" label={label} autocomplete="off" code />;
}

/** A form that goes on at the identity provider. */
export function ProviderForm(props: { t: Translator; formKey: FormKey; path: string }) {
  const { t, formKey, path } = props;
  return (
    <Form action={`${path}/provider`} formKey={formKey}>
      <button type="submit" class="second">
        {t('provider-button')}
      </button>
    </Form>
  );
}

/** Who signs in, with a link to sign in as somebody else. */
export function Who(props: {
  t: Translator;
  account: string;
  over: string;
  /** The person is signed in already, and proves who they are. */
  isProof?: boolean;
}) {
  const { t, account, over, isProof = false } = props;
  return (
    <p class="who">
      <span>{t(isProof ? 'signed-in-as' : 'signing-in-as', { account })}</span>
      <a href={over}>{t(isProof ? 'cancel-link' : 'not-you')}</a>
    </p>
  );
}

/** A button that puts off an optional set-up. */
export function Later(props: { look: { t: Translator }; formKey: FormKey; path: string }) {
  const { look, formKey, path } = props;
  return (
    <Form action={`${path}/later`} formKey={formKey}>
      <button type="submit" class="bare">
        {look.t('later-button')}
      </button>
    </Form>
  );
}

/** Checkboxes for what to trust. They are never ticked in advance. */
export function TrustOffers(props: {
  t: Translator;
  offers: readonly Offer[];
  /** The browser's address, which may be trusted. */
  address: string;
  /** Keeps ids apart on a page with two forms. */
  idPrefix?: string;
}) {
  const { t, offers, address, idPrefix = '' } = props;
  if (offers.length === 0) return null;
  return (
    <fieldset>
      <legend>{t('trust-legend')}</legend>
      {offers.map(({ kind, defaultSeconds }) => {
        const { unit, n } = wordsOfLifetime(defaultSeconds);
        const lifetime = t(`lifetime-${unit}`, { n });
        const name = `trust-${kind}`;
        const id = `${idPrefix}${name}`;
        return (
          <div class="choice" key={kind}>
            <input
              type="checkbox"
              id={id}
              name={name}
              value="yes"
              aria-describedby={`${id}-hint`}
            />
            <label for={id}>
              {t(name, { lifetime, address })}
              <span class="hint" id={`${id}-hint`}>
                {t(`${name}-hint`)}
              </span>
            </label>
          </div>
        );
      })}
    </fieldset>
  );
}

/** Asks whether to keep the app passwords that a password alone made. The first second factor ends them otherwise. */
export function KeepAppPasswords({ t }: { t: Translator }) {
  return (
    <div class="choice">
      <input type="checkbox" id="keep" name="keep" value="yes" aria-describedby="keep-hint" />
      <label for="keep">
        {t('keep-app-passwords')}
        <span class="hint" id="keep-hint">
          {t('keep-app-passwords-hint')}
        </span>
      </label>
    </div>
  );
}
