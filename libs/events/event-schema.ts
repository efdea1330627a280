import * as z from 'zod';
import type { EventDefinition } from './define-event.js';
import { EVENT_DEFINITIONS } from './definitions/index.js';

/** The JSON Schema (2020-12) of each type of event as it is sent, by file name. */
export function eventSchemas(): Map<string, string> {
  return new Map(
    [...EVENT_DEFINITIONS.values()].map((definition) => [
      `${definition.type}.schema.json`,
      `${JSON.stringify(schemaOf(definition), null, 2)}\n`,
    ]),
  );
}

function schemaOf({ type, title, data }: EventDefinition): object {
  const envelope = z.strictObject({
    specversion: z.literal('1.0'),
    id: z.uuid(),
    source: z.string().regex(/^\/gatepost\/[a-z-]+$/),
    type: z.literal(type),
    subject: z.string().regex(/^gatepost\.[A-Za-z0-9._-]+$/),
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    domain: z.string().optional().describe('Absent: the domain has no document of its own.'),
    data,
  });
  return { title: type, description: title, ...z.toJSONSchema(envelope) };
}
