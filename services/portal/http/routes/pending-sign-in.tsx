import type { Context } from 'koa';
import { domainOfAccount } from '../../../../libs/names/account.js';
import { field, show } from '../../../../libs/web/index.js';
import { presentSecondFactor, type SecondFactor } from '../../commands/present-second-factor.js';
import {
  beginPasskeySetUp,
  beginSetUp,
  confirmSetUp,
  finishPasskeySetUp,
  keepRecoveryCodes,
  skipSetUp,
} from '../../commands/set-up.js';
import type { StepRequest, StepResult } from '../../commands/sign-in-parts.js';
import { labelOf } from '../../core/device-label.js';
import type { Problem } from '../../core/sign-in.js';
import { serves } from '../../core/site.js';
import { CodePage, RecoveryPage } from '../../pages/code.js';
import { NameFactorPage } from '../../pages/my/name-factor.js';
import { MakePasskeyPage, MovingPage, PasskeyPage } from '../../pages/passkey.js';
import { ConfirmPage, RecoveryCodesPage, SetUpPage } from '../../pages/set-up.js';
import type { Claimed } from '../../ports/pending.js';
import { firstPageOf } from '../flows.js';
import { stepOf } from '../forms.js';
import { readLabel } from '../label.js';
import type { PageParts, Routes } from '../parts.js';
import { drawQr } from '../qr.js';
import { showResult, wrongOf } from '../show-result.js';
import { visit } from '../visit.js';
import { actOf } from './first-page.js';

const HOME = { account: '', flow: { kind: 'portal' } } as const;
type With = 'recovery' | undefined;

type TakeStep = (ctx: Context, step: StepRequest) => Promise<StepResult>;

/** Pages of a pending sign-in. Each page posts its step, which is taken once. */
export function pendingSignInRoutes(router: Routes, parts: PageParts): void {
  router.get('/sign-in/:id', async (ctx) => {
    const claimed = await look(ctx, parts);
    if (claimed === undefined) return showResult(ctx, parts, { kind: 'out-of-date' }, HOME);
    return showStep(ctx, parts, claimed, ctx.query.with === 'recovery' ? 'recovery' : undefined);
  });

  router.get('/sign-in/:id/recovery-codes.txt', async (ctx) => {
    const claimed = await look(ctx, parts);
    const codes =
      claimed?.state.page === 'recovery-codes' ? claimed.secrets.recoveryCodes : undefined;
    if (codes === undefined) return showResult(ctx, parts, { kind: 'out-of-date' }, HOME);
    ctx.type = 'text/plain; charset=utf-8';
    ctx.set('Content-Disposition', 'attachment; filename="recovery-codes.txt"');
    ctx.body = `${claimed?.state.account}\n\n${codes.join('\n')}\n`;
  });

  const trust = (ctx: Context): SecondFactor['trust'] => ({
    ip: field(ctx, 'trust-ip') === 'yes',
    device: field(ctx, 'trust-device') === 'yes',
  });
  const steps: Readonly<Record<string, TakeStep>> = {
    code: (ctx, step) => {
      const value = readCode(ctx);
      if (value === '') return again('code-missing');
      const code = { value, authenticatorId: field(ctx, 'authenticator').slice(0, 64) };
      return presentSecondFactor(parts, { ...step, code, trust: trust(ctx) });
    },
    recovery: (ctx, step) => {
      const recoveryCode = field(ctx, 'recovery').trim().slice(0, 64);
      if (recoveryCode === '') return again('recovery-code-wrong');
      return presentSecondFactor(parts, { ...step, recoveryCode, trust: trust(ctx) });
    },
    passkey: (ctx, step) => {
      const answer = field(ctx, 'passkey');
      if (answer === '') return again('passkey-refused');
      const passkey = Buffer.from(answer);
      return presentSecondFactor(parts, { ...step, passkey, trust: trust(ctx) });
    },
    'passkey-set-up': (ctx, step) => {
      const label = readLabel(ctx) || labelOf(step.visitor.userAgent);
      return beginPasskeySetUp(parts, { ...step, label });
    },
    'passkey-made': (ctx, step) => {
      const answer = field(ctx, 'passkey');
      if (answer === '') return again('passkey-not-made');
      return finishPasskeySetUp(parts, { ...step, response: Buffer.from(answer), ...keeps(ctx) });
    },
    'set-up': (ctx, step) =>
      beginSetUp(parts, { ...step, label: readLabel(ctx) || 'Authenticator' }),
    confirm: (ctx, step) => {
      const code = readCode(ctx);
      return code === ''
        ? again('code-missing')
        : confirmSetUp(parts, { ...step, code, ...keeps(ctx) });
    },
    kept: (_, step) => keepRecoveryCodes(parts, step),
    later: (_, step) => skipSetUp(parts, step),
  };
  for (const [name, take] of Object.entries(steps)) {
    router.post(`/sign-in/:id/${name}`, async (ctx) => {
      const before = await look(ctx, parts);
      if (before === undefined) return showResult(ctx, parts, { kind: 'out-of-date' }, HOME);
      const { visitor } = visit(ctx);
      const result = await take(ctx, { key: keyOf(ctx), step: stepOf(ctx), visitor });
      const { account, flow } = before.state;
      if (result.kind === 'out-of-date') {
        // Of two tabs, the later one is shown where the sign-in is now.
        const now = await look(ctx, parts);
        if (now !== undefined) return showStep(ctx, parts, now, undefined, undefined, 409);
      }
      if (result.kind === 'again') {
        const now = await look(ctx, parts);
        const page = name === 'recovery' ? 'recovery' : undefined;
        if (now !== undefined) return showStep(ctx, parts, now, page, result.problem, 422);
        return showResult(ctx, parts, { kind: 'out-of-date' }, { account, flow });
      }
      if (result.kind === 'first-factor') {
        return showResult(ctx, parts, { kind: 'out-of-date' }, { account, flow });
      }
      if (result.kind !== 'page' && result.kind !== 'undecided' && result.kind !== 'out-of-date') {
        await parts.signIns.end(keyOf(ctx));
      }
      return showResult(ctx, parts, result, { account, flow });
    });
  }
}

