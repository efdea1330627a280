import type { Clock } from '../../../libs/clock/index.js';
import {
  enrolmentDue,
  remindersBegun,
  remindersEnded,
} from '../../../libs/events/definitions/policy.js';
import { emit } from '../../../libs/events/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { RemindedBy } from '../ports/reminders.js';
import type { AnnounceReminders } from './reminders.js';

/** Appends the events of reminders. */
export function announceReminders(parts: { clock: Clock; random: Random }): AnnounceReminders {
  const { clock, random } = parts;
  const context = (domain: string) => {
    return { id: random.id(), service: 'policy', time: clock.now(), domain };
  };
  return {
    begun: (tx, { domain, count, daysBefore, ...by }) =>
      emit(tx, remindersBegun, context(domain), {
        ...{ domain, count, days_before: daysBefore, actor: actorOf(by) },
      }),

    ended: (tx, { domain, count, ...by }) =>
      emit(tx, remindersEnded, context(domain), { domain, count, actor: actorOf(by) }),

    due: (tx, { account, domain, ...by }, until) =>
      emit(tx, enrolmentDue, context(domain), {
        ...{ account, until: new Date(until).toISOString(), actor: actorOf(by) },
      }),
  };
}

function actorOf({ actor, onBehalfOf, comment }: RemindedBy) {
  return {
    certificate: actor,
    ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
    ...(comment === '' ? {} : { comment }),
  };
}
