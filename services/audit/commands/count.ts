import { invalidArgument } from '../../../libs/errors/index.js';
import { type Filter, withinDomain } from '../core/filter.js';
import { GROUPS, isGroup, type Tally } from '../core/tally.js';
import type { Events } from '../ports.js';

const DEFAULT = 20;
const MOST = 1000;

/** Logins that match, counted by group. @throws GatepostError INVALID_ARGUMENT */
export async function count(
  { events }: { readonly events: Events },
  request: { readonly filter: Filter; readonly groupBy: string; readonly atMost: number },
): Promise<Tally> {
  const { groupBy, atMost } = request;
  if (!isGroup(groupBy)) throw invalidArgument('group_by', `one of ${GROUPS.join(', ')}`);
  if (atMost > MOST) throw invalidArgument('at_most', `at most ${MOST}`);
  const filter = withinDomain(request.filter);
  return events.count({ filter, groupBy, atMost: atMost === 0 ? DEFAULT : atMost });
}
