import {
  CodeField,
  Form,
  type FormKey,
  KeepAppPasswords,
  Later,
  Summary,
  Who,
  type Wrong,
} from './form.js';
import { Layout, type Look } from './layout.js';

interface Props {
  readonly look: Look;
  readonly formKey: FormKey;
  /** `/sign-in/<id>` */
  readonly path: string;
  readonly over: string;
  readonly account: string;
  readonly wrong?: Wrong | undefined;
}

type Why = 'required' | 'grace' | 'choice' | 'lost';
type Kinds = readonly ('otp' | 'passkey')[];

/** What the organisation requires. It names the factors that can be set up here. */
function textOf(why: Why, can: Kinds) {
  if (why === 'choice') return 'set-up-choice';
  if (why === 'lost') return 'set-up-lost';
  if (can.length > 1) return 'set-up-text-either';
  return can.includes('otp') ? 'set-up-text' : 'set-up-text-passkey';
}

/** Says why a second factor is needed, and how to begin. */
export function SetUpPage(
  props: Props & {
    why: Why;
    can: Kinds;
    /** The sign-in can also be completed at the identity provider. */
    hasProvider: boolean;
  },
) {
  const { look, formKey, path, over, account, wrong, why, can, hasProvider } = props;
  const { t } = look;
  const title = t(why === 'lost' ? 'lost-passkey-title' : 'set-up-title');
  return (
    <Layout look={look} title={title}>
      <Who t={t} account={account} over={over} />
      <Summary t={t} wrong={wrong} />
      {why === 'grace' && (
        <div class="note">
          <p>{t('set-up-grace')}</p>
        </div>
      )}
      <p>{t(textOf(why, can))}</p>
      <Form action={`${path}/set-up`} formKey={formKey}>
        {can.includes('otp') && <button type="submit">{t('set-up-button')}</button>}
        {can.includes('passkey') && (
          <button
            type="submit"
            class={can.includes('otp') ? 'second' : undefined}
            formaction={`${path}/passkey-set-up`}
          >
            {t('set-up-passkey-button')}
          </button>
        )}
        {(why === 'grace' || why === 'choice') && (
          <button type="submit" class="second" formaction={`${path}/later`}>
            {t('later-button')}
          </button>
        )}
        {hasProvider && (
          <button type="submit" class="second" formaction={`${path}/provider`}>
            {t('provider-button')}
          </button>
        )}
      </Form>
    </Layout>
  );
}

/** @param props.qr SVG, which we made of the otpauth URI */
export function ConfirmPage(
  props: Props & {
    qr: string;
    secret: string;
    asksToKeep: boolean;
    isProof: boolean;
    isOptional: boolean;
  },
) {
  const { look, formKey, path, over, account, wrong, qr, secret, asksToKeep } = props;
  const { isProof, isOptional } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('confirm-title')}>
      <Who t={t} account={account} over={over} isProof={isProof} />
      <Summary t={t} wrong={wrong} />
      <p>{t('confirm-text')}</p>
      <div
        class="qr"
        role="img"
        aria-label={t('confirm-qr')}
        dangerouslySetInnerHTML={{ __html: qr }}
      />
      <p>{t('confirm-secret')}</p>
      <code class="secret" dir="ltr">
        {secret.match(/.{1,4}/g)?.join(' ')}
      </code>
      <Form action={`${path}/confirm`} formKey={formKey}>
        <CodeField t={t} label={t('confirm-code-label')} wrong={wrong} />
        {asksToKeep && <KeepAppPasswords t={t} />}
        <button type="submit">{t('confirm-button')}</button>
      </Form>
      {isOptional && <Later look={look} formKey={formKey} path={path} />}
    </Layout>
  );
}

/** Shows the recovery codes until the person says that they have kept them, and never again. */
export function RecoveryCodesPage(props: Props & { codes: readonly string[] }) {
  const { look, formKey, path, codes } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('recovery-codes-title')}>
      <p>{t('recovery-codes-text')}</p>
      <ol class="codes" dir="ltr">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div class="links">
        <a class="button second" href={`${path}/recovery-codes.txt`} download="recovery-codes.txt">
          {t('save-link')}
        </a>
        <button type="button" class="second" data-prints hidden>
          {t('print-button')}
        </button>
      </div>
      <Form action={`${path}/kept`} formKey={formKey}>
        <button type="submit">{t('recovery-codes-button')}</button>
      </Form>
    </Layout>
  );
}
