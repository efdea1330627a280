import { type ChangesAsked, pageOfChanges } from '../core/changes.js';
import {
  type ChangedSignIn,
  newlyRefused,
  type Proposal,
  type Rehearsal,
} from '../core/evidence.js';
import { Changes, changeText } from './changes.js';
import { DaysField } from './days-field.js';
import { EditForm } from './edit-policy.js';
import {
  DomainPage,
  Form,
  Numbers,
  PersonLink,
  type Place,
  pathOf,
  reasonText,
  Table,
} from './layout.js';
import { STREAMED } from './streamed.js';

/** A document on recorded sign-ins. */
export function RehearsalPage(props: {
  place: Place;
  content: string;
  base: string;
  days: number;
}) {
  const { place, content, base, days } = props;
  const { domain, look } = place;
  const { t } = look;
  return (
    <DomainPage place={place} title={t('rehearsal-title')} part="policy">
      <p>{t('rehearsal-text', { days })}</p>
      {STREAMED}
      <Form look={look} action={pathOf(domain, '/policy/edit')}>
        <input type="hidden" name="base" value={base} />
        <input type="hidden" name="content" value={content} />
        <button type="submit">{t('back-to-document')}</button>
      </Form>
    </DomainPage>
  );
}

interface Shown {
  readonly place: Place;
  /** Of the page. */
  readonly path: string;
  /** Which of the changed sign-ins. */
  readonly asked: ChangesAsked;
}

/** What a rehearsal found. */
export function RehearsalResult(props: Shown & { found: Rehearsal }) {
  const { place, found, path, asked } = props;
  const { look, domain } = place;
  const { t } = look;
  const { replayed, changed, notReplayable, counts, accounts, listed } = found;
  const numbers = {
    'rehearsal-replayed': replayed,
    'rehearsal-changed': changed,
    'rehearsal-refused': newlyRefused(found),
    'rehearsal-not': notReplayable,
  };
  return (
    <section aria-labelledby="found">
      <h2 id="found">{t('rehearsal-found')}</h2>
      <Numbers look={look} numbers={numbers} />
      {counts.length > 0 && (
        <>
          <h2>{t('changes-heading')}</h2>
          <Table
            label={t('changes-heading')}
            heads={[t('decision-label'), t('service-label'), t('rule-head'), t('count-head')]}
          >
            {counts.map(({ was, wouldBe, service, rule, count }) => (
              <tr key={[was, wouldBe, service, rule].join()}>
                <td class={wouldBe === 'DENY' ? 'bad' : undefined}>
                  {changeText(look, was, wouldBe)}
                </td>
                <td>{service}</td>
                <td>
                  <bdi>{rule}</bdi>
                </td>
                <td>{count}</td>
              </tr>
            ))}
          </Table>
          <h2>{t('affected-heading')}</h2>
          <Table label={t('affected-heading')} heads={[t('account-label'), t('count-head')]}>
            {accounts.map(({ account, count }) => (
              <tr key={account}>
                <td>
                  <PersonLink domain={domain} account={account} />
                </td>
                <td>{count}</td>
              </tr>
            ))}
          </Table>
          <h2>{t('latest-heading')}</h2>
          <ChangedTable {...{ place, path, asked }} label={t('latest-heading')} changed={listed} />
          {changed > listed.length && (
            <p>{t('differences-not-listed', { n: changed - listed.length })}</p>
          )}
        </>
      )}
    </section>
  );
}

/** From how many days a document is to be proposed. */
export function ProposePage(props: {
  place: Place;
  days: number;
  /** There is a document to start from. */
  hasDocument: boolean;
  /** The proposal is on its way: it comes below. */
  isMade: boolean;
}) {
  const { place, days, hasDocument, isMade } = props;
  const { domain, look } = place;
  const { t } = look;
  return (
    <DomainPage place={place} title={t('propose-title')} part="policy">
      <p>{t('propose-text')}</p>
      {hasDocument ? (
        <Form look={look} action={pathOf(domain, '/policy/propose')}>
          <div class="ask">
            <DaysField look={look} days={days} />
            <button type="submit" class={isMade ? 'second' : undefined}>
              {t('propose-button')}
            </button>
          </div>
        </Form>
      ) : (
        <p>{t('no-document', { domain })}</p>
      )}
      {isMade && STREAMED}
    </DomainPage>
  );
}

/** A proposal, to be edited and then proved. */
export function ProposalResult(props: Shown & { found: Proposal; base: string }) {
  const { place, found, base, path, asked } = props;
  const { t } = place.look;
  const { content, genuine, refuses } = found;
  return (
    <section aria-labelledby="found">
      <h2 id="found">{t('proposal-heading')}</h2>
      <p>{t('proposal-genuine', { n: genuine })}</p>
      {refuses.length === 0 ? (
        <p>{t('proposal-refuses-none')}</p>
      ) : (
        <>
          <h3>{t('proposal-refuses')}</h3>
          <ChangedTable
            {...{ place, path, asked }}
            label={t('proposal-refuses')}
            changed={refuses}
          />
        </>
      )}
      <EditForm place={place} content={content} base={base} isWrong={false} isSecond={false} />
    </section>
  );
}

function ChangedTable(
  props: Shown & { readonly label: string; readonly changed: readonly ChangedSignIn[] },
) {
  const { place, path, asked, label, changed } = props;
  const { domain, look } = place;
  const { t } = look;
  const heads = [
    ...[t('time-head'), t('account-label'), t('service-label'), t('address-label')],
    ...[t('decision-label'), t('reason-head'), t('rule-head')],
  ];
  return (
    <Changes
      {...{ look, label, path, heads }}
      file={`${path}/changes.csv`}
      found={pageOfChanges(changed, asked)}
      row={({ id, at, account, service, address, was, wouldBe, reason, rule }) => (
        <tr key={id}>
          <td>
            <a href={pathOf(domain, `/sign-ins/${id}`)}>{look.when(at)}</a>
          </td>
          <td>
            <bdi>{account}</bdi>
          </td>
          <td>{service}</td>
          <td>
            <bdi>{address}</bdi>
          </td>
          <td class={wouldBe === 'DENY' ? 'bad' : undefined}>{changeText(look, was, wouldBe)}</td>
          <td>{reasonText(look, reason)}</td>
          <td>
            <bdi>{rule}</bdi>
          </td>
        </tr>
      )}
    />
  );
}
