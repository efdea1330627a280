import { SERVICES } from '../../../libs/names/services.js';
import { DECISIONS } from '../../../libs/policy/decide/reason.js';
import { type Filter, queryOf, type SignIn } from '../core/sign-in.js';
import {
  Choice,
  DomainPage,
  Field,
  type Look,
  PersonLink,
  type Place,
  pathOf,
  reasonText,
  Table,
} from './layout.js';

/** A domain's sign-ins, page by page. */
export function SignInsPage(props: {
  place: Place;
  filter: Filter;
  signIns: readonly SignIn[];
  /** Token of the next page; empty on the last. */
  next: string;
}) {
  const { place, filter, signIns, next } = props;
  const { domain, look } = place;
  const { t } = look;
  return (
    <DomainPage place={place} title={t('sign-ins-title')} part="sign-ins">
      <FilterForm place={place} filter={filter} />
      {signIns.length === 0 ? (
        <p>{t('sign-ins-none')}</p>
      ) : (
        <SignInTable look={look} domain={domain} signIns={signIns} />
      )}
      <p class="links">
        {next !== '' && (
          <a href={pathOf(domain, `/sign-ins${queryOf(filter, { after: next })}`)}>
            {t('older-link')}
          </a>
        )}
        <a href={pathOf(domain, `/sign-ins/live${queryOf(filter)}`)}>{t('live-link')}</a>
        <a href={pathOf(domain, `/sign-ins.csv${queryOf(filter)}`)}>{t('csv-link')}</a>
      </p>
    </DomainPage>
  );
}

function FilterForm({ place, filter }: { place: Place; filter: Filter }) {
  const { t } = place.look;
  return (
    <form method="get" action={pathOf(place.domain, '/sign-ins')} class="ask">
      <Field id="account" label={t('account-label')} value={filter.account} />
      <Choice id="decision" label={t('decision-label')} value={filter.decision} any={t('any')}>
        {DECISIONS.map((each) => [each, t(`decision-${each}`)])}
      </Choice>
      <Choice id="service" label={t('service-label')} value={filter.service} any={t('any')}>
        {SERVICES.map((each) => [each, each])}
      </Choice>
      <Field id="address" label={t('address-label')} value={filter.address} />
      <Field id="since" label={t('since-label')} value={filter.since} example="2026-11-28" />
      <Field id="until" label={t('until-label')} value={filter.until} example="2026-11-28" />
      {filter.reason !== '' && <input type="hidden" name="reason" value={filter.reason} />}
      <button type="submit">{t('filter-button')}</button>
    </form>
  );
}

/** A table of logins, each with a link to its explanation. */
export function SignInTable(props: {
  look: Look;
  domain: string;
  signIns: readonly SignIn[];
  /** All logins are of one person, so the account column is left out. */
  ofOne?: boolean;
}) {
  const { look, domain, signIns, ofOne = false } = props;
  const { t } = look;
  const heads = [
    ...[t('time-head'), t('decision-label')],
    ...(ofOne ? [] : [t('account-label')]),
    ...[t('service-label'), t('address-label'), t('reason-head'), t('rule-head')],
  ];
  return (
    <Table label={t('sign-ins-title')} heads={heads}>
      {signIns.map((signIn) => (
        <SignInRow key={signIn.id} {...{ look, domain, signIn, ofOne }} />
      ))}
    </Table>
  );
}

/** Names its row in a page. */
export function rowIdOf({ id }: Pick<SignIn, 'id'>): string {
  return `sign-in-${id}`;
}

/**
 * A row of a table of sign-ins. @param props `ofOne`: all are of one account, which is then left
 * out
 */
export function SignInRow(props: { look: Look; domain: string; signIn: SignIn; ofOne?: boolean }) {
  const { look, domain, signIn, ofOne = false } = props;
  const { id, at, decision, account, service, address, reason, rule } = signIn;
  return (
    <tr id={rowIdOf(signIn)}>
      <td>
        <a href={pathOf(domain, `/sign-ins/${id}`)}>{look.when(at)}</a>
      </td>
      <td class={decision === 'DENY' ? 'bad' : undefined}>{look.t(`decision-${decision}`)}</td>
      {!ofOne && <td>{account !== '' && <PersonLink domain={domain} account={account} />}</td>}
      <td>{service}</td>
      <td>
        <bdi>{address}</bdi>
      </td>
      <td>{reasonText(look, reason)}</td>
      <td>
        <bdi>{rule}</bdi>
      </td>
    </tr>
  );
}
