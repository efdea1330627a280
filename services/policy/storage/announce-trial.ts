import { createHash } from 'node:crypto';
import type { Clock } from '../../../libs/clock/index.js';
import {
  trialEnded,
  trialFailed,
  trialForgotten,
  trialStarted,
} from '../../../libs/events/definitions/policy.js';
import { emit } from '../../../libs/events/index.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { isTemplateName } from '../core/documents.js';
import type { Trial } from '../core/trial/trial.js';

type Named = Pick<Trial, 'id' | 'document'>;
type By = Pick<Trial, 'actor' | 'onBehalfOf' | 'comment'>;

export type AnnounceTrial = ReturnType<typeof announceTrial>;

const FAILURE_LENGTH = 1000;

/** Appends the events of trials, each in the transaction that changes the trial. */
export function announceTrial({ clock, random }: { clock: Clock; random: Random }) {
  const context = (document: string) => ({
    ...{ id: random.id(), service: 'policy', time: clock.now() },
    domain: document === '*' || isTemplateName(document) ? undefined : document,
  });
  return {
    started: (tx: Queryable, trial: Trial): Promise<void> =>
      emit(tx, trialStarted, context(trial.document), {
        document: trial.document,
        trial: trial.id,
        revision: trial.revision,
        content_sha256: createHash('sha256').update(trial.content).digest('hex'),
        remind_at: new Date(trial.remindAt).toISOString(),
        actor: actorOf(trial),
      }),

    /** @param by undefined if the trial ended because its candidate came into force */
    ended: (tx: Queryable, { id, document }: Named, by: By | undefined): Promise<void> =>
      emit(tx, trialEnded, context(document), {
        ...{ document, trial: id },
        ...(by === undefined ? { because: 'applied' } : { because: 'ended', actor: actorOf(by) }),
      }),

    failed: (tx: Queryable, { id, document }: Named, failure: string): Promise<void> =>
      emit(tx, trialFailed, context(document), {
        ...{ document, trial: id, failure: failure.slice(0, FAILURE_LENGTH) },
      }),

    forgotten: (tx: Queryable, { id, document, startedAt }: Trial): Promise<void> =>
      emit(tx, trialForgotten, context(document), {
        ...{ document, trial: id, started_at: new Date(startedAt).toISOString() },
      }),
  };
}

function actorOf({ actor, onBehalfOf, comment }: By) {
  return {
    certificate: actor,
    ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
    ...(comment === '' ? {} : { comment }),
  };
}
