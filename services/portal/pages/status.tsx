import type { Granted } from '../core/decision.js';
import { Form, type FormKey } from './form.js';
import { Layout, type Look } from './layout.js';

/** Who is signed in here, and the way out. */
export function SignedInPage(props: {
  look: Look;
  formKey: FormKey;
  account: string;
  granted: readonly Granted[];
  until: number;
}) {
  const { look, formKey, account, granted, until } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('signed-in-title')}>
      <h1>{t('signed-in-title')}</h1>
      <p>{t('signed-in-as', { account })}</p>
      <Grants look={look} granted={granted} />
      <p class="quiet small">{t('session-until', { until: look.until(until) })}</p>
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

/** A page that says one thing, and what to do next. */
export function NoticePage(props: {
  look: Look;
  title: string;
  lines: readonly string[];
  action?: { readonly href: string; readonly text: string } | undefined;
  reference?: string | undefined;
  isAlert?: boolean;
}) {
  const { look, title, lines, action, reference, isAlert } = props;
  return (
    <Layout look={look} title={title}>
      <h1>{title}</h1>
      <div role={isAlert ? 'alert' : undefined}>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {action && (
        <a class="button" href={action.href}>
          {action.text}
        </a>
      )}
      {reference && <p class="quiet small">{look.t('reference', { reference })}</p>}
    </Layout>
  );
}

/** A client asks to sign the person out: a button, so that no page of a stranger's does it alone. */
export function SignOutPage(props: { look: Look; action: string; xsrf: string }) {
  const { look, action, xsrf } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('sign-out-title')}>
      <h1>{t('sign-out-title')}</h1>
      <form method="post" action={action}>
        <input type="hidden" name="xsrf" value={xsrf} />
        <button type="submit" name="logout" value="yes">
          {t('sign-out-button')}
        </button>
        <button type="submit" class="second">
          {t('stay-button')}
        </button>
      </form>
    </Layout>
  );
}
