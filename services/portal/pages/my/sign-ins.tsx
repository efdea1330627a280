import type { Translator } from '../../../../libs/i18n/index.js';
import type { OwnSignIn, WayStep, WaysIn } from '../../core/own-sign-in.js';
import type { Look } from '../layout.js';
import { MyLayout } from './frame.js';

/** A sign-in, with what else the page shows of it. */
export interface ShownSignIn extends OwnSignIn {
  /** Names of the networks that it came from; empty if it is in none. */
  readonly networks: readonly string[];
  /** The program in words; empty if it did not name itself. */
  readonly program: string;
  /** Absent if it was not looked up. */
  readonly waysIn?: WaysIn | undefined;
}

export interface SignInsProps {
  readonly look: Look;
  readonly account: string;
  readonly signIns: readonly ShownSignIn[];
  /** Whether the browser is at this address. What a person trusts here is this browser's address. */
  readonly isHere: (address: string) => boolean;
  readonly now: number;
  readonly clientName: (id: string) => string;
  /** The host of this page, to which its passkeys are bound. */
  readonly signInHost: string;
  /** The next page; absent on the last. */
  readonly older?: string | undefined;
}

/** Shows who tried to sign in, and what would help if they were refused. */
export function SignInsPage(props: SignInsProps) {
  const { look, account, signIns, older } = props;
  const { t } = look;
  return (
    <MyLayout look={look} title={t('my-sign-ins-title')} account={account} part="sign-ins">
      <p class="hint">{t('sign-ins-about')}</p>
      {signIns.length === 0 && <p>{t('sign-ins-none')}</p>}
      <ul class="items">
        {signIns.map((signIn) => (
          <Item {...props} key={signIn.id} signIn={signIn} />
        ))}
      </ul>
      {older !== undefined && (
        <a class="button second" href={older}>
          {t('older-link')}
        </a>
      )}
    </MyLayout>
  );
}

/** Reasons that may be shown to the person, who is signed in. */
const REASONS = [
  'BAD_CREDENTIALS',
  'BAD_SECOND_FACTOR',
  'BAD_PASSKEY',
  'BAD_SAML_RESPONSE',
  'WRONG_CREDENTIAL_FOR_SERVICE',
  'NO_RULE',
  'DENIED_BY_RULE',
  'CANNOT_CHALLENGE',
  'ENROLMENT_REQUIRED',
  'RATE_LIMITED',
  'SESSION_ENDED',
];

function Item(props: SignInsProps & { signIn: ShownSignIn }) {
  const { look, signIn } = props;
  const { t } = look;
  const { outcome, service, at, networks, address, program, reason, isFirstRight } = signIn;
  const place = networks.length > 0 ? networks.join(', ') : t('another-place');
  const heading = `${t(`outcome-${outcome}`)} · ${t(`service-${service ?? 'other'}`)}`;
  return (
    <li class={outcome}>
      <h2>{heading}</h2>
      <p class="quiet">
        {look.when(at)}
        <br />
        <bdi>{place}</bdi> (<bdi>{address}</bdi>)
        {program !== '' && (
          <>
            {' · '}
            <bdi>{program}</bdi>
          </>
        )}
      </p>
      {outcome === 'unfinished' && <p>{t(isFirstRight ? 'unfinished-right' : 'unfinished')}</p>}
      {outcome === 'refused' && <p>{t(`why-${REASONS.includes(reason) ? reason : 'other'}`)}</p>}
      {signIn.waysIn && <Help {...props} waysIn={signIn.waysIn} />}
    </li>
  );
}

function Help(props: SignInsProps & { signIn: ShownSignIn; waysIn: WaysIn }) {
  const { t } = props.look;
  const { allowedNow, wait, ways } = props.waysIn;
  if (allowedNow) return <p class="note">{t('help-again')}</p>;
  if (ways.length === 0) return <p class="note">{t(wait ? 'help-wait' : 'help-nothing')}</p>;
  return (
    <div class="note">
      <p>{t(wait ? 'help-later-heading' : 'help-heading-ways')}</p>
      <ul>
        {ways.map((steps) => (
          <li key={JSON.stringify(steps)}>
            <Way {...props} steps={steps} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A way in. It is a button if it consists of one step that can be taken here and now. */
function Way(props: SignInsProps & { signIn: ShownSignIn; steps: readonly WayStep[] }) {
  const { look, steps, signIn } = props;
  const [first, ...others] = steps;
  const text = steps.map((step) => sentence(props, step)).join(` ${look.t('then')} `);
  const href = first === undefined ? undefined : linkOf(props, first, signIn);
  if (href === undefined) return <>{text}</>;
  return (
    <a class={others.length === 0 ? 'button second' : undefined} href={href}>
      {text}
    </a>
  );
}

/** Where the first step is done, if that is at this host. */
function linkOf(
  { isHere }: SignInsProps,
  step: WayStep,
  { address, service }: ShownSignIn,
): string | undefined {
  const of = (act: string) => `/my/confirm?act=${act}`;
  switch (step.kind) {
    case 'trust':
      return step.what === 'ip' && isHere(address) ? of('trust-ip') : undefined;
    case 'app-password':
      return `${of('app-password')}&service=${service ?? ''}`;
    case 'enrol':
      return of(step.factor === 'otp' ? 'authenticator' : 'passkey');
    default:
      return undefined;
  }
}

const WORDS = {
  authenticator: 'otp',
  'recovery-code': 'recovery-code',
  either: 'otp-or-recovery-code',
} as const;

function sentence(props: SignInsProps & { signIn: ShownSignIn }, step: WayStep): string {
  const { look, now, isHere, signIn, clientName } = props;
  const { t } = look;
  const service = t(`service-${signIn.service ?? 'other'}`);
  switch (step.kind) {
    case 'present': {
      if (step.factor === 'otp') return t(`way-present-${WORDS[step.by]}`);
      const isElsewhere = step.hosts.length > 0 && !step.hosts.includes(props.signInHost);
      return isElsewhere
        ? t('way-present-passkey-at', { hosts: step.hosts.join(', ') })
        : t(`way-present-${step.factor}`);
    }
    case 'app-password':
      return withNetworks(t, makeAppPassword(t, signIn.program, service), step.networks);
    case 'enrol':
      return withNetworks(t, t(`way-enrol-${step.factor}`), step.networks);
    case 'trust': {
      const until = look.until(now + step.seconds * 1000);
      if (step.what === 'device') return t('way-trust-device', { until });
      const { address } = signIn;
      return isHere(address)
        ? t('way-trust-here', { until })
        : t('way-trust-there', { address, until });
    }
    case 'sign-in':
      return t('way-sign-in', { client: clientName(step.client) });
    case 'come-from':
      return t('way-come-from', { networks: step.networks.join(', ') });
    default:
      return step satisfies never;
  }
}

function makeAppPassword(t: Translator, program: string, service: string): string {
  return program === ''
    ? t('way-app-password', { service })
    : t('way-app-password-program', { program, service });
}

function withNetworks(t: Translator, text: string, networks: readonly string[]): string {
  return networks.length === 0
    ? text
    : t('way-from-networks', { text, networks: networks.join(', ') });
}
