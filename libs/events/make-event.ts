import type * as z from 'zod';
import { canonicalJson } from '../canonical-json/index.js';
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
  // In the order of the canonical form, which costs least so.
  const json = canonicalJson({
    data: checked,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(definition.type),
    domain,
    id,
    source,
    specversion: '1.0',
    subject,
    time: new Date(time).toISOString(),
    type: definition.type,
  });
  return { id, source, type: definition.type, subject, bytes: Buffer.from(json) };
}
