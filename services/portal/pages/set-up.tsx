import {
  Field,
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

const TEXTS = {
  required: 'set-up-text',
  grace: 'set-up-text',
  choice: 'set-up-choice',
  lost: 'set-up-lost',
} as const;

/** Why, and the way to begin. */
export function SetUpPage(
  props: Props & {
    why: 'required' | 'grace' | 'choice' | 'lost';
    can: readonly ('otp' | 'passkey')[];
  },
) {
  const { look, formKey, path, over, account, wrong, why, can } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('set-up-title')}>
      <h1>{t('set-up-title')}</h1>
      <Who t={t} account={account} over={over} />
      <Summary t={t} wrong={wrong} />
      {why === 'grace' && (
        <div class="note">
          <p>{t('set-up-grace')}</p>
        </div>
      )}
      <p>{t(TEXTS[why])}</p>
      {can.length > 1 && <p>{t('set-up-either')}</p>}
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
      </Form>
    </Layout>
  );
}

/** @param props.qr SVG, made of the otpauth URI by us */
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
      <h1>{t('confirm-title')}</h1>
      <Who t={t} account={account} over={over} isProof={isProof} />
      <Summary t={t} wrong={wrong} />
      <p>{t('confirm-text')}</p>
      <div
        class="qr"
        role="img"
        aria-label={t('confirm-qr')}
        dangerouslySetInnerHTML={{ __html: qr }}
      />
      <p class="small">{t('confirm-secret')}</p>
      <code class="secret" dir="ltr">
        {secret.match(/.{1,4}/g)?.join(' ')}
      </code>
      <Form action={`${path}/confirm`} formKey={formKey}>
        <Field
          t={t}
          id="code"
          label={t('confirm-code-label')}
          autocomplete="one-time-code"
          inputmode="numeric"
          wrong={wrong}
          code
        />
        {asksToKeep && <KeepAppPasswords t={t} />}
        <button type="submit">{t('confirm-button')}</button>
      </Form>
      {isOptional && <Later look={look} formKey={formKey} path={path} />}
    </Layout>
  );
}

/** Shown until the person says that they are kept, and never again. */
export function RecoveryCodesPage(props: Props & { codes: readonly string[] }) {
  const { look, formKey, path, codes } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('recovery-codes-title')}>
      <h1>{t('recovery-codes-title')}</h1>
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
