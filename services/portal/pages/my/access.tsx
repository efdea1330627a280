import type { OwnTrust } from '../../core/own.js';
import { Form, type FormKey } from '../form.js';
import type { Look } from '../layout.js';
import { Done, MyLayout } from './frame.js';

export interface AccessProps {
  readonly look: Look;
  readonly formKey: FormKey;
  readonly account: string;
  readonly trusts: readonly OwnTrust[];
  /** The session of this very browser, and trust of the address it is at. */
  readonly here: readonly string[];
  readonly clientName: (id: string) => string;
  readonly done?: string | undefined;
}

const KINDS = ['session', 'ip', 'device'] as const;

/** Sessions, and what is trusted: each ended with one button, or all. */
export function AccessPage(props: AccessProps) {
  const { look, formKey, account, trusts, done } = props;
  const { t } = look;
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
          <p class="hint">{t('end-all-hint', { n: trusts.length })}</p>
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
  if (trusts.length === 0) return <p>{look.t(`trust-${kind}-none`)}</p>;
  return (
    <ul class="items">
      {trusts.map((trust) => (
        <Item {...props} key={trust.id} trust={trust} />
      ))}
    </ul>
  );
}

function Item({ look, formKey, trust, here, clientName }: AccessProps & { trust: OwnTrust }) {
  const { t } = look;
  const { id, kind, name, service, grantedAt, until, lastUsedAt, lastAddress } = trust;
  const title =
    kind === 'session'
      ? name === ''
        ? t('session-of-page')
        : clientName(name)
      : withoutLength(name);
  const isHere = kind !== 'device' && here.includes(id);
  return (
    <li>
      <h3 id={`t-${id}`}>
        <bdi>{title}</bdi>
        {isHere && <span class="badge">{t(`${kind}-here`)}</span>}
      </h3>
      <p class="small quiet">
        {service !== undefined && `${t(`service-${service}`)} · `}
        {t('since', { when: look.when(grantedAt) })} · {look.until(until)}
        <br />
        {lastUsedAt === undefined
          ? t('never-used')
          : t('last-used', { when: look.when(lastUsedAt), address: lastAddress })}
      </p>
      <Form action="/my/access/end" formKey={formKey}>
        <input type="hidden" name="id" value={id} />
        <button
          type="submit"
          class="second small"
          id={`e-${id}`}
          aria-labelledby={`e-${id} t-${id}`}
        >
          {t(kind === 'session' ? 'end-session-button' : 'end-trust-button')}
        </button>
      </Form>
    </li>
  );
}

/** A single address is one without its length. */
function withoutLength(name: string): string {
  return name.replace(/\/(32|128)$/, '');
}
