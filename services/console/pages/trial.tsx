import type { ComponentChildren } from 'preact';
import { mayChange } from '../core/administrator.js';
import type { TrialReport } from '../core/document.js';
import { Changes, changeText } from './changes.js';
import { DomainPage, Done, Form, Numbers, PersonLink, type Place, pathOf } from './layout.js';

/** A trial: what the candidate document would have decided. */
export function TrialPage(props: {
  place: Place;
  done: string | undefined;
  children: ComponentChildren;
}) {
  const { place, done, children } = props;
  const { look } = place;
  return (
    <DomainPage place={place} title={look.t('trial-title')} part="trial">
      <Done look={look} done={done} n={1} />
      {children}
    </DomainPage>
  );
}

/** Says that no trial runs. */
export function NoTrial({ place }: { place: Place }) {
  const { domain, look, who } = place;
  const { t } = look;
  return (
    <>
      <p>{t('trial-none')}</p>
      {mayChange(who) && (
        <a class="button" href={pathOf(domain, '/policy/edit')}>
          {t('edit-link')}
        </a>
      )}
    </>
  );
}

/** What a trial found. */
export function TrialFound({ place, report }: { place: Place; report: TrialReport }) {
  const { domain, look, who } = place;
  const { t } = look;
  const { trial, logins, allowed, refusedGenuine, unknown, ready, differences } = report;
  const { account, service, decision } = differences.filter;
  const isEmpty = differences.found === 0 && account + service + decision === '';
  const numbers = {
    'trial-logins': logins,
    'trial-allowed': allowed,
    'trial-refused-genuine': refusedGenuine,
    'trial-unknown': unknown,
  };
  return (
    <>
      <p class="note">{t(ready ? 'trial-ready' : 'trial-runs')}</p>
      {trial.failure !== '' && <p class="error">{t('trial-failed', { why: trial.failure })}</p>}
      <p class="quiet">
        {t('trial-since', { when: look.when(trial.startedAt), by: trial.by })}{' '}
        <bdi>{trial.comment}</bdi>
      </p>
      <Numbers look={look} numbers={numbers} />
      <h2>{t('differences-heading')}</h2>
      {isEmpty ? (
        <p>{t('differences-none')}</p>
      ) : (
        <Changes
          look={look}
          label={t('differences-heading')}
          path={pathOf(domain, '/trial')}
          file={pathOf(domain, '/trial.csv')}
          found={differences}
          heads={[
            ...[t('account-label'), t('service-label'), t('decision-label')],
            ...[t('rule-head'), t('count-head')],
          ]}
          row={({ account, service, was, wouldBe, rule, count, decisionId }) => (
            <tr key={decisionId + wouldBe + rule}>
              <td>
                <PersonLink domain={domain} account={account} />
              </td>
              <td>{service}</td>
              <td class={wouldBe === 'DENY' ? 'bad' : undefined}>
                <a href={pathOf(domain, `/sign-ins/${decisionId}`)}>
                  {changeText(look, was, wouldBe)}
                </a>
              </td>
              <td>
                <bdi>{rule}</bdi>
              </td>
              <td>{count}</td>
            </tr>
          )}
        />
      )}
      {report.notListed > 0 && <p>{t('differences-not-listed', { n: report.notListed })}</p>}
      {mayChange(who) && (
        <Form look={look} action={pathOf(domain, '/trial/end')}>
          <p>{t('trial-end-text')}</p>
          <button type="submit" class="danger">
            {t('trial-end-button')}
          </button>
        </Form>
      )}
    </>
  );
}
