import { DECISIONS, type Decision } from '../../../libs/policy/decide/reason.js';
import type { LongWork } from '../core/long-work.js';
import type { TrialState } from '../core/trial-states.js';
import { DomainPage, Field, type Place, pathOf, personPath, reasonText, Table } from './layout.js';
import { WorkList, type WorkView } from './work.js';

interface Count {
  readonly key: string;
  readonly count: number;
}

/** How a domain is doing: its sign-ins of the last day, and what needs attention. */
export function TodayPage(props: {
  place: Place;
  /** Counts of the last 24 hours. */
  decisions: readonly Count[];
  reasons: readonly Count[];
  locked: readonly string[];
  /** `unknown`: it is still being looked up. */
  trial: TrialState | 'unknown';
  hasDocument: boolean;
  works: readonly LongWork<WorkView>[];
}) {
  const { place, decisions, reasons, works } = props;
  const { domain, look } = place;
  const { t } = look;
  const of = (decision: Decision) => decisions.find(({ key }) => key === decision)?.count ?? 0;
  return (
    <DomainPage place={place} title={t('today-title')} part="today">
      <form method="get" action={pathOf(domain, '/accounts')} class="ask">
        <Field id="account" label={t('find-account')} required />
        <button type="submit">{t('find-button')}</button>
      </form>
      <h2>{t('attention-heading')}</h2>
      <Attention {...props} />
      <WorkList place={place} works={works} />
      <h2>{t('day-heading')}</h2>
      <dl class="numbers">
        {DECISIONS.map((decision) => (
          <div key={decision}>
            <dt>
              <a href={pathOf(domain, `/sign-ins?decision=${decision}`)}>
                {t(`decision-${decision}`)}
              </a>
            </dt>
            <dd>{of(decision)}</dd>
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <>
          <h2>{t('why-refused-heading')}</h2>
          <Table label={t('why-refused-heading')} heads={[t('reason-head'), t('count-head')]}>
            {reasons.map(({ key, count }) => (
              <tr key={key}>
                <td>
                  <a href={pathOf(domain, `/sign-ins?decision=DENY&reason=${key}`)}>
                    {reasonText(look, key)}
                  </a>
                </td>
                <td>{count}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </DomainPage>
  );
}

function Attention(props: Parameters<typeof TodayPage>[0]) {
  const { place, locked, trial, hasDocument } = props;
  const { domain, look } = place;
  const { t } = look;
  if (locked.length === 0 && trial === 'none' && hasDocument) return <p>{t('attention-none')}</p>;
  return (
    <ul>
      {!hasDocument && (
        <li>
          <a href={pathOf(domain, '/policy')}>{t('no-document', { domain })}</a>
        </li>
      )}
      {trial !== 'none' && (
        <li>
          <a href={pathOf(domain, '/trial')}>
            {t(trial === 'unknown' ? 'trial-not-known-yet' : `trial-${trial}`)}
          </a>
        </li>
      )}
      {locked.map((account) => (
        <li key={account}>
          <a href={personPath(domain, account)}>{t('held-back', { account })}</a>
        </li>
      ))}
    </ul>
  );
}
