import type { OwnTrust } from '../../core/own.js';
import { Form, type FormKey } from '../form.js';
import type { Look } from '../layout.js';
import { Done, MyLayout } from './frame.js';

/** Trust, with what else the page shows of it. */
export interface ShownTrust extends OwnTrust {
  /** The program of a session, in words; empty if its browser did not name itself. */
  readonly program: string;
  /** Names of the networks of its last address; empty if it is in none. */
  readonly networks: readonly string[];
}

export interface AccessProps {
  readonly look: Look;
  readonly formKey: FormKey;
  readonly account: string;
  readonly trusts: readonly ShownTrust[];
  /** Ids of this browser's session, of its device trust, and of the trust of its address. */
  readonly here: readonly string[];
  /** Set if this browser is signed in at the page alone, without a session, so that nothing else depends on it. */
  readonly page:
    | { readonly since: number; readonly until: number; readonly program: string }
    | undefined;
  readonly clientName: (id: string) => string;
  readonly done?: string | undefined;
}

const KINDS = ['session', 'ip', 'device'] as const;

/** Sessions and trust. Each has a button that ends it, and one button ends all. */
export function AccessPage(props: AccessProps) {
  const { look, formKey, account, trusts, page, done } = props;
  const { t } = look;
  // This browser is signed out, too, and is in the list.
  const ended = trusts.length + (page === undefined ? 0 : 1);
  return (
    <MyLayout look={look} title={t('my-access-title')} account={account} part="access">
      <Done look={look} name={done} />
      {KINDS.map((kind) => (
        <section key={kind} aria-labelledby={`${kind}s`}>
          <h2 id={`${kind}s`}>{t(`trust-${kind}-heading`)}</h2>
          <p class="hint">{t(`trust-${kind}-about`)}</p>
          <Trusts {...props} trusts={trusts.filter((trust) => trust.kind === kind)} kind={kind} />
        </section>
      ))}
      {trusts.length > 0 && (
        <section aria-labelledby="all">
          <h2 id="all">{t('end-all-heading')}</h2>
          <p class="hint">{t('end-all-hint', { n: ended })}</p>
          <Form action="/my/access/end-all" formKey={formKey}>
            <button type="submit" class="danger">
              {t('end-all-button')}
            </button>
          </Form>
        </section>
      )}
    </MyLayout>
  );
}

function Trusts(props: AccessProps & { kind: OwnTrust['kind'] }) {
  const { look, trusts, kind } = props;
  const page = kind === 'session' ? props.page : undefined;
  if (trusts.length === 0 && page === undefined) return <p>{look.t(`trust-${kind}-none`)}</p>;
  return (
    <ul class="items">
      {page && <ThisPage {...props} page={page} />}
      {trusts.map((trust) => (
        <Item {...props} key={trust.id} trust={trust} />
      ))}
    </ul>
  );
}

/** A browser without a session. Signing it out ends nothing else. */
function ThisPage({
  look,
  formKey,
  page,
}: AccessProps & { page: NonNullable<AccessProps['page']> }) {
  const { t } = look;
  return (
    <li>
      <h3 id="t-page">
        <bdi>{page.program || t('session-of-page')}</bdi>
        <span class="badge">{t('session-here')}</span>
      </h3>
      <p class="quiet">
        {page.program !== '' && (
          <>
            {t('session-of-page')}
            <br />
          </>
        )}
        {t('since', { when: look.when(page.since) })} · {look.until(page.until)}
      </p>
      <Form action="/sign-out" formKey={formKey}>
        <button type="submit" class="second" id="e-page" aria-labelledby="e-page t-page">
          {t('sign-out-button')}
        </button>
      </Form>
    </li>
  );
}

function Item({ look, formKey, trust, here, clientName }: AccessProps & { trust: ShownTrust }) {
  const { t } = look;
  const { id, kind, name, service, grantedAt, until, lastUsedAt, lastAddress } = trust;
  const { program, networks } = trust;
  const opens = name === '' ? t('session-of-page') : clientName(name);
  const title = kind === 'session' ? program || opens : withoutLength(name);
  const address = networks.length === 0 ? lastAddress : `${networks.join(', ')} (${lastAddress})`;
  const isHere = here.includes(id);
  return (
    <li>
      <h3 id={`t-${id}`}>
        <bdi>{title}</bdi>
        {isHere && <span class="badge">{t(kind === 'ip' ? 'ip-here' : 'session-here')}</span>}
      </h3>
      <p class="quiet">
        {kind === 'session' && program !== '' && (
          <>
            <bdi>{opens}</bdi>
            {service !== undefined && ` · ${t(`service-${service}`)}`}
            <br />
          </>
        )}
        {kind === 'session' &&
          program === '' &&
          service !== undefined &&
          `${t(`service-${service}`)} · `}
        {t('since', { when: look.when(grantedAt) })} · {look.until(until)}
        <br />
        {lastUsedAt === undefined
          ? t('never-used')
          : t('last-used', { when: look.when(lastUsedAt), address })}
      </p>
      <Form action="/my/access/end" formKey={formKey}>
        <input type="hidden" name="id" value={id} />
        <button type="submit" class="second" id={`e-${id}`} aria-labelledby={`e-${id} t-${id}`}>
          {t(kind === 'session' ? 'end-session-button' : 'end-trust-button')}
        </button>
      </Form>
    </li>
  );
}

/** Writes a single address without its prefix length. */
function withoutLength(name: string): string {
  return name.replace(/\/(32|128)$/, '');
}
