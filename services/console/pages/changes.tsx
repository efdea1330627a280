import type { VNode } from 'preact';
import { SERVICES } from '../../../libs/names/services.js';
import { DECISIONS } from '../../../libs/policy/decide/reason.js';
import { type Change, type ChangesFound, changesQuery } from '../core/changes.js';
import { Choice, Field, type Look, Table } from './layout.js';

/** Changes that fit a filter, page by page, with the filter's form and a file of all that fit. */
export function Changes<Item extends Change>(props: {
  look: Look;
  label: string;
  /** The path of the page that shows them. */
  path: string;
  /** The path of the file. */
  file: string;
  found: ChangesFound<Item>;
  heads: readonly string[];
  row: (item: Item) => VNode;
}) {
  const { look, label, path, file, found, heads, row } = props;
  const { t } = look;
  const { filter, from, items } = found;
  const next = from + items.length;
  return (
    <>
      <form method="get" action={path} class="ask">
        <Field id="account" label={t('account-contains')} value={filter.account} />
        <Choice id="service" label={t('service-label')} value={filter.service} any={t('any')}>
          {SERVICES.map((each) => [each, each])}
        </Choice>
        <Choice id="decision" label={t('would-be-label')} value={filter.decision} any={t('any')}>
          {DECISIONS.map((each) => [each, t(`decision-${each}`)])}
        </Choice>
        <button type="submit" class="second">
          {t('filter-button')}
        </button>
      </form>
      {items.length === 0 ? (
        <p>{t('sign-ins-none')}</p>
      ) : (
        <>
          <p class="quiet">
            {t('changes-shown', { first: from + 1, last: next, found: found.found })}
          </p>
          <Table label={label} heads={heads}>
            {items.map(row)}
          </Table>
        </>
      )}
      <p class="links">
        {next < found.found && <a href={path + changesQuery(filter, next)}>{t('more-link')}</a>}
        <a href={file + changesQuery(filter)}>{t('csv-link')}</a>
      </p>
    </>
  );
}

/** `Let in → Refused` */
export function changeText({ t }: Look, was: string, wouldBe: string): string {
  const word = (decision: string) => (decision === '' ? '?' : t(`decision-${decision}`));
  return `${word(was)} → ${word(wouldBe)}`;
}
