import type { NoticeWishes, OwnNoticeAddress, OwnNoticeKind } from '../../core/own-notices.js';
import { Form, type FormKey } from '../form.js';
import type { Look } from '../layout.js';
import { Done, MyLayout } from './frame.js';

interface Props {
  readonly look: Look;
  readonly formKey: FormKey;
  readonly account: string;
}

/** The notices that a person gets by mail, and where. */
export function NoticesPage(
  props: Props & {
    /** `none`: no notices are sent here. `away`: the service notice cannot be asked now. */
    notices: NoticeWishes | 'none' | 'away';
    done?: string | undefined;
  },
) {
  const { look, account, notices, done } = props;
  const { t } = look;
  return (
    <MyLayout look={look} title={t('my-notices-title')} account={account} part="notices">
      {typeof notices === 'string' ? (
        <div role={notices === 'away' ? 'alert' : undefined}>
          <p>{t(`notices-${notices}`)}</p>
        </div>
      ) : (
        <>
          <Done look={look} name={done} />
          <Where {...props} notices={notices} />
          <Which {...props} kinds={notices.kinds} />
        </>
      )}
    </MyLayout>
  );
}

function Where({ look, notices }: Props & { notices: NoticeWishes }) {
  const { t } = look;
  const { second, asked, former } = notices;
  const hasOne = second !== undefined || asked !== undefined;
  return (
    <section aria-labelledby="where">
      <h2 id="where">{t('notices-where-heading')}</h2>
      <p class="hint">{t('notices-where')}</p>
      {!hasOne && <p>{t('second-address-none')}</p>}
      {(hasOne || former.length > 0) && (
        <ul class="items">
          {second && (
            <Address
              one={second}
              text={`${t('second-address-active')} · ${t('since', { when: look.when(second.since) })}`}
            />
          )}
          {asked && (
            <Address
              one={asked}
              badge={t('second-address-waiting')}
              text={t('second-address-asked', { until: look.until(asked.until ?? 0) })}
            />
          )}
          {former.map((one) => (
            <Address
              key={one.address}
              one={one}
              badge={t('second-address-removed')}
              text={t('second-address-former', { until: look.until(one.until ?? 0) })}
            />
          ))}
        </ul>
      )}
      <a class="button second" href="/my/confirm?act=second-address">
        {t(hasOne ? 'second-address-other' : 'my-second-address-title')}
      </a>
      {hasOne && (
        <div class="links">
          <a href="/my/confirm?act=remove-second-address">{t('my-remove-second-address-title')}</a>
        </div>
      )}
    </section>
  );
}

function Address(props: { one: OwnNoticeAddress; text: string; badge?: string }) {
  const { one, text, badge } = props;
  return (
    <li>
      <h3>
        <bdi>{one.address}</bdi>
        {badge !== undefined && <span class="badge">{badge}</span>}
      </h3>
      <p class="quiet">{text}</p>
    </li>
  );
}

function Which({ look, formKey, kinds }: Props & { kinds: readonly OwnNoticeKind[] }) {
  const { t } = look;
  return (
    <section aria-labelledby="which">
      <h2 id="which">{t('notices-which-heading')}</h2>
      <p class="hint">{t('switch-off-else')}</p>
      <ul class="items">
        {kinds.map(({ kind, isOff, isOffForDomain }) => (
          <li key={kind}>
            <h3 id={`k-${kind}`}>
              {t(`notice-kind-${kind}`)}
              {(isOff || isOffForDomain) && <span class="badge">{t('notice-off')}</span>}
            </h3>
            {isOffForDomain ? (
              <p>{t('notice-off-for-domain')}</p>
            ) : (
              <Form action="/my/notices/switch" formKey={formKey}>
                <input type="hidden" name="kind" value={kind} />
                <input type="hidden" name="off" value={isOff ? 'no' : 'yes'} />
                <button
                  type="submit"
                  class="second"
                  id={`s-${kind}`}
                  aria-labelledby={`s-${kind} k-${kind}`}
                >
                  {t(isOff ? 'switch-on-button' : 'switch-off-button')}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
