import { mayChange } from '../core/administrator.js';
import type { PolicyDocument } from '../core/document.js';
import { DomainPage, Done, type Place, pathOf, Scroll, Table } from './layout.js';

/** A domain's document, active or earlier. */
export function PolicyPage(props: {
  place: Place;
  /** Undefined if the domain has none. */
  document: PolicyDocument | undefined;
  /** Whether this is an earlier version. */
  isEarlier: boolean;
  done: string | undefined;
}) {
  const { place, document, isEarlier, done } = props;
  const { domain, look, who } = place;
  const { t } = look;
  const edit = isEarlier ? `/policy/edit?revision=${document?.revision}` : '/policy/edit';
  return (
    <DomainPage place={place} title={t('policy-title')} part="policy">
      <Done look={look} done={done} n={1} />
      {document === undefined ? (
        <p>{t('no-document', { domain })}</p>
      ) : (
        <>
          <p class={isEarlier ? 'note' : 'quiet'}>
            {t(isEarlier ? 'version-earlier' : 'version-active', {
              ...{ revision: String(document.revision), when: look.when(document.appliedAt) },
              by: document.by,
            })}{' '}
            <bdi>{document.comment}</bdi>
          </p>
          <Text label={t('policy-title')} content={document.content} />
        </>
      )}
      <p class="links">
        {mayChange(who) && (
          <a class="button" href={pathOf(domain, edit)}>
            {t(isEarlier ? 'edit-version-link' : 'edit-link')}
          </a>
        )}
        {mayChange(who) && document !== undefined && !isEarlier && (
          <a href={pathOf(domain, '/policy/propose')}>{t('propose-title')}</a>
        )}
        <a href={pathOf(domain, '/policy/history')}>{t('history-title')}</a>
      </p>
    </DomainPage>
  );
}

/** A document as text, which scrolls on its own. */
export function Text({ label, content }: { label: string; content: string }) {
  return (
    <Scroll label={label}>
      <pre dir="ltr">{content}</pre>
    </Scroll>
  );
}

/** Earlier versions of the document: who changed it, when and why. */
export function HistoryPage(props: {
  place: Place;
  versions: readonly PolicyDocument[];
  next: string;
}) {
  const { place, versions, next } = props;
  const { domain, look } = place;
  const { t } = look;
  const heads = [t('revision-head'), t('time-head'), t('by-head'), t('comment-label')];
  return (
    <DomainPage place={place} title={t('history-title')} part="policy">
      {versions.length === 0 ? (
        <p>{t('no-document', { domain })}</p>
      ) : (
        <Table label={t('history-title')} heads={heads}>
          {versions.map(({ revision, appliedAt, by, comment, removed }) => (
            <tr key={String(revision)}>
              <td>
                {removed ? (
                  t('withdrawn')
                ) : (
                  <a href={pathOf(domain, `/policy?revision=${revision}`)}>{String(revision)}</a>
                )}
              </td>
              <td>{look.when(appliedAt)}</td>
              <td>
                <bdi>{by}</bdi>
              </td>
              <td>
                <bdi>{comment}</bdi>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <p class="links">
        {next !== '' && (
          <a href={pathOf(domain, `/policy/history?after=${encodeURIComponent(next)}`)}>
            {t('older-link')}
          </a>
        )}
        <a href={pathOf(domain, '/policy/history.csv')}>{t('csv-link')}</a>
      </p>
    </DomainPage>
  );
}
