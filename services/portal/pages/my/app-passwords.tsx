import type { Service } from '../../../../libs/names/services.js';
import type { Done } from '../../core/change.js';
import {
  areWhole,
  type MailProtocol,
  type MailServer,
  type MailServers,
} from '../../core/mail-servers.js';
import type { OwnAppPassword } from '../../core/own.js';
import { Field, Form, type FormKey, Summary, Who, type Wrong } from '../form.js';
import { Layout, type Look } from '../layout.js';
import { serverRows } from '../mail-settings.js';
import { NoticePage } from '../status.js';
import { DoneHere, MyLayout } from './frame.js';

interface Props {
  readonly look: Look;
  readonly formKey: FormKey;
  /** `/my/change/<id>` */
  readonly path: string;
  readonly account: string;
  readonly wrong?: Wrong | undefined;
}

/** The list of a person's app passwords, with a box to tick for each. */
export function AppPasswordsPage(
  props: Props & {
    appPasswords: readonly OwnAppPassword[];
    /** A change needs a fresh proof. */
    isSpent: boolean;
    done?: Done | undefined;
    doneTo?: number | undefined;
  },
) {
  const { look, formKey, path, account, wrong, appPasswords, isSpent, done, doneTo } = props;
  const { t } = look;
  const isWrong = wrong?.field === 'list';
  return (
    <MyLayout
      look={look}
      title={t('my-app-passwords-title')}
      account={account}
      part="app-passwords"
    >
      <Summary t={t} wrong={wrong} />
      <DoneHere look={look} name={done} n={doneTo} asksAgain={isSpent} />
      <p class="hint">{t('app-passwords-about')}</p>
      {appPasswords.length === 0 && <p>{t('app-passwords-none')}</p>}
      {appPasswords.length > 0 && (
        <Form action={`${path}/end-app-passwords`} formKey={formKey}>
          <fieldset id="list" class={isWrong ? 'plain wrong' : 'plain'} tabIndex={-1}>
            <legend class="hint">{t('app-passwords-tick')}</legend>
            {isWrong && <p class="error">{t(`problem-${wrong.problem}`)}</p>}
            <ul class="items">
              {appPasswords.map((each) => (
                <AppPassword key={each.id} look={look} appPassword={each} />
              ))}
            </ul>
          </fieldset>
          <button type="submit" class="danger">
            {t('end-app-passwords-button')}
          </button>
        </Form>
      )}
      <a class="button second" href="/my/confirm?act=app-password">
        {t('my-app-password-title')}
      </a>
    </MyLayout>
  );
}

function AppPassword({ look, appPassword: each }: { look: Look; appPassword: OwnAppPassword }) {
  const { t } = look;
  const { id } = each;
  return (
    <li>
      <div class="choice">
        <input
          type="checkbox"
          id={`end-${id}`}
          name={`end-${id}`}
          value="yes"
          aria-describedby={`d-${id}`}
        />
        <label for={`end-${id}`}>
          <bdi>{each.label}</bdi>
          {!each.isEnabled && <span class="badge">{t('suspended')}</span>}
        </label>
      </div>
      <p class="quiet" id={`d-${id}`}>
        {each.services.map((service) => t(`service-${service}`)).join(', ')}
        <br />
        {t('since', { when: look.when(each.createdAt) })}
        {each.expiresAt !== undefined && ` · ${look.until(each.expiresAt)}`}
        <br />
        {each.lastUsedAt === undefined
          ? t('never-used')
          : t('last-used', { when: look.when(each.lastUsedAt), address: each.lastAddress })}
      </p>
      {each.isOneFactor && <p>{t('app-password-one-factor')}</p>}
    </li>
  );
}

/** What an app password can be for, the most common first. */
const OFFERED: readonly Service[] = ['Imap', 'Smtp', 'Pop3', 'EAS', 'Dav', 'Sieve', 'Chat', 'SOAP'];
const USUAL: readonly Service[] = ['Imap', 'Smtp'];
const EXPIRIES = ['', '365', '90', '30'] as const;

/**
 * @param props.service what the person came for
 * @param props.taking the services at which the person’s domain takes app passwords; undefined if not known
 */
