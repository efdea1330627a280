import type { ComponentChildren } from 'preact';
import { mayHelp } from '../core/administrator.js';
import { isLocked, locksOf, type Person } from '../core/person.js';
import type { SignIn } from '../core/sign-in.js';
import { DomainPage, Done, type Look, type Place, pathOf, personPath } from './layout.js';
import { SignInTable } from './sign-ins.js';

interface PersonProps {
  readonly place: Place;
  readonly account: string;
  readonly person: Person;
  readonly signIns: readonly SignIn[];
  readonly now: number;
  /** What was just done, and to how many. */
  readonly done: string | undefined;
  readonly n: number;
}

/** One person on one page: their factors, what locks them out, and what the help desk can do. */
export function PersonPage(props: PersonProps) {
  const { place, account, person, signIns, done, n } = props;
  const { domain, look } = place;
  const { t } = look;
  const { authenticators, passkeys, appPasswords, trusts } = person;
  const sessions = trusts?.filter(({ kind }) => kind === 'session');
  const others = trusts?.filter(({ kind }) => kind !== 'session');
  return (
    <DomainPage place={place} title={account} part="accounts">
      <Done look={look} done={done} n={n} />
      <Locks {...props} />
      <Things look={look} heading={t('factors-heading')} items={authenticators}>
        {({ id, label, lastUsedAt }) => (
          <li key={id}>
            {t('authenticator', { label })} {used(look, lastUsedAt)}
          </li>
        )}
      </Things>
      {person.recoveryCodes > 0 && <p>{t('recovery-codes', { n: person.recoveryCodes })}</p>}
      <Offer {...props} what="reset-otp" when={(authenticators?.length ?? 0) > 0} />
      <Things look={look} heading={t('passkeys-heading')} items={passkeys}>
        {({ id, label, host, lastUsedAt }) => (
          <li key={id}>
            <bdi>{label}</bdi> ({host}) {used(look, lastUsedAt)}
          </li>
        )}
      </Things>
      <Offer {...props} what="remove-passkeys" when={(passkeys?.length ?? 0) > 0} />
      <Things look={look} heading={t('sessions-heading')} items={sessions}>
        {({ id, name, until, lastAddress, lastUsedAt }) => (
          <li key={id}>
            <bdi>{name}</bdi> <bdi>{lastAddress}</bdi> {used(look, lastUsedAt)} {look.until(until)}
          </li>
        )}
      </Things>
      <Offer {...props} what="end-sessions" when={(sessions?.length ?? 0) > 0} />
      <Things look={look} heading={t('trust-heading')} items={others}>
        {({ id, kind, name, until, lastUsedAt }) => (
          <li key={id}>
            {t(`trust-${kind}`, { name })} {used(look, lastUsedAt)} {look.until(until)}
          </li>
        )}
      </Things>
      <Offer {...props} what="end-trust" when={(others?.length ?? 0) > 0} />
      <Things look={look} heading={t('app-passwords-heading')} items={appPasswords}>
        {({ id, label, services, lastUsedAt }) => (
          <li key={id}>
            <bdi>{label}</bdi> ({services.join(', ')}) {used(look, lastUsedAt)}{' '}
            {mayHelp(place.who) && (
              <a href={personPath(domain, account, `/revoke-app-password?id=${id}`)}>
                {t('revoke-app-password-button')}
              </a>
            )}
          </li>
        )}
      </Things>
      <h2>{t('recent-heading')}</h2>
      {signIns.length === 0 ? (
        <p>{t('sign-ins-none')}</p>
      ) : (
        <SignInTable look={look} domain={domain} signIns={signIns} ofOne />
      )}
      <p class="links">
        <a href={pathOf(domain, `/sign-ins?account=${encodeURIComponent(account)}`)}>
          {t('all-sign-ins')}
        </a>
      </p>
    </DomainPage>
  );
}

function used(look: Look, lastUsedAt: number | undefined) {
  const { t } = look;
  const text =
    lastUsedAt === undefined ? t('never-used') : t('used', { when: look.when(lastUsedAt) });
  return <span class="quiet">{text}</span>;
}

function Locks(props: PersonProps) {
  const { place, person, now } = props;
  const { t } = place.look;
  if (person.throttles === undefined) return <p>{t('not-known')}</p>;
  const locks = locksOf(person, now);
  if (locks.throttles.length + locks.authenticators.length === 0) return null;
  return (
    <div class={isLocked(person, now) ? 'summary' : 'note'}>
      <h2>{t(isLocked(person, now) ? 'locked-heading' : 'failures-heading')}</h2>
      <ul>
        {locks.throttles.map(({ secret, address, failures, limit }) => (
          <li key={`${secret} ${address} ${limit}`}>
            {t('failures', { failures, limit, secret })} <bdi>{address}</bdi>
          </li>
        ))}
        {locks.authenticators.map(({ id, label }) => (
          <li key={id}>{t('locked-authenticator', { label })}</li>
        ))}
      </ul>
      <Offer {...props} what="unlock" when />
    </div>
  );
}

function Things<Item>(props: {
  look: Look;
  heading: string;
  items: readonly Item[] | undefined;
  children: (item: Item) => ComponentChildren;
}) {
  const { look, heading, items, children } = props;
  const { t } = look;
  return (
    <>
      <h2>{heading}</h2>
      {items === undefined && <p>{t('not-known')}</p>}
      {items?.length === 0 && <p class="quiet">{t('none')}</p>}
      {items !== undefined && items.length > 0 && <ul>{items.map(children)}</ul>}
    </>
  );
}

/** A button for an act, if the administrator may do it. */
function Offer(props: PersonProps & { what: string; when: boolean }) {
  const { place, account, what, when } = props;
  if (!when || !mayHelp(place.who)) return null;
  return (
    <p>
      <a href={personPath(place.domain, account, `/${what}`)}>{place.look.t(`${what}-button`)}</a>
    </p>
  );
}
