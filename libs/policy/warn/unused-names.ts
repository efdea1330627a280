import type { Merged } from '../compile/merge.js';
import type { Group, Network, Reference } from '../language/document.js';
import type { Warning } from './warning.js';

/** The networks and groups that a document defines and nothing in it or its templates uses. */
export function unusedNames({ document, parts }: Merged): Warning[] {
  const networks = new Set<string>();
  const groups = new Set<string>();
  const use = (names: Set<string>, references: readonly Reference[] | undefined) => {
    for (const { name } of references ?? []) names.add(name);
  };
  for (const { part } of parts) {
    for (const scope of [...part.rules, ...part.asserts, ...part.guardrails]) {
      use(networks, scope.from);
      use(networks, scope.outside);
      use(groups, scope.groups);
    }
    use(networks, part.enrolment?.from);
  }
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
