import type { Context } from 'koa';
import { domainOfAccount } from '../../../libs/names/account.js';
import { goTo, show } from '../../../libs/web/index.js';
import type { StepResult } from '../commands/sign-in-parts.js';
import type { Flow, Problem } from '../core/sign-in.js';
import { NoticePage } from '../pages/status.js';
import { arrive } from './arrive.js';
import { firstPageOf } from './flows.js';
import type { PageParts } from './parts.js';
import { showUndecided } from './refuse.js';
import { visit } from './visit.js';

const REFUSALS = [
  'NO_RULE',
  'DENIED_BY_RULE',
  'CANNOT_CHALLENGE',
  'ENROLMENT_REQUIRED',
  'WRONG_CREDENTIAL_FOR_SERVICE',
  'RATE_LIMITED',
];
const HELPS = ['ENROLMENT_REQUIRED', 'RATE_LIMITED'];

/** Shows the result of a step. `again` shows the route's own page once more. */
export async function showResult(
  ctx: Context,
  parts: PageParts,
  result: Exclude<StepResult, { kind: 'again' | 'first-factor' }>,
  { account, flow }: { account: string; flow: Flow },
): Promise<void> {
  const { t, look } = visit(ctx);
  const over = firstPageOf(parts.signer, flow);
  const again = { href: over, text: t('try-again') };
  const domain = account === '' ? undefined : domainOfAccount(account);
  switch (result.kind) {
    case 'page':
      return goTo(ctx, `/sign-in/${result.id}`);
    case 'done':
      return arrive(ctx, parts, { outcome: result.outcome, flow: result.flow ?? flow });
    case 'refused': {
      const { reason, words, reference } = result;
      const known = REFUSALS.includes(reason) ? reason : 'other';
      const help = t(`help-${HELPS.includes(reason) ? reason : 'other'}`);
      const lines = [words === '' ? t(`refused-${known}`) : words, help];
      const props = { look: await look(domain), title: t('refused-title'), lines, reference };
      const status = reason === 'RATE_LIMITED' ? 429 : 403;
      return show(ctx, <NoticePage {...props} action={again} isAlert />, status);
    }
    case 'passkey-made': {
      const props = { look: await look(domain), title: t('passkey-made-title') };
      const action = { href: over, text: t('sign-in-button') };
      return show(ctx, <NoticePage {...props} lines={[t('passkey-made-text')]} action={action} />);
    }
    case 'needs-second-factor': {
      const props = { look: await look(domain), title: t('needs-second-title') };
      const action = { href: '/my/confirm?act=authenticator', text: t('my-authenticator-title') };
      const lines = [t('needs-second-text')];
      const other = { href: '/', text: t('my-home') };
      return show(ctx, <NoticePage {...props} {...{ lines, action, other }} />, 403);
    }
    case 'undecided':
      return showUndecided(ctx, domain, over);
    case 'out-of-date': {
      const props = { look: await look(domain), title: t('out-of-date-title') };
      const lines = [t('out-of-date-text')];
      return show(ctx, <NoticePage {...props} lines={lines} action={again} isAlert />, 409);
    }
    default:
      return result satisfies never;
  }
}

const FIELDS: Readonly<Partial<Record<Problem, string>>> = {
  'account-missing': 'account',
  'account-malformed': 'account',
  'account-elsewhere': 'account',
  'password-missing': 'password',
  'password-wrong': 'password',
  'password-long': 'password',
  'code-missing': 'code',
  'code-wrong': 'code',
  'recovery-code-wrong': 'recovery',
};

/** What is wrong, and at which field. */
export function wrongOf(problem: Problem, values?: Readonly<Record<string, string>>) {
  return { problem, field: FIELDS[problem], values };
}
