import { mayChange } from '../core/administrator.js';
import {
  DAYS_BEFORE,
  type FactorDay,
  type FactorSummary,
  shareWith,
  type Undelivered,
  USUAL_DAYS_BEFORE,
} from '../core/second-factors.js';
import { DaysField } from './days-field.js';
import {
  DomainPage,
  Form,
  type Look,
  Numbers,
  PersonLink,
  type Place,
  pathOf,
  Table,
} from './layout.js';
import { STREAMED } from './streamed.js';

const MOST_LISTED = 200;

/** What is known of a domain's reminders. */
interface ReportedReminders {
  /** How many wait. */
  readonly waiting: number;
  /** Undefined: could not be asked. */
  readonly undelivered: readonly Undelivered[] | undefined;
  /** How many days back those were looked for. */
  readonly undeliveredDays: number;
}

/** Who has no second factor, and used a webmail since. */
export function FactorsPage(props: {
  place: Place;
  days: number;
  /** The report comes below. */
  isMade: boolean;
  reported?: ReportedReminders;
  /** Reminders that were just withdrawn. */
  ended?: number | undefined;
}) {
  const { place, days, isMade, reported, ended } = props;
  const { domain, look } = place;
  const { t } = look;
  const waiting = reported?.waiting ?? 0;
  return (
    <DomainPage place={place} title={t('second-factors-title')} part="second-factors">
      <p>{t('second-factors-text')}</p>
      <Form look={look} action={pathOf(domain, '/second-factors')}>
        <div class="ask">
          <DaysField look={look} days={days} />
          <button type="submit" class={isMade ? 'second' : undefined}>
            {t('look-button')}
          </button>
        </div>
      </Form>
      {ended !== undefined && (
        <p class="note" role="status">
          {t('reminders-ended', { n: ended })}
        </p>
      )}
      {waiting > 0 && mayChange(place.who) && (
        <Form look={look} action={pathOf(domain, '/second-factors/end-reminders')}>
          <p>{t('reminders-waiting', { n: waiting })}</p>
          <button type="submit" class="danger">
            {t('end-reminders-button', { n: waiting })}
          </button>
        </Form>
      )}
      {reported && <UndeliveredList place={place} of={reported} />}
      {isMade && STREAMED}
    </DomainPage>
  );
}

/** Who could not be reminded, and what the mail server said. */
function UndeliveredList({ place, of }: { place: Place; of: ReportedReminders }) {
  const { domain, look } = place;
  const { t } = look;
  const { undelivered, undeliveredDays: days } = of;
  if (undelivered === undefined) return <p class="quiet">{t('undelivered-unknown')}</p>;
  if (undelivered.length === 0) return null;
  const heads = [t('account-label'), t('time-head'), t('undelivered-why-head')];
  const listed = undelivered.slice(0, MOST_LISTED);
  return (
    <section aria-labelledby="undelivered">
      <h2 id="undelivered">{t('undelivered-heading')}</h2>
      <p>{t('undelivered-text', { n: undelivered.length, days })}</p>
      <Table label={t('undelivered-heading')} heads={heads}>
        {listed.map(({ account, at, why }) => (
          <tr key={account}>
            <td>
              <PersonLink domain={domain} account={account} />
            </td>
            <td>{look.when(at)}</td>
            <td>
              <bdi dir="ltr">{why}</bdi>
            </td>
          </tr>
        ))}
      </Table>
      {undelivered.length > listed.length && (
        <p>{t('differences-more', { n: undelivered.length - listed.length })}</p>
      )}
    </section>
  );
}

/**
 * The second factors of a domain: numbers, the grace periods that end, and the accounts without
 * one.
 * @param props `days`: how far back it was looked
 */
