import { createHash } from 'node:crypto';
import type { Clock } from '../../../libs/clock/index.js';
import {
  accountRemoved,
  clientChanged,
  policyApplied,
  policyRemoved,
} from '../../../libs/events/definitions/policy.js';
import { appendEvents, emit, makeEvent } from '../../../libs/events/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { isTemplateName } from '../core/documents.js';
import type { ClientChange } from '../ports/clients.js';
import type { Revision } from '../ports/documents.js';
import type { Removal } from '../ports/removals.js';

interface Parts {
  readonly clock: Clock;
  readonly random: Random;
}

type Changes = Pick<Revision, 'changes' | 'actor' | 'onBehalfOf' | 'comment'>;

/** Appends one event for each document, in the transaction that changes it. */
export function announceRevision({ clock, random }: Parts) {
  return async (tx: Queryable, revision: Changes, number: number): Promise<void> => {
    const { actor, onBehalfOf, comment } = revision;
    const time = clock.now();
    const events = revision.changes.map(({ name, content, removed }) =>
      makeEvent(
        removed ? policyRemoved : policyApplied,
        {
          id: random.id(),
          service: 'policy',
          time,
          domain: isTemplateName(name) || name === '*' ? undefined : name,
        },
        {
          document: name,
          revision: number,
          ...(removed
            ? {}
            : { content_sha256: createHash('sha256').update(content).digest('hex') }),
          actor: {
            certificate: actor,
            ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
            ...(comment === '' ? {} : { comment }),
          },
        },
      ),
    );
    await appendEvents(tx, events);
  };
}

/** Appends the event of a registered, changed or removed client, in its transaction. */
export function announceClient({ clock, random }: Parts) {
  return async (tx: Queryable, change: ClientChange): Promise<void> => {
    const { id, removed, client, actor, onBehalfOf, comment } = change;
    const context = { id: random.id(), service: 'policy', time: clock.now(), domain: undefined };
    const event = makeEvent(clientChanged, context, {
      client: id,
      removed,
      ...(client && {
        service: client.service,
        domains: [...client.domains],
        networks: client.networks.map(({ text }) => text),
      }),
      actor: {
        certificate: actor,
        ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
        ...(comment === '' ? {} : { comment }),
      },
    });
    await appendEvents(tx, [event]);
  };
}

/** Appends the event of a completed removal of an account, in its transaction. */
export function announceRemoval({ clock, random }: Parts) {
  return async (tx: Queryable, { account, requestedAt, actor }: Removal): Promise<void> => {
    const domain = domainOfAccount(account);
    const context = { id: random.id(), service: 'policy', time: clock.now(), domain };
    const requested_at = new Date(requestedAt).toISOString();
    await emit(tx, accountRemoved, context, { account, requested_at, actor });
  };
}
