import { permissionDenied } from '../../../libs/errors/index.js';
import { AuditServiceService, type Filter } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { Actor } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  ALL_DOMAINS,
  type CallContext,
  type Domains,
  defineService,
  NO_DOMAIN,
  OPERATES,
  SHOWS,
} from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { checkIndex } from '../commands/check-index.js';
import { checkpoint } from '../commands/checkpoint.js';
import { count } from '../commands/count.js';
import { erase } from '../commands/erase.js';
import { leaves } from '../commands/leaves.js';
import { prove } from '../commands/prove.js';
import type { PublishParts } from '../commands/publish.js';
import { query } from '../commands/query.js';
import { type RepairParts, repair } from '../commands/repair.js';
import { type TailParts, tail } from '../commands/tail.js';
import type { Requester } from '../core/audit-event.js';
import { domainOf } from '../core/filter.js';
import type { Erasing, Events, Sources } from '../ports.js';
import { filterFromWire } from './filter-from-wire.js';
import { countFromWire, eventToWire, leavesToWire, sourceToWire } from './to-wire.js';

type Caller = CallContext['caller'];

export interface AuditParts extends PublishParts, TailParts, RepairParts {
  readonly events: Events;
  readonly erasing: Erasing;
  readonly sources: Sources;
}

/** gatepost.audit.v1.AuditService. */
export function auditService(parts: AuditParts) {
  return defineService(AuditServiceService, {
    handlers: {
      async query({ filter, page }) {
        const { events, nextToken } = await query(parts, {
          filter: filterFromWire(filter),
          size: page?.size ?? 0,
          token: page?.token ?? '',
        });
        return { events: events.map(eventToWire), nextToken };
      },
      async *tail({ filter, after }, { signal }) {
        const request = {
          filter: filterFromWire(filter),
          after: after === undefined ? undefined : countFromWire('after', after),
        };
        for await (const { event, position } of tail(parts, request, signal)) {
          const reached = position < 0 ? undefined : BigInt(position);
          yield { event: event && eventToWire(event), position: reached };
        }
      },
      async prove({ eventId, treeSize }, { grant }) {
        const read = new RequestReader();
        const id = read.text('event_id', eventId, { min: 1, max: 255 });
        read.finish();
        const { event, path, note } = await prove(
          parts,
          { eventId: id, size: countFromWire('tree_size', treeSize) },
          (domain) => grant.allowsDomains(domain ?? ALL_DOMAINS),
        );
        return { event: eventToWire(event), path, checkpoint: Buffer.from(note) };
      },
      async checkpoint({ treeSize, atMost, consistentWith }) {
        const { note, consistency, edge, verifierKeys } = await checkpoint(parts, {
          size: countFromWire('tree_size', treeSize),
          atMost,
          consistentWith: countFromWire('consistent_with', consistentWith),
        });
        return {
          ...{ checkpoint: Buffer.from(note), consistency, edge },
          verifierKeys: [...verifierKeys],
        };
      },
      async *leaves({ from, to }, { signal }) {
        const range = { from: countFromWire('from', from), to: countFromWire('to', to) };
        for await (const batch of leaves(parts, range, signal)) yield leavesToWire(batch);
      },
      async *checkIndex({ from }, { signal }) {
        const begin = countFromWire('from', from);
        for await (const { next, differing, miscounted } of checkIndex(parts, begin, signal)) {
          yield {
            next: BigInt(next),
            differing: differing.map(BigInt),
            miscounted: [...miscounted],
          };
        }
      },
      async sources() {
        return { sources: (await parts.sources.list()).map(sourceToWire) };
      },
      async stats({ filter, groupBy, atMost }) {
        const { groups, total } = await count(parts, {
          filter: filterFromWire(filter),
          groupBy,
          atMost,
        });
        const counted = groups.map(({ key, count, denied }) => {
          return { key, count: BigInt(count), denied: BigInt(denied) };
        });
        return { groups: counted, total: BigInt(total) };
      },
      async erase({ account, actor }, { caller, signal }) {
        mustAdminister(caller, 'erase');
        const read = new RequestReader();
        const { name } = read.account('account', account);
        const eraser = requesterOf(read, caller, actor);
        return { erased: BigInt(await erase(parts, { account: name, eraser }, signal)) };
      },
      async *repair({ actor }, { caller, signal }) {
        mustAdminister(caller, 'repair');
        const by = requesterOf(new RequestReader(), caller, actor);
        for await (const { next, repaired } of repair(parts, by, signal)) {
          yield {
            next: BigInt(next),
            repaired: repaired && { ...repaired, sources: [...repaired.sources] },
          };
        }
      },
    },
    domainOf: {
      query: ({ filter }) => domainsOf(filter),
      tail: ({ filter }) => domainsOf(filter),
      stats: ({ filter }) => domainsOf(filter),
      // The domain is known only once the event is found, so the handler checks it.
      prove: () => NO_DOMAIN,
      checkpoint: () => NO_DOMAIN,
      leaves: () => ALL_DOMAINS,
      checkIndex: () => ALL_DOMAINS,
      sources: () => ALL_DOMAINS,
      // An administrator of one domain could set a password, sign in, and then erase the evidence.
      erase: () => ALL_DOMAINS,
      repair: () => ALL_DOMAINS,
    },
    // A tail would outlive the ticket.
    administer: {
      query: SHOWS,
      prove: SHOWS,
      checkpoint: SHOWS,
      stats: SHOWS,
      sources: OPERATES,
    },
  });
}

/** A caller who reads the record must not be able to change it, whatever an allow-list says. */
function mustAdminister({ role, uri }: Caller, what: 'erase' | 'repair'): void {
  if (role !== 'admin') throw permissionDenied(`${uri} may not ${what}`);
}

function requesterOf(read: RequestReader, { uri }: Caller, actor: Actor | undefined): Requester {
  const onBehalfOf = read.text('actor.on_behalf_of', actor?.onBehalfOf ?? '', { max: 254 });
  const comment = read.text('actor.comment', actor?.comment ?? '', { min: 1, max: 1000 });
  read.finish();
  return { certificate: uri, onBehalfOf, comment };
}

/** A filter that names neither domain nor account covers all domains. */
function domainsOf(filter: Filter | undefined): Domains {
  return domainOf(filterFromWire(filter)) ?? ALL_DOMAINS;
}
