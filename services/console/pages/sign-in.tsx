import type { Explanation, Said, SignIn } from '../core/sign-in.js';
import { DomainPage, type Look, type Place, personPath, reasonText, Table } from './layout.js';

/** One login, and why it was decided so: by the document of its time, and by today's. */
export function SignInPage(props: {
  place: Place;
  signIn: SignIn;
  /** The program, in words. */
  program: string;
  explanation: Explanation;
}) {
  const { place, signIn, program, explanation } = props;
  const { domain, look } = place;
  const { t } = look;
  const { account, service, address, at, decision, reason } = signIn;
  const facts = [
    [t('account-label'), account],
    [t('service-label'), service],
    [t('address-label'), address],
    [t('time-head'), look.when(at)],
    [t('program-head'), program],
    [t('reference-head'), signIn.id],
  ] as const;
  return (
    <DomainPage place={place} title={t('sign-in-title')} part="sign-ins">
      <p class="note">
        <strong>{t(`decision-${decision}`)}:</strong> {reasonText(look, reason)}
      </p>
      <dl class="settings">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      {account !== '' && (
        <p>
          <a href={personPath(domain, account)}>{t('to-person')}</a>
        </p>
      )}
      <SaidThen look={look} said={explanation.asItWas} heading={t('then-heading')} />
      {explanation.now && (
        <SaidThen look={look} said={explanation.now} heading={t('now-heading')} />
      )}
    </DomainPage>
  );
}

function SaidThen({ look, said, heading }: { look: Look; said: Said; heading: string }) {
  const { t } = look;
  const { decision, reason, rule, document, revision, steps } = said;
  return (
    <section>
      <h2>{heading}</h2>
      <p>
        {decision && <strong>{t(`decision-${decision}`)}:</strong>} {reasonText(look, reason)}
        {rule !== '' && (
          <>
            {' · '}
            {t('by-rule', { rule })}
          </>
        )}
        <br />
        <span class="quiet">{t('of-document', { document, revision })}</span>
      </p>
      <Table label={heading} heads={[t('step-head'), t('rule-head'), t('found-head')]}>
        {steps.map(({ step, rule: name, detail, held }) => (
          <tr key={`${step} ${name} ${detail}`} class={held ? 'held' : undefined}>
            <td>{step}</td>
            <td>
              <bdi>{name}</bdi>
            </td>
            <td lang="en" dir="ltr">
              {detail}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
