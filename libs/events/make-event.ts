import canonicalize from 'canonicalize';
import type * as z from 'zod';
import { dataSchemaOf, type EventDefinition } from './define-event.js';
import type { PreparedEvent } from './event.js';
import { subjectOf } from './subject.js';

export interface EventContext {
  readonly id: string;
  /** The service, such as `policy`. */
  readonly service: string;
  /** ms since the epoch */
  readonly time: number;
  /** The domain that the event is about; undefined if none, or if it has no document of its own. */
  readonly domain: string | undefined;
}

/**
 * Makes an event: a CloudEvent 1.0 (structured JSON) in canonical form (RFC 8785). `domain` is an
 * extension attribute; `subject` is the NATS subject.
 *
 * @throws Error if the data does not match the definition
 */
export function makeEvent<Data extends z.ZodType>(
  definition: EventDefinition<Data>,
  context: EventContext,
  data: z.input<Data>,
): PreparedEvent {
  const checked = definition.data.parse(data);
  const { id, service, time, domain } = context;
  const source = `/gatepost/${service}`;
  const subject = subjectOf(definition.tokens(checked), domain);
  const json = canonicalize({
    specversion: '1.0',
    id,
    source,
    type: definition.type,
    subject,
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(definition.type),
    ...(domain === undefined ? {} : { domain }),
    data: checked,
  });
  if (json === undefined)
    throw new Error(`${definition.type}: the event cannot be written as JSON`);
  return { id, source, type: definition.type, subject, bytes: Buffer.from(json) };
}
