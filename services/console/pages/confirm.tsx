import { DomainPage, Form, type Place, personPath } from './layout.js';
import { ReasonField } from './reason-field.js';

/** Says what will be done and to how many, and asks for a reason. */
export function ConfirmPage(props: {
  place: Place;
  account: string;
  what: string;
  /** How many things it is done to. */
  n: number;
  /** Identifies the one thing that it is done to; else empty. */
  id: string;
  /** Whether the sign-in page asks for the factors first. */
  needsFactors: boolean;
  noReason: boolean;
}) {
  const { place, account, what, n, id, needsFactors, noReason } = props;
  const { domain, look } = place;
  const { t } = look;
  return (
    <DomainPage place={place} title={t(`${what}-button`)} part="accounts">
      <p>{t(`${what}-text`, { account, n })}</p>
      {needsFactors && <p>{t('needs-factors')}</p>}
      <Form look={look} action={personPath(domain, account, `/${what}`)}>
        {id !== '' && <input type="hidden" name="id" value={id} />}
        <ReasonField t={t} noReason={noReason} />
        <button type="submit" class="danger">
          {t(`${what}-button`)}
        </button>
        <a class="button second" href={personPath(domain, account)}>
          {t('cancel-link')}
        </a>
      </Form>
    </DomainPage>
  );
}
