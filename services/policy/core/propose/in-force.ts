import type {
  Enrolment,
  ParsedDocument,
  TrustTerms,
} from '../../../../libs/policy/language/document.js';
import { formatDuration } from '../../../../libs/policy/language/values.js';
import type { SessionPlace } from './draft.js';
import type { Kept } from './write-draft.js';

/** What a proposal takes over from the document in force. */
export interface InForce {
  readonly kept: Kept;
  /** Where a webmail opens mail from. Undefined if no rule takes a session. */
  readonly webmail: SessionPlace | undefined;
}

/**
 * What is kept of a document and its templates: how long trust lasts, where people enrol, and who administers. A person
 * must decide these, because the record does not show them.
 *
 * @param documents the domain's own, then its templates in order
 */
export function inForceOf(documents: readonly ParsedDocument[]): InForce {
  const networks = new Map(
    documents.flatMap((one) => one.networks.map(({ name, ranges }) => [name, ranges] as const)),
  );
  const groups = new Map(
    documents.flatMap((one) => one.groups.map(({ name, members }) => [name, members] as const)),
  );
  const trust = documents.find((one) => one.trust !== undefined)?.trust;
  const enrolment = documents.find((one) => one.enrolment !== undefined)?.enrolment;
  const sessions = documents
    .flatMap(({ rules }) => rules)
    .filter(({ outcome }) => 'require' in outcome && outcome.require.includes('session'))
    .flatMap(({ from = [] }) => from.map(({ name }) => name));
  const ranges = [...new Set(sessions.flatMap((name) => networks.get(name) ?? []))];
  const places = typeof enrolment === 'object' ? placesOf(enrolment) : [];
  const graced = typeof enrolment === 'object' ? (enrolment.graceGroups ?? []) : [];
  return {
    kept: {
      networks: Object.fromEntries(
        places.map((name) => [`enrol-${name}`, networks.get(name) ?? []] as const),
      ),
      groups: Object.fromEntries(
        graced.map(({ name }) => {
          const members = groups.get(name) ?? [];
          return [`grace-${name}`, members.map((one) => one.name)] as const;
        }),
      ),
      trust: typeof trust === 'object' ? trustText(trust) : '',
      enrolment: typeof enrolment === 'object' ? enrolmentText(enrolment) : '',
      administrators: administratorsText(documents[0]?.administrators),
    },
    webmail: ranges.length === 0 ? undefined : { name: 'webmail', ranges },
  };
}

function placesOf({ from = [] }: Enrolment): string[] {
  return from === 'anywhere' ? [] : from.map(({ name }) => name);
}

function trustText(trust: Exclude<ParsedDocument['trust'], 'none' | undefined>): string {
  const terms = (of: TrustTerms, more = '') =>
    `{ default: ${formatDuration(of.default)}, max: ${formatDuration(of.max)}, per-account: ${of.perAccount}${more} }`;
  const { ip, device, session } = trust;
  return [
    'trust:',
    ...(ip === undefined ? [] : [`  ip: ${terms(ip, `, ipv6-prefix: ${ip.ipv6Prefix}`)}`]),
    ...(device === undefined ? [] : [`  device: ${terms(device)}`]),
    ...(session === undefined ? [] : [`  session: ${terms(session)}`]),
  ].join('\n');
}

function enrolmentText(enrolment: Enrolment): string {
  const { from, appPasswords, graceUntil, graceGroups = [] } = enrolment;
  const places = placesOf(enrolment).map((name) => `enrol-${name}`);
  return [
    'enrolment:',
    ...(from === undefined
      ? []
      : [`  from: ${from === 'anywhere' ? from : `[${places.join(', ')}]`}`]),
    ...(appPasswords ? ['  app-passwords: true'] : []),
    ...(graceUntil === undefined ? [] : [`  grace-until: ${dayText(graceUntil)}`]),
    ...(graceGroups.length === 0 ? [] : ['  grace-groups:']),
    ...graceGroups.map(({ name, until }) => `    grace-${name}: ${dayText(until)}`),
  ].join('\n');
}

function dayText(until: number): string {
  return new Date(until).toISOString().slice(0, 10);
}

function administratorsText(administrators: ParsedDocument['administrators']): string {
  if (administrators === undefined) return '';
  const { full, helpDesk, auditors } = administrators;
  const roles = { full, 'help-desk': helpDesk, auditors };
  const lines = Object.entries(roles).flatMap(([role, who]) =>
    who === undefined ? [] : [`  ${role}: ${JSON.stringify(who.map(({ name }) => name))}`],
  );
  return ['administrators:', ...lines].join('\n');
}
