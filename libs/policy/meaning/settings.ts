import type { CompiledPolicy, MemberSet, RangeSet } from '../compile/compiled.js';
import { formatDuration } from '../language/values.js';
import type { Pair } from './compared.js';

/** A setting that changed, other than who is let in; null means absent. */
export interface SettingChange {
  /** As written in a document: `trust.ip.max`. */
  readonly setting: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Settings that do not affect the decision on a connection: how long trust lasts, where a factor
 * can be enrolled, who administers.
 */
export function settingChanges({ before, after }: Pair): SettingChange[] {
  const [was, is] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((setting) => ({
      setting,
      before: was.get(setting)?.text ?? null,
      after: is.get(setting)?.text ?? null,
      same: was.get(setting)?.meaning === is.get(setting)?.meaning,
    }))
    .filter(({ same }) => !same)
    .map(({ same: _, ...change }) => change);
}

interface Setting {
  readonly text: string;
  /** Equal if two documents mean the same. */
  readonly meaning: string;
}

function settingsOf(policy: CompiledPolicy | null): Map<string, Setting> {
  const all = new Map<string, Setting>();
  const set = (name: string, text: string, meaning = text) => all.set(name, { text, meaning });
  if (policy === null) return all;
  for (const kind of ['ip', 'device', 'session'] as const) {
    const terms = policy.trust[kind];
    if (terms === undefined) continue;
    set(`trust.${kind}.default`, formatDuration(terms.default));
    set(`trust.${kind}.max`, formatDuration(terms.max));
    set(`trust.${kind}.per-account`, `${terms.perAccount}`);
  }
  if (policy.trust.ip) set('trust.ip.ipv6-prefix', `${policy.trust.ip.ipv6Prefix}`);
  const { enrolment } = policy;
  if (enrolment?.anywhere) set('enrolment.from', 'anywhere');
  else if (enrolment?.from != null) {
    const { names, v4, v6 } = policy.rangeSets[enrolment.from] as RangeSet;
    set('enrolment.from', names.join(', '), JSON.stringify([v4, v6]));
  }
  if (enrolment?.appPasswords) set('enrolment.app-passwords', 'true');
  if (enrolment?.graceUntil != null) {
    set('enrolment.grace-until', dayOf(enrolment.graceUntil));
  }
  for (const { group, who, until } of enrolment?.graceGroups ?? []) {
    const members = [...(policy.memberSets[who] as MemberSet).members].sort();
    set(`enrolment.grace-groups.${group}`, dayOf(until), JSON.stringify([until, members]));
  }
  const { full, helpDesk, auditors } = policy.administrators;
  const people = { full, 'help-desk': helpDesk, auditors };
  for (const [role, accounts] of Object.entries(people)) {
    if (accounts.length > 0) set(`administrators.${role}`, membersOf(accounts));
  }
  if (policy.operators.length > 0) set('operators', sorted(policy.operators));
  return all;
}

function dayOf(until: number): string {
  return new Date(until).toISOString().slice(0, 10);
}

/** Members of the document's own domain. The domain is left out, as in sentences. */
function membersOf(accounts: readonly string[]): string {
  return sorted(accounts.map((account) => account.slice(0, account.lastIndexOf('@') + 1)));
}

function sorted(accounts: readonly string[]): string {
  return [...accounts].sort().join(', ');
}
