import { ALL_SERVICES, type Service, serviceBit } from '../../names/services.js';
import type { Assertion, Enrolment, Reference, Scope } from '../language/document.js';
import { type Trust, trustBit } from '../language/words.js';
import {
  COMPILED_FORMAT,
  type CompiledAssertion,
  type CompiledEnrolment,
  type CompiledPolicy,
  type CompiledRule,
  type CompiledScope,
} from './compiled.js';
import type { Merged } from './merge.js';
import { type SetTable, setTable } from './set-table.js';

/** Compiles a merged document that has no problems. */
export function compileMerged(merged: Merged): CompiledPolicy {
  const { document } = merged;
  const sets = setTable(merged);
  const rules = merged.rules.map(
    ({ rule, template }): CompiledRule => ({
      name: rule.name,
      template,
      file: rule.file,
      line: rule.line,
      column: rule.column,
      ...compileScope(sets, rule),
      when: trustBits(rule.when?.map(({ name }) => name as Trust)),
      require: 'require' in rule.outcome ? rule.outcome.require : null,
      deny: 'deny' in rule.outcome ? rule.outcome.deny : null,
      bindSessionToIp: rule.bindSessionToIp,
    }),
  );
  const asserts = merged.asserts.map((assertion) => compileAssertion(sets, assertion));
  const guardrails = document.guardrails.map((assertion) => compileAssertion(sets, assertion));
  const enrolment = merged.enrolment?.value;
  const { full, helpDesk, auditors } = document.administrators ?? {};
  return {
    format: COMPILED_FORMAT,
    domain: document.name,
    file: document.file,
    line: document.line,
    column: document.column,
    templates: document.extends.map(({ name }) => name),
    rules,
    trust: merged.trust?.value ?? {},
    enrolment: enrolment ? compileEnrolment(sets, enrolment) : null,
    settingsFrom: {
      trust: merged.trust?.by?.name ?? null,
      enrolment: merged.enrolment?.by?.name ?? null,
    },
    administrators: {
      full: namesOf(full),
      helpDesk: namesOf(helpDesk),
      auditors: namesOf(auditors),
    },
    operators: namesOf(document.operators),
    asserts,
    guardrails,
    limits: document.limits ?? null,
    rangeSets: sets.rangeSets,
    memberSets: sets.memberSets,
  };
}

function compileEnrolment(sets: SetTable, enrolment: Enrolment): CompiledEnrolment {
  const { file, line, column, from, appPasswords, graceUntil, graceGroups = [] } = enrolment;
  const anywhere = from === 'anywhere';
  return {
    file,
    line,
    column,
    from: anywhere ? null : sets.ranges(from),
    anywhere,
    appPasswords,
    graceUntil: graceUntil ?? null,
    graceGroups: graceGroups.map(({ until, ...group }) => ({
      ...{ group: group.name, until },
      who: sets.members(undefined, [group]) as number,
    })),
  };
}

function namesOf(accounts: readonly Reference[] | undefined): string[] {
  return [...new Set(accounts?.map(({ name }) => name))];
}

function compileAssertion(sets: SetTable, assertion: Assertion): CompiledAssertion {
  return {
    kind: assertion.kind,
    file: assertion.file,
    line: assertion.line,
    column: assertion.column,
    ...compileScope(sets, assertion),
    unless: trustBits(assertion.unless),
    except: sets.members(assertion.except?.accounts, assertion.except?.groups),
    with: assertion.with ?? null,
  };
}

function compileScope(sets: SetTable, scope: Scope): CompiledScope {
  return {
    who: sets.members(scope.accounts, scope.groups),
    services: serviceBits(scope.services),
    from: sets.ranges(scope.from),
    outside: sets.ranges(scope.outside),
  };
}

function serviceBits(services: readonly Service[] | undefined): number {
  if (services === undefined) return ALL_SERVICES;
  return services.reduce((bits, service) => bits | serviceBit(service), 0);
}

function trustBits(trusts: readonly Trust[] | undefined): number {
  return (trusts ?? []).reduce((bits, trust) => bits | trustBit(trust), 0);
}
