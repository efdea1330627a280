import { type FactorReport, shareWith } from '../core/second-factors.js';
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

/** How many accounts a page lists; the file has all. */
const MOST_SHOWN = 500;

/** Who has no second factor, and used a webmail since. */
export function FactorsPage(props: {
  place: Place;
  days: number;
  /** The report comes below. */
  isMade: boolean;
}) {
  const { place, days, isMade } = props;
  const { domain, look } = place;
  const { t } = look;
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
      {isMade && STREAMED}
    </DomainPage>
  );
}

export function FactorResult(props: { place: Place; found: FactorReport; days: number }) {
  const { place, found, days } = props;
  const { domain, look } = place;
  const { t } = look;
  const { accounts, without } = found;
  const used = without.filter(({ lastWeb }) => lastWeb !== undefined).length;
  const numbers = {
    'factors-accounts': accounts,
    'factors-with': accounts - without.length,
    'factors-without': without.length,
    'factors-used': used,
  };
  return (
    <section aria-labelledby="found">
      <h2 id="found">{t('factors-heading-share', { n: shareWith(found) })}</h2>
      <Share look={look} percent={shareWith(found)} />
      <Numbers look={look} numbers={numbers} />
      {without.length === 0 ? (
        <p>{t('factors-everyone')}</p>
      ) : (
        <Table label={t('factors-without')} heads={[t('account-label'), t('last-web-head')]}>
          {without.slice(0, MOST_SHOWN).map(({ account, lastWeb }) => (
            <tr key={account}>
              <td>
                <PersonLink domain={domain} account={account} />
              </td>
              <td>{lastWeb === undefined ? t('none') : look.when(lastWeb)}</td>
            </tr>
          ))}
        </Table>
      )}
      {without.length > MOST_SHOWN && (
        <p>{t('differences-more', { n: without.length - MOST_SHOWN })}</p>
      )}
      <p class="links">
        <a href={pathOf(domain, `/second-factors.csv?days=${days}`)}>{t('csv-link')}</a>
      </p>
    </section>
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