export function FactorResult(props: { place: Place; found: FactorSummary; days: number }) {
  const { place, found, days } = props;
  const { domain, look } = place;
  const { t } = look;
  const { accounts, without, listed, used, reachable } = found;
  const heads = [
    ...[t('account-label'), t('last-web-head'), t('let-in-until-head'), t('reminder-head')],
  ];
  const numbers = {
    'factors-accounts': accounts,
    'factors-with': accounts - without,
    'factors-without': without,
    'factors-used': used,
  };
  return (
    <section aria-labelledby="found">
      <h2 id="found">{t('factors-heading-share', { n: shareWith(found) })}</h2>
      <Share look={look} percent={shareWith(found)} />
      <Numbers look={look} numbers={numbers} />
      {found.days.some(({ until }) => until !== undefined) && (
        <Days look={look} days={found.days} />
      )}
      {mayChange(place.who) && <RemindForm place={place} days={days} n={reachable} />}
      {without === 0 ? (
        <p>{t('factors-everyone')}</p>
      ) : (
        <Table label={t('factors-without')} heads={heads}>
          {listed.map(({ account, lastWeb, until, remindAt }) => (
            <tr key={account}>
              <td>
                <PersonLink domain={domain} account={account} />
              </td>
              <td>{lastWeb === undefined ? t('none') : look.when(lastWeb)}</td>
              <td>{until === undefined ? t('no-grace') : look.when(until)}</td>
              <td>{remindAt === undefined ? t('none') : look.when(remindAt)}</td>
            </tr>
          ))}
        </Table>
      )}
      {without > listed.length && <p>{t('differences-more', { n: without - listed.length })}</p>}
      <p class="links">
        <a href={pathOf(domain, `/second-factors.csv?days=${days}`)}>{t('csv-link')}</a>
      </p>
    </section>
  );
}

/** For each day on which grace periods end, who has a second factor by now. */
function Days({ look, days }: { look: Look; days: readonly FactorDay[] }) {
  const { t } = look;
  const heads = [
    ...[t('let-in-until-head'), t('share-head'), t('factors-without'), t('factors-used')],
    t('reminded-head'),
  ];
  return (
    <Table label={t('days-title')} heads={heads}>
      {days.map(({ until, accounts, without, used, reminded }) => {
        const percent = Math.floor(((accounts - without) * 100) / accounts);
        return (
          <tr key={until}>
            <td>{until === undefined ? t('no-grace') : look.when(until)}</td>
            <td>
              <Share look={look} percent={percent} />
            </td>
            <td>{without}</td>
            <td>{used}</td>
            <td>{reminded}</td>
          </tr>
        );
      })}
    </Table>
  );
}

/** Says how many a reminder will reach, and asks when it goes. */
function RemindForm({ place, days, n }: { place: Place; days: number; n: number }) {
  const { domain, look } = place;
  const { t } = look;
  if (n === 0) return null;
  return (
    <Form look={look} action={pathOf(domain, '/second-factors/remind')}>
      <p>{t('remind-text', { n })}</p>
      <input type="hidden" name="days" value={days} />
      <div class="ask">
        <div class="field short">
          <label for="before">{t('before-label')}</label>
          <select id="before" name="before">
            {DAYS_BEFORE.map((each) => (
              <option key={each} value={each} selected={each === USUAL_DAYS_BEFORE}>
                {t('days-before', { n: each })}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">{t('remind-button', { n })}</button>
      </div>
    </Form>
  );
}

/** How many people will be reminded. */
export function RemindedResult(props: { look: Look; n: number; daysBefore: number }) {
  const { look, n, daysBefore } = props;
  return (
    <p class="note" role="status">
      {look.t('reminded', { n, days: daysBefore })}
    </p>
  );
}

/** A bar, of which the part with a second factor is filled. */
function Share({ look, percent }: { look: Look; percent: number }) {
  return (
    <svg
      class="share"
      viewBox="0 0 100 3"
      preserveAspectRatio="none"
      role="img"
      aria-label={look.t('factors-heading-share', { n: percent })}
    >
      <rect class="rest" width="100" height="3" />
      <rect class="done" width={percent} height="3" />
    </svg>
  );
}
