import type { ComponentChildren } from 'preact';
import { Layout, type Look } from '../layout.js';

/** The parts of "My sign-in" and their paths. Most need a fresh proof first. */
export const PARTS = {
  'sign-ins': '/my/sign-ins',
  changes: '/my/changes',
  access: '/my/access',
  ways: '/my/confirm?act=ways',
  'app-passwords': '/my/confirm?act=app-passwords',
  password: '/my/confirm?act=password',
  notices: '/my/notices',
} as const;
export type Part = keyof typeof PARTS;
export const ALL_PARTS = Object.keys(PARTS) as Part[];

/** One part of "My sign-in", with links to the others. */
export function MyLayout(props: {
  look: Look;
  title: string;
  account: string;
  /** Absent if the page is a step of something, and no part of its own. */
  part?: Part;
  children: ComponentChildren;
}) {
  const { look, title, account, part, children } = props;
  const { t } = look;
  const nav = (
    <nav class="parts" aria-label={t('my-nav')}>
      <ul>
        <li>
          <a href="/">{t('my-home')}</a>
        </li>
        {ALL_PARTS.map((each) => (
          <li key={each}>
            <a href={PARTS[each]} aria-current={each === part ? 'page' : undefined}>
              {t(`my-${each}-title`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
  return (
    <Layout look={look} title={title} nav={nav} wide>
      <p class="quiet">{t('signed-in-as', { account })}</p>
      {children}
    </Layout>
  );
}

/** On a list: says what was just done, and that one proof is valid for one change. */
export function DoneHere(props: {
  look: Look;
  name: string | undefined;
  /** How many things it was done to. */
  n?: number | undefined;
  asksAgain: boolean;
}) {
  const { look, name, n = 1, asksAgain } = props;
  if (name === undefined) return null;
  return (
    <div class="note" role="status">
      <p>{look.t(`done-${name}`, { n })}</p>
      {asksAgain && <p>{look.t('asks-again')}</p>}
    </div>
  );
}

/** Says what was just done. */
export function Done({ look, name }: { look: Look; name: string | undefined }) {
  if (name === undefined) return null;
  return (
    <div class="note" role="status">
      <p>{look.t(`done-${name}`)}</p>
    </div>
  );
}
