import { Field, Form, type FormKey, KnownAccount, Summary, Who, type Wrong } from '../form.js';
import { Layout, type Look } from '../layout.js';

/** Reasons why a password is weak (keys of zxcvbn) that the page has words for. */
const WEAK: Readonly<Record<string, string>> = {
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  simpleRepeat: 'repeat',
  extendedRepeat: 'repeat',
  sequences: 'repeat',
  recentYears: 'dates',
  dates: 'dates',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'common',
  wordByItself: 'common',
  namesByThemselves: 'names',
  commonNames: 'names',
  userInputs: 'names',
};

/** Changes the main password if it is kept here. Else says where to change it. */
export function PasswordPage(props: {
  look: Look;
  formKey: FormKey;
  /** `/my/change/<id>` */
  path: string;
  account: string;
  isHere: boolean;
  /** Characters. */
  minLength: number;
  wrong?: Wrong | undefined;
  /** A key of zxcvbn, or empty. */
  warning: string;
}) {
  const { look, formKey, path, account, isHere, minLength, wrong, warning } = props;
  const { t } = look;
  const title = t('my-password-title');
  const weak = Object.hasOwn(WEAK, warning) ? WEAK[warning] : undefined;
  return (
    <Layout look={look} title={title}>
      <Who t={t} account={account} over="/" isProof />
      {!isHere && <p>{t('password-elsewhere')}</p>}
      {isHere && (
        <>
          <Summary t={t} wrong={wrong} />
          {weak !== undefined && <p>{t(`weak-${weak}`)}</p>}
          <p>{t('password-change-text')}</p>
          <Form action={`${path}/password`} formKey={formKey}>
            <KnownAccount account={account} />
            <Field
              t={t}
              id="current"
              label={t('current-password-label')}
              type="password"
              autocomplete="current-password"
              wrong={wrong}
              autofocus
            />
            <Field
              t={t}
              id="new"
              label={t('new-password-label')}
              hint={t('new-password-hint', { n: minLength })}
              type="password"
              autocomplete="new-password"
              wrong={wrong}
            />
            <button type="submit">{t('password-change-button')}</button>
          </Form>
        </>
      )}
    </Layout>
  );
}