/** The first second factor ends what a password alone made, unless the person keeps it. */
function keeps(ctx: Context): { keepsAppPasswords: boolean } {
  return { keepsAppPasswords: field(ctx, 'keep') === 'yes' };
}

/** Apps show a code in groups, so spaces and hyphens are removed. */
function readCode(ctx: Context): string {
  return field(ctx, 'code').replaceAll(/[\s-]/g, '').slice(0, 64);
}

async function again(problem: Problem): Promise<StepResult> {
  return { kind: 'again', problem };
}

/** The key of the sign-in that the path names, in this browser. */
export function keyOf(ctx: Context) {
  return { id: String(ctx.params.id), browser: visit(ctx).browser() };
}

/** A sign-in that began at another host is not shown here, even if its cookie was copied. */
async function look(ctx: Context, { signIns }: PageParts): Promise<Claimed | undefined> {
  const { hasBrowser, site } = visit(ctx);
  const claimed = hasBrowser ? await signIns.look(keyOf(ctx)) : undefined;
  return claimed && serves(site, domainOfAccount(claimed.state.account)) ? claimed : undefined;
}

async function showStep(
  ctx: Context,
  parts: PageParts,
  { state, secrets, step }: Claimed,
  which: With,
  problem = state.problem,
  status = problem === undefined ? 200 : 422,
): Promise<void> {
  const { account, flow, authenticators, offers, hasProvider, isNextCode = false } = state;
  const { look: lookOf, visitor, browser } = visit(ctx);
  const path = `/sign-in/${ctx.params.id}`;
  const move = parts.moveOf(visitor.signInHost, domainOfAccount(account));
  const models = (secrets.passkeySetUp?.models ?? []).join(', ');
  const base = await lookOf(domainOfAccount(account));
  const props = {
    look: { ...base, here: which === undefined ? path : `${path}?with=${which}` },
    formKey: { token: parts.signer.formToken(browser()), step },
    ...{ path, account, over: flow.kind === 'self' ? '/' : firstPageOf(parts.signer, flow) },
    wrong:
      problem === undefined ? undefined : wrongOf(problem, { models, host: move?.origin ?? '' }),
    isProof: flow.kind === 'self',
    act: actOf(flow),
  };
  // A person who is in already may put off an optional set-up.
  const isOptional = state.isOptional && secrets.outcome !== undefined;
  switch (state.page) {
    case 'code': {
      const { client: address } = visitor.address;
      const passkeyOptions = secrets.passkey?.requestOptions;
      const more = { authenticators, offers, hasProvider, isNextCode, address, passkeyOptions };
      const Page = which === 'recovery' ? RecoveryPage : CodePage;
      return show(ctx, <Page {...props} {...more} />, status);
    }
    case 'set-up': {
      if (flow.kind === 'self') {
        const kind = state.canSetUp?.includes('passkey') ? 'passkey' : 'authenticator';
        return show(ctx, <NameFactorPage {...props} kind={kind} />, status);
      }
      const isGrace = secrets.outcome?.isGrace === true;
      const isLost = secrets.password === undefined && secrets.outcome === undefined;
      const chosen = state.isOptional ? 'choice' : isLost ? 'lost' : 'required';
      const can = state.canSetUp ?? ['otp'];
      const why = isGrace ? 'grace' : chosen;
      return show(ctx, <SetUpPage {...props} {...{ why, can, hasProvider }} />, status);
    }
    case 'confirm': {
      const { otpauthUri = '', secret = '' } = secrets.setUp ?? {};
      const qr = await drawQr(otpauthUri);
      const asksToKeep = flow.kind === 'self' && state.isFirst === true;
      return show(
        ctx,
        <ConfirmPage {...props} {...{ qr, secret, asksToKeep, isOptional }} />,
        status,
      );
    }
    case 'passkey': {
      const options = secrets.passkey?.requestOptions ?? '{}';
      const more = { options, offers, hasProvider, address: visitor.address.client };
      return show(ctx, <PasskeyPage {...props} {...more} />, status);
    }
    case 'passkey-make': {
      const options = secrets.passkeySetUp?.creationOptions ?? '{}';
      const asksToKeep = flow.kind === 'self' && state.isFirst === true;
      return show(
        ctx,
        <MakePasskeyPage {...props} {...{ options, asksToKeep, isOptional, models }} />,
        status,
      );
    }
    case 'recovery-codes': {
      const codes = secrets.recoveryCodes ?? [];
      return show(ctx, <RecoveryCodesPage {...props} codes={codes} />, status);
    }
    case 'moving': {
      if (move === undefined) {
        return showResult(ctx, parts, { kind: 'out-of-date' }, { account, flow });
      }
      const until = base.until(move.until);
      return show(ctx, <MovingPage {...props} origin={move.origin} until={until} />, status);
    }
    case 'done':
      return showResult(ctx, parts, { kind: 'out-of-date' }, { account, flow });
    default:
      return state.page satisfies never;
  }
}
