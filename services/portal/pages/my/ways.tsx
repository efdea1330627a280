import type { OwnFactor, OwnWays } from '../../core/own.js';
import { Field, Form, type FormKey, Summary, type Wrong } from '../form.js';
import { Layout, type Look } from '../layout.js';
import { MyLayout } from './frame.js';

export interface WaysProps {
  readonly look: Look;
  readonly formKey: FormKey;
  /** `/my/change/<id>` */
  readonly path: string;
  readonly account: string;
  readonly ways: OwnWays;
  readonly wrong?: Wrong | undefined;
  /** Some rule takes a passkey of this person. */
  readonly offersPasskey?: boolean;
}

/** Authenticators, recovery codes and passkeys. */
export function WaysPage(props: WaysProps) {
  const { look, formKey, path, account, ways, wrong, offersPasskey = true } = props;
  const { t } = look;
  const { authenticators, recoveryCodesLeft, passkeys } = ways;
  const hasAny = authenticators.length + passkeys.length > 0;
  return (
    <MyLayout look={look} title={t('my-ways-title')} account={account} part="ways">
      <Summary t={t} wrong={wrong} />
      <section aria-labelledby="authenticators">
        <h2 id="authenticators">{t('authenticators-heading')}</h2>
        {authenticators.length === 0 && <p>{t('authenticators-none')}</p>}
        <ul class="items">
          {authenticators.map((each) => (
            <li key={each.id}>
              <Name
                look={look}
                factor={each}
                badge={each.isSuspended ? t('suspended') : undefined}
              />
              <div class="links">
                {each.isSuspended && (
                  <Restore {...props} act="restore-authenticator" id={each.id} />
                )}
                <a href={`${path}?remove=${each.id}`} aria-describedby={`n-${each.id}`}>
                  {t('remove-link')}
                </a>
              </div>
            </li>
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
            <li key={each.id}>
              <Name
                look={look}
                factor={each}
                badge={each.isSuspended ? t('suspended') : undefined}
              />
              {each.usableUntil !== undefined && (
                <p class="small">
                  {t('passkey-moving', { host: each.host, until: look.until(each.usableUntil) })}
                </p>
              )}
              <div class="links">
                {each.isSuspended && <Restore {...props} act="restore-passkey" id={each.id} />}
                <a href={`${path}?rename=${each.id}`} aria-describedby={`n-${each.id}`}>
                  {t('rename-link')}
                </a>
                <a href={`${path}?remove=${each.id}`} aria-describedby={`n-${each.id}`}>
                  {t('remove-link')}
                </a>
              </div>
            </li>
          ))}
        </ul>
        {offersPasskey && (
          <a class="button second" href="/my/confirm?act=passkey">
            {t('my-passkey-title')}
          </a>
        )}
      </section>
    </MyLayout>
  );
}

function Restore({ look, formKey, path, act, id }: WaysProps & { act: string; id: string }) {
  return (
    <Form action={`${path}/${act}`} formKey={formKey}>
      <input type="hidden" name="id" value={id} />
      <button type="submit" class="second small">
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
      <p class="small quiet">
        {t('since', { when: look.when(createdAt) })}
        <br />
        {lastUsedAt === undefined
          ? t('never-used')
          : t('used-when', { when: look.when(lastUsedAt) })}
      </p>
    </>
  );
}

/** What is removed, and what goes with it. */
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
      <h1>{title}</h1>
      <p class="quiet small">{t('signed-in-as', { account })}</p>
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

export function RenamePage(props: Omit<WaysProps, 'ways'> & { passkey: OwnFactor }) {
  const { look, formKey, path, account, passkey, wrong } = props;
  const { t } = look;
  return (
    <Layout look={look} title={t('rename-title')}>
      <h1>{t('rename-title')}</h1>
      <p class="quiet small">{t('signed-in-as', { account })}</p>
      <Summary t={t} wrong={wrong} />
      <Form action={`${path}/rename-passkey`} formKey={formKey}>
        <input type="hidden" name="id" value={passkey.id} />
        <Field
          t={t}
          id="label"
          label={t('label-label')}
          value={passkey.label}
          autocomplete="off"
          wrong={wrong}
          autofocus
        />
        <button type="submit">{t('rename-button')}</button>
      </Form>
      <div class="links">
        <a href={path}>{t('cancel-link')}</a>
      </div>
    </Layout>
  );
}
