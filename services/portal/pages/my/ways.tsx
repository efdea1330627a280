import type { Done, Store } from '../../core/change.js';
import type { OwnFactor, OwnPasskey, OwnWays } from '../../core/own.js';
import { Field, Form, type FormKey, Summary, Who, type Wrong } from '../form.js';
import { Layout, type Look } from '../layout.js';
import { DoneHere, MyLayout } from './frame.js';

export interface WaysProps {
  readonly look: Look;
  readonly formKey: FormKey;
  /** `/my/change/<id>` */
  readonly path: string;
  readonly account: string;
  readonly ways: OwnWays;
  readonly wrong?: Wrong | undefined;
  /** Some rule takes a passkey from this person. */
  readonly offersPasskey?: boolean;
  /** People of the domain sign in there now, and make passkeys there: `https://login.a.tld`. */
  readonly movedTo?: string | undefined;
  /** Whether a change at this store needs a fresh proof. */
  readonly isSpent: (store: Store) => boolean;
  readonly done?: Done | undefined;
}

/** Authenticators, recovery codes and passkeys. */
export function WaysPage(props: WaysProps) {
  const { look, formKey, path, account, ways, wrong, offersPasskey = true, done, isSpent } = props;
  const { movedTo } = props;
  const { t } = look;
  const { authenticators, recoveryCodesLeft, passkeys } = ways;
  const hasAny = authenticators.length + passkeys.length > 0;
  const asksAgain = isSpent('otp') || isSpent('passkey');
  return (
    <MyLayout look={look} title={t('my-ways-title')} account={account} part="ways">
      <Summary t={t} wrong={wrong} />
      <DoneHere look={look} name={done} asksAgain={asksAgain} />
      <section aria-labelledby="authenticators">
        <h2 id="authenticators">{t('authenticators-heading')}</h2>
        {authenticators.length === 0 && <p>{t('authenticators-none')}</p>}
        <ul class="items">
          {authenticators.map((each) => (
            <Item {...props} key={each.id} factor={each} store="otp" />
          ))}
        </ul>
        <a class="button second" href="/my/confirm?act=authenticator">
          {t('my-authenticator-title')}
        </a>
      </section>
      <section aria-labelledby="codes">
        <h2 id="codes">{t('recovery-heading')}</h2>
        <p>{t('recovery-left', { n: recoveryCodesLeft })}</p>
        {hasAny && (
          <Form action={`${path}/recovery-codes`} formKey={formKey}>
            <button type="submit" class="second" aria-describedby="codes-hint">
              {t('recovery-new-button')}
            </button>
            <p class="hint" id="codes-hint">
              {t('recovery-new-hint')}
            </p>
          </Form>
        )}
      </section>
      <section aria-labelledby="passkeys">
        <h2 id="passkeys">{t('passkeys-heading')}</h2>
        {passkeys.length === 0 && <p>{t('passkeys-none')}</p>}
        <ul class="items">
          {passkeys.map((each) => (
            <Item {...props} key={each.id} factor={each} store="passkey" />
          ))}
        </ul>
        {offersPasskey && (
          <a class="button second" href={`${movedTo ?? ''}/my/confirm?act=passkey`}>
            {movedTo === undefined
              ? t('my-passkey-title')
              : t('moving-link', { host: new URL(movedTo).host })}
          </a>
        )}
      </section>
    </MyLayout>
  );
}

