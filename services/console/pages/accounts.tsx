import type { ListedAccount } from '../core/person.js';
import { DomainPage, Field, PersonLink, type Place, pathOf, Table } from './layout.js';

/** The accounts of a domain, page by page, with a form that opens one of them. */
export function AccountsPage(props: {
  place: Place;
  accounts: readonly ListedAccount[];
  /** Token of the next page; empty on the last. */
  next: string;
  /** What was typed, if it is no account of the domain; else empty. */
  wrong: string;
}) {
  const { place, accounts, next, wrong } = props;
  const { domain, look } = place;
  const { t } = look;
  return (
    <DomainPage place={place} title={t('accounts-title')} part="accounts">
      {wrong !== '' && (
        <div class="summary" role="alert">
          <p>{t('no-account-here', { account: wrong, domain })}</p>
        </div>
      )}
      <form method="get" action={pathOf(domain, '/accounts')} class="ask">
        <Field id="account" label={t('find-account')} value={wrong} required />
        <button type="submit">{t('find-button')}</button>
      </form>
      {accounts.length === 0 ? (
        <p>{t('accounts-none')}</p>
      ) : (
        <Table
          label={t('accounts-title')}
          heads={[t('account-label'), t('password-head'), t('app-passwords-heading')]}
        >
          {accounts.map(({ account, hasPassword, appPasswords }) => (
            <tr key={account}>
              <td>
                <PersonLink domain={domain} account={account} />
              </td>
              <td>{t(hasPassword ? 'kept-here' : 'not-kept-here')}</td>
              <td>{appPasswords}</td>
            </tr>
          ))}
        </Table>
      )}
      <p class="links">
        {next !== '' && (
          <a href={pathOf(domain, `/accounts?after=${encodeURIComponent(next)}`)}>
            {t('more-link')}
          </a>
        )}
        <a href={pathOf(domain, '/accounts.csv')}>{t('csv-link')}</a>
      </p>
    </DomainPage>
  );
}
