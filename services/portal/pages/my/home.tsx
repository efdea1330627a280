import type { Granted } from '../../core/decision.js';
import { Form, type FormKey } from '../form.js';
import { Layout, type Look } from '../layout.js';
import { Done, PARTS } from './frame.js';

/** Shows who is signed in, what they can see and do about their account, and the button to sign out. */
export function SignedInPage(props: {
  look: Look;
  formKey: FormKey;
  account: string;
  granted: readonly Granted[];
  until: number;
  done?: string | undefined;
  /** The account's details cannot be shown now. */
  isPoor?: boolean;
  /** Whether some rule takes this factor from the person. */
  isTaken: (factor: string) => boolean;
  /** How many notices were not seen yet. */
  unseen: number;
}) {
  const { look, formKey, account, granted, until, done, isPoor, isTaken, unseen } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('signed-in-title')}>
      <p>{t('signed-in-as', { account })}</p>
      <Done look={look} name={done} />
      <Grants look={look} granted={granted} />
      {unseen > 0 && (
        <p class="note">
          <a href={PARTS.changes}>{t('unseen-notices', { n: unseen })}</a>
        </p>
      )}
      <p class="quiet">{t('session-until', { until: look.until(until) })}</p>
      {isPoor ? <p>{t('my-poor')}</p> : <Menu look={look} isTaken={isTaken} />}
      <Form action="/sign-out" formKey={formKey}>
        <button type="submit">{t('sign-out-button')}</button>
        <button
          type="submit"
          class="second"
          formaction="/sign-out/everywhere"
          aria-describedby="everywhere"
        >
          {t('sign-out-everywhere-button')}
        </button>
        <p class="hint" id="everywhere">
          {t('sign-out-everywhere-hint')}
        </p>
      </Form>
    </Layout>
  );
}

const ENTRIES = {
  ...PARTS,
  authenticator: '/my/confirm?act=authenticator',
  passkey: '/my/confirm?act=passkey',
  'app-password': '/my/confirm?act=app-password',
} as const;
const ORDER = [
  'sign-ins',
  'changes',
  'access',
  'ways',
  'authenticator',
  'passkey',
  'app-password',
  'app-passwords',
  'password',
  'notices',
] as const satisfies readonly (keyof typeof ENTRIES)[];

/** The factors that make each part useful. A part is offered if some rule takes one of them. */
const OPENED_BY: Readonly<Record<string, string>> = {
  passkey: 'passkey',
  'app-password': 'app-password',
};

function Menu({ look: { t }, isTaken }: { look: Look; isTaken: (factor: string) => boolean }) {
  const shown = ORDER.filter(
    (entry) => OPENED_BY[entry] === undefined || isTaken(OPENED_BY[entry]),
  );
  return (
    <nav aria-label={t('my-nav')}>
      <ul class="menu">
        {shown.map((entry) => (
          <li key={entry}>
            <a href={ENTRIES[entry]} aria-describedby={`${entry}-hint`}>
              {t(`my-${entry}-title`)}
            </a>
            <span class="hint" id={`${entry}-hint`}>
              {t(`my-${entry}-hint`)}
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Grants({ look, granted }: { look: Look; granted: readonly Granted[] }) {
  const { t } = look;
  const trust = granted.filter(({ kind }) => kind !== 'session');
  if (trust.length === 0) return null;
  return (
    <div class="note" role="status">
      {trust.map(({ kind, until, refused }) => (
        <p key={kind}>
          {until === undefined
            ? t('refused-trust', { why: refused ?? 'other' })
            : t(`granted-${kind}`, { until: look.until(until) })}
        </p>
      ))}
    </div>
  );
}
