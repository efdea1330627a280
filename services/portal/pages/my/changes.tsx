import type { OwnChange, UnseenNotices } from '../../core/own-changes.js';
import { Form, type FormKey } from '../form.js';
import type { Look } from '../layout.js';
import { Done, MyLayout, PARTS } from './frame.js';

/** A change, with the names of the networks that it came from. */
export interface ShownChange extends OwnChange {
  readonly networks: readonly string[];
}

interface Props {
  readonly look: Look;
  readonly formKey: FormKey;
  readonly account: string;
  readonly changes: readonly ShownChange[];
  /** Absent if it cannot be asked, or no notices are sent here. */
  readonly unseen: UnseenNotices | undefined;
  /** The next page; absent on the last. */
  readonly older?: string | undefined;
  readonly done?: string | undefined;
}

/** Notices not seen yet, and what changed about the account. */
export function ChangesPage(props: Props) {
  const { look, account, changes, unseen, older, done } = props;
  const { t } = look;
  return (
    <MyLayout look={look} title={t('my-changes-title')} account={account} part="changes">
      <Done look={look} name={done} />
      {unseen !== undefined && unseen.total > 0 && <Unseen {...props} unseen={unseen} />}
      <section aria-labelledby="changes">
        <h2 id="changes">{t('changes-heading')}</h2>
        <p class="hint">{t('changes-about')}</p>
        {changes.length === 0 && <p>{t('changes-none')}</p>}
        <ul class="items">
          {changes.map((change) => (
            <Change key={change.id} look={look} change={change} />
          ))}
        </ul>
        {older !== undefined && (
          <a class="button second" href={older}>
            {t('older-link')}
          </a>
        )}
      </section>
    </MyLayout>
  );
}

function Unseen({ look, formKey, unseen, changes }: Props & { unseen: UnseenNotices }) {
  const { t } = look;
  const { notices, total, seenUntil } = unseen;
  const known = new Map(changes.map((change) => [change.id, change]));
  return (
    <section aria-labelledby="unseen">
      <h2 id="unseen">{t('unseen-heading')}</h2>
      <p class="hint">{t('unseen-about')}</p>
      <ul class="items">
        {notices.map(({ id, at, word }) => {
          const label = known.get(id)?.label ?? '';
          return (
            <li key={id}>
              <h3>
                {t(`changed-${word}`)}
                <span class="badge">{t('unseen-badge')}</span>
              </h3>
              <p class="quiet">
                {label !== '' && (
                  <>
                    <bdi>{label}</bdi>
                    {' · '}
                  </>
                )}
                {look.when(at)}
              </p>
              {word === 'sign-in' && <a href={PARTS['sign-ins']}>{t('my-sign-ins-title')}</a>}
            </li>
          );
        })}
      </ul>
      {total > notices.length && <p>{t('unseen-more', { n: total - notices.length })}</p>}
      <Form action={`${PARTS.changes}/seen`} formKey={formKey}>
        <input type="hidden" name="until" value={seenUntil} />
        <button type="submit">{t('unseen-button')}</button>
      </Form>
    </section>
  );
}

function Change({ look, change }: { look: Look; change: ShownChange }) {
  const { t } = look;
  const { at, word, label, address, networks, byAdministrator } = change;
  const place = networks.length > 0 ? `${networks.join(', ')} (${address})` : address;
  // The name of a trusted address is the address itself, and is not shown twice.
  const named = label !== '' && label !== address ? [label] : [];
  const facts = [...named, ...(place === '' ? [] : [place])];
  return (
    <li>
      <h3>{t(`changed-${word}`)}</h3>
      <p class="quiet">
        {look.when(at)}
        {facts.map((fact) => (
          <>
            {' · '}
            <bdi>{fact}</bdi>
          </>
        ))}
        {byAdministrator && (
          <>
            <br />
            {t('changed-by-administrator')}
          </>
        )}
      </p>
    </li>
  );
}
