import type { Merged } from '../compile/merge.js';
import type { Group, Network, Reference } from '../language/document.js';
import type { Warning } from './warning.js';

/** The networks and groups that a document defines and that neither it nor its templates use. */
export function unusedNames({ document, parts, enrolment }: Merged): Warning[] {
  const networks = new Set<string>();
  const groups = new Set<string>();
  const use = (names: Set<string>, references: readonly Reference[] | undefined) => {
    for (const { name } of references ?? []) names.add(name);
  };
  for (const { part } of parts) {
    const assertions = [...part.asserts, ...part.guardrails];
    for (const { from, outside, groups: named } of [...part.rules, ...assertions]) {
      use(networks, from);
      use(networks, outside);
      use(groups, named);
    }
    for (const { except } of assertions) use(groups, except?.groups);
  }
  if (enrolment?.value.from !== 'anywhere') use(networks, enrolment?.value.from);
  use(groups, enrolment?.value.graceGroups);
  return [
    ...document.networks.filter(({ name }) => !networks.has(name)).map(warn('network')),
    ...document.groups.filter(({ name }) => !groups.has(name)).map(warn('group')),
  ];
}

function warn(kind: 'network' | 'group') {
  return ({ name, file, line, column }: Network | Group): Warning => {
    return {
      kind: `unused-${kind}`,
      file,
      line,
      column,
      message: `nothing uses the ${kind} "${name}"`,
    };
  };
}