function Item(
  props: WaysProps & {
    factor: OwnWays['authenticators'][number] | OwnPasskey;
    store: 'otp' | 'passkey';
  },
) {
  const { look, path, factor, store, isSpent, movedTo } = props;
  const { t } = look;
  const { id, isSuspended } = factor;
  const moving = movedTo === undefined ? 'passkey-moving' : 'passkey-moving-here';
  const linkOf = (first: string) =>
    isSpent(store) ? `/my/confirm?act=ways&first=${first}%3D${id}` : `${path}?${first}=${id}`;
  return (
    <li>
      <Name look={look} factor={factor} badge={isSuspended ? t('suspended') : undefined} />
      {'usableUntil' in factor && factor.usableUntil !== undefined && (
        <p>{t(moving, { host: factor.host, until: look.until(factor.usableUntil) })}</p>
      )}
      <div class="links">
        {isSuspended && (
          <Restore
            {...props}
            act={store === 'otp' ? 'restore-authenticator' : 'restore-passkey'}
            id={id}
          />
        )}
        <a href={linkOf('rename')} aria-describedby={`n-${id}`}>
          {t('rename-link')}
        </a>
        <a href={linkOf('remove')} aria-describedby={`n-${id}`}>
          {t('remove-link')}
        </a>
      </div>
    </li>
  );
}

function Restore({ look, formKey, path, act, id }: WaysProps & { act: string; id: string }) {
  return (
    <Form action={`${path}/${act}`} formKey={formKey}>
      <input type="hidden" name="id" value={id} />
      <button type="submit" class="second">
        {look.t('restore-button')}
      </button>
    </Form>
  );
}

function Name(props: { look: Look; factor: OwnFactor; badge?: string | undefined }) {
  const { look, factor, badge } = props;
  const { t } = look;
  const { id, label, createdAt, lastUsedAt } = factor;
  return (
    <>
      <h3 id={`n-${id}`}>
        <bdi>{label}</bdi>
        {badge !== undefined && <span class="badge">{badge}</span>}
      </h3>
      <p class="quiet">
        {t('since', { when: look.when(createdAt) })}
        <br />
        {lastUsedAt === undefined
          ? t('never-used')
          : t('used-when', { when: look.when(lastUsedAt) })}
      </p>
    </>
  );
}

/** Says what is removed, and what goes with it. */
export function RemovePage(props: WaysProps & { id: string }) {
  const { look, formKey, path, account, ways, id } = props;
  const { t } = look;
  const authenticator = ways.authenticators.find((each) => each.id === id);
  const factor = authenticator ?? ways.passkeys.find((each) => each.id === id);
  if (factor === undefined) return <WaysPage {...props} />;
  const isLast = ways.authenticators.length + ways.passkeys.length === 1;
  const title = t('remove-title', { label: factor.label });
  const act = authenticator === undefined ? 'remove-passkey' : 'remove-authenticator';
  return (
    <Layout look={look} title={title}>
      <p class="quiet">{t('signed-in-as', { account })}</p>
      <p>{t('remove-text')}</p>
      {isLast && (
        <div class="note">
          <p>{t('remove-last', { n: ways.recoveryCodesLeft })}</p>
        </div>
      )}
      <Form action={`${path}/${act}`} formKey={formKey}>
        <input type="hidden" name="id" value={id} />
        <button type="submit" class="danger">
          {t('remove-button')}
        </button>
      </Form>
      <div class="links">
        <a href={path}>{t('keep-link')}</a>
      </div>
    </Layout>
  );
}

/** Asks for a new name for one of them. @param props.typed what was typed, if it was wrong */
export function RenamePage(props: WaysProps & { id: string; typed: string | undefined }) {
  const { look, formKey, path, account, ways, id, wrong, typed } = props;
  const { t } = look;
  const authenticator = ways.authenticators.find((each) => each.id === id);
  const factor = authenticator ?? ways.passkeys.find((each) => each.id === id);
  if (factor === undefined) return <WaysPage {...props} />;
  const kind = authenticator === undefined ? 'passkey' : 'authenticator';
  const title = t(`rename-${kind}-title`);
  return (
    <Layout look={look} title={title}>
      <Who t={t} account={account} over={path} isProof />
      <Summary t={t} wrong={wrong} />
      <Form action={`${path}/rename-${kind}`} formKey={formKey}>
        <input type="hidden" name="id" value={id} />
        <Field
          t={t}
          id="label"
          label={t('label-label')}
          value={typed ?? factor.label}
          autocomplete="off"
          wrong={wrong}
          autofocus
        />
        <button type="submit">{t('rename-button')}</button>
      </Form>
    </Layout>
  );
}
