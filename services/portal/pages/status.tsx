import { Layout, type Look } from './layout.js';

interface Action {
  readonly href: string;
  readonly text: string;
}

/** A page that says one thing, and what to do next. */
export function NoticePage(props: {
  look: Look;
  title: string;
  lines: readonly string[];
  action?: Action | undefined;
  /** A second choice. */
  other?: Action | undefined;
  reference?: string | undefined;
  isAlert?: boolean;
}) {
  const { look, title, lines, action, other, reference, isAlert } = props;
  return (
    <Layout look={look} title={title}>
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
      {other && (
        <a class="button second" href={other.href}>
          {other.text}
        </a>
      )}
      {reference && <p class="quiet reference">{look.t('reference', { reference })}</p>}
    </Layout>
  );
}

/** A client asks to sign the person out. The person confirms with a button, so that no foreign page can do it alone. */
export function SignOutPage(props: { look: Look; action: string; xsrf: string }) {
  const { look, action, xsrf } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('sign-out-title')}>
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
