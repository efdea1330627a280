import type { ComponentChildren } from 'preact';
import { INTERACTIVE_SERVICES } from '../../../libs/names/services.js';
import type { ClientField, ClientForm, ClientProblem } from '../core/client-form.js';
import { WAYS } from '../core/sign-in-client.js';
import { Form } from './layout.js';
import { OperatorPage, type Seat } from './operators.js';
import { ReasonField } from './reason-field.js';

interface FieldParts {
  readonly t: Seat['look']['t'];
  readonly form: ClientForm;
  readonly wrong: readonly ClientProblem[];
}

/** Registers a client. What was typed stays where something is wrong. */
export function AddClientPage(props: {
  seat: Seat;
  form: ClientForm;
  wrong: readonly ClientProblem[];
}) {
  const { seat, form, wrong } = props;
  const { t } = seat.look;
  const parts = { t, form, wrong };
  return (
    <OperatorPage seat={seat} title={t('add-client-button')} part="clients">
      <p>{t('add-client-text')}</p>
      {wrong.includes('long') && (
        <p class="error" role="alert">
          {t('wrong-client-long')}
        </p>
      )}
      <Form look={seat.look} action="/add-client">
        <Line {...parts} field="id" required />
        <Line {...parts} field="name" />
        <Choice {...parts} field="way">
          {WAYS.map((way) => [way, t(`client-how-${way}`)])}
        </Choice>
        <Lines {...parts} field="addresses" required />
        <Choice {...parts} field="service">
          {INTERACTIVE_SERVICES.map((service) => [service, service])}
        </Choice>
        <Lines {...parts} field="domains" required />
        <Lines {...parts} field="networks" />
        <Lines {...parts} field="after-logout" />
        <Line {...parts} field="backchannel" />
        <ReasonField t={t} noReason={wrong.includes('reason')} value={form.reason} />
        <p>{t('needs-factors')}</p>
        <button type="submit">{t('add-client-button')}</button>
        <a class="button second" href="/clients">
          {t('cancel-link')}
        </a>
      </Form>
    </OperatorPage>
  );
}

const LABELS: Readonly<Partial<Record<ClientField, string>>> = {
  way: 'client-how-label',
  service: 'service-label',
};

/** A label, what is wrong, and the field. */
function Around(props: FieldParts & { field: ClientField; children: ComponentChildren }) {
  const { t, wrong, field, children } = props;
  const problem = problemOf(field, wrong);
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={field}>{t(LABELS[field] ?? `client-${field}-label`)}</label>
      {HINTED.has(field) && (
        <p class="hint" id={`${field}-hint`}>
          {t(`client-${field}-hint`)}
        </p>
      )}
      {problem !== undefined && (
        <p class="error" id={`${field}-error`} role="alert">
          {t(`wrong-client-${problem}`)}
        </p>
      )}
      {children}
    </div>
  );
}

const HINTED: ReadonlySet<ClientField> = new Set<ClientField>([
  ...(['name', 'addresses', 'domains', 'networks', 'after-logout', 'backchannel'] as const),
]);

function problemOf(field: ClientField, wrong: readonly ClientProblem[]): ClientProblem | undefined {
  return wrong.find((each) => each === field || (field === 'id' && each === 'taken'));
}

function describedBy(field: ClientField, wrong: readonly ClientProblem[]): string | undefined {
  const hint = HINTED.has(field) ? [`${field}-hint`] : [];
  const error = problemOf(field, wrong) === undefined ? [] : [`${field}-error`];
  return [...hint, ...error].join(' ') || undefined;
}

function inputProps({ form, wrong }: FieldParts, field: ClientField) {
  return {
    ...{ id: field, name: field, value: form[field], dir: 'auto' as const },
    ...({ autocomplete: 'off', autocapitalize: 'none', spellcheck: false } as const),
    'aria-invalid': problemOf(field, wrong) === undefined ? undefined : ('true' as const),
    'aria-describedby': describedBy(field, wrong),
  };
}

function Line(props: FieldParts & { field: ClientField; required?: boolean }) {
  const { field, required } = props;
  return (
    <Around {...props}>
      <input type="text" {...inputProps(props, field)} required={required} maxLength={1024} />
    </Around>
  );
}

function Lines(props: FieldParts & { field: ClientField; required?: boolean }) {
  const { field, required } = props;
  return (
    <Around {...props}>
      <textarea {...inputProps(props, field)} required={required} rows={3} />
    </Around>
  );
}

function Choice(
  props: FieldParts & {
    field: ClientField;
    children: readonly (readonly [value: string, text: string])[];
  },
) {
  const { t, form, wrong, field, children } = props;
  return (
    <Around {...{ t, form, wrong, field }}>
      <select id={field} name={field}>
        {children.map(([each, text]) => (
          <option key={each} value={each} selected={each === form[field]}>
            {text}
          </option>
        ))}
      </select>
    </Around>
  );
}
