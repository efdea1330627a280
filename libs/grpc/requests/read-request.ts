import type { Actor } from '../../events/definitions/actor.js';
import type { PageRequest, Actor as WireActor } from '../../gen/gatepost/common/v1/common.js';
import { RequestReader } from './request-reader.js';

/**
 * Reads a whole request.
 * @throws GatepostError INVALID_ARGUMENT with everything that is wrong with it
 */
export function readRequest<T>(read: (reader: RequestReader) => T): T {
  const reader = new RequestReader();
  const value = read(reader);
  reader.finish();
  return value;
}

/** The administrator: the SPIFFE URI of the certificate, and what the request itself states. */
export function readActor(
  reader: RequestReader,
  actor: WireActor | undefined,
  certificate: string,
): Actor {
  const onBehalfOf = reader.text('actor.on_behalf_of', actor?.onBehalfOf ?? '', { max: 254 });
  const comment = reader.text('actor.comment', actor?.comment ?? '', { max: 1000 });
  return {
    certificate,
    ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
    ...(comment === '' ? {} : { comment }),
  };
}

/** Same as `readActor`, for acts that need a reason. */
export function readActorWithReason(
  reader: RequestReader,
  actor: WireActor | undefined,
  certificate: string,
): Actor {
  const read = readActor(reader, actor, certificate);
  if (!read.comment?.trim()) reader.refuse('actor.comment', 'a reason is needed');
  return read;
}

/** The number of rows on a page: 100 by default, at most 1000. */
export function readPageSize(reader: RequestReader, page: PageRequest | undefined): number {
  return reader.whole('page.size', page?.size ?? 0, { min: 0, max: 1000 }) || 100;
}