export function NewAppPasswordPage(
  props: Props & {
    service: Service | undefined;
    taking: readonly Service[] | undefined;
    typed: { label: string; services: readonly Service[] };
  },
) {
  const { look, formKey, path, account, wrong, service, typed, taking } = props;
  const { t } = look;
  if (taking?.length === 0) {
    const action = { href: '/', text: t('my-home') };
    const lines = [t('app-passwords-nowhere')];
    return <NoticePage {...{ look, lines, action }} title={t('my-app-password-title')} />;
  }
  const offered = OFFERED.filter((each) => taking?.includes(each) ?? true);
  const asked = service === undefined || USUAL.includes(service) ? USUAL : [service];
  const ticked = wrong === undefined ? asked : typed.services;
  const isWrong = wrong?.field === 'services';
  return (
    <Layout look={look} title={t('my-app-password-title')}>
      <Who t={t} account={account} over="/" isProof />
      <Summary t={t} wrong={wrong} />
      <p>{t('app-passwords-about')}</p>
      <Form action={`${path}/app-password`} formKey={formKey}>
        <Field
          t={t}
          id="label"
          label={t('app-password-label')}
          value={typed.label}
          autocomplete="off"
          wrong={wrong}
          autofocus
        />
        <fieldset id="services" class={isWrong ? 'wrong' : undefined} tabIndex={-1}>
          <legend>{t('app-password-for')}</legend>
          {isWrong && <p class="error">{t('problem-services-missing')}</p>}
          {offered.map((each) => (
            <div class="choice" key={each}>
              <input
                type="checkbox"
                id={`for-${each}`}
                name={`for-${each}`}
                value="yes"
                checked={ticked.includes(each) || offered.length === 1}
              />
              <label for={`for-${each}`}>{t(`service-${each}`)}</label>
            </div>
          ))}
        </fieldset>
        <div class="field">
          <label for="expiry">{t('expiry-label')}</label>
          <select id="expiry" name="expiry">
            {EXPIRIES.map((days) => (
              <option key={days} value={days}>
                {days === '' ? t('expiry-never') : t('lifetime-days', { n: Number(days) })}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">{t('app-password-button')}</button>
      </Form>
    </Layout>
  );
}

/** Programs that the page has step-by-step instructions for. */
const PROGRAMS = ['thunderbird', 'outlook', 'apple', 'android', 'ios'] as const;

/** Shows the new app password until the person goes on, and never again. */
export function MadeAppPasswordPage(
  props: Props & {
    label: string;
    services: readonly Service[];
    secret: string;
    servers: MailServers;
  },
) {
  const { look, formKey, path, account, label, secret, services, servers } = props;
  const { t } = look;
  const title = t('app-password-made-title', { label });
  const isMail = services.some((service) => MAIL.includes(service));
  return (
    <Layout look={look} title={title} wide>
      <p>{t('app-password-made-text')}</p>
      <dl class="settings">
        <dt>{t('setting-user')}</dt>
        <dd>
          <bdi dir="ltr">{account}</bdi>
        </dd>
        <dt>{t('setting-password')}</dt>
        <dd>
          <code class="secret" dir="ltr">
            {secret}
          </code>
        </dd>
        {isMail &&
          serverRows(servers).map(({ protocol, server }) => (
            <Server key={protocol} look={look} protocol={protocol} server={server} />
          ))}
      </dl>
      {isMail && areWhole(servers) && <Programs {...props} />}
      <Form action={`${path}/kept`} formKey={formKey}>
        <button type="submit">{t('app-password-kept-button')}</button>
      </Form>
    </Layout>
  );
}

const MAIL: readonly Service[] = ['Imap', 'Pop3', 'Smtp'];

function Server(props: { look: Look; protocol: MailProtocol; server: MailServer }) {
  const { look, protocol, server } = props;
  const { t } = look;
  const { host, port, starttls } = server;
  return (
    <>
      <dt>{t(`setting-${protocol}`)}</dt>
      <dd>
        <bdi>{host}</bdi>
        {`, ${t('setting-port', { port: String(port) })}, `}
        {starttls ? 'STARTTLS' : 'SSL/TLS'}
      </dd>
    </>
  );
}

function Programs({ look, formKey, path }: Props) {
  const { t } = look;
  return (
    <section aria-labelledby="programs">
      <h2 id="programs">{t('programs-heading')}</h2>
      {PROGRAMS.map((program) => (
        <details key={program}>
          <summary>{t(`program-${program}`)}</summary>
          <p>{t(`program-${program}-text`)}</p>
          {(program === 'apple' || program === 'ios') && (
            <Form action={`${path}/mobileconfig`} formKey={formKey}>
              <div class="choice">
                <input type="checkbox" id={`with-${program}`} name="with-password" value="yes" />
                <label for={`with-${program}`}>{t('profile-with-password')}</label>
              </div>
              <button type="submit" class="second">
                {t('profile-button')}
              </button>
            </Form>
          )}
        </details>
      ))}
    </section>
  );
}
