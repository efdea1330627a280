import * as z from 'zod';
import { dataSchemaOf, type EventDefinition, schemaIdOf } from './define-event.js';
import { EVENT_DEFINITIONS } from './definitions/index.js';

/**
 * The JSON Schema (2020-12) of each type of event as it is sent, by file name. Readers must accept
 * fields that a later version adds, so the schemas are open; what we write is checked strictly.
 */
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
    dataschema: z
      .literal(dataSchemaOf(type))
      .optional()
      .describe('Absent: an older version sent it.'),
    domain: z.string().optional().describe('Absent: the domain has no document of its own.'),
    data,
  });
  const schema = z.toJSONSchema(envelope, {
    override({ zodSchema, jsonSchema }) {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (Object.is(zodSchema, data)) jsonSchema.$anchor = 'data';
    },
  });
  return { $id: schemaIdOf(type), title: type, description: title, ...schema };
}
