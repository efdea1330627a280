import type * as z from 'zod';

/** One type of event, defined once: for writing, for checking, and for `docs/events`. */
export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  /** `gatepost.trust.granted.v1` */
  readonly type: string;
  /** What the event says, as a sentence. The schema shows it. */
  readonly title: string;
  readonly data: Data;
  /** The tokens of its NATS subject between `gatepost` and the domain. */
  readonly tokens: (data: z.output<Data>) => readonly string[];
}

/**
 * Defines a type of event. By default its tokens are those of its type: `gatepost.trust.granted.v1`
 * is published on `gatepost.trust.granted.…`.
 */
export function defineEvent<Data extends z.ZodType>(definition: {
  type: `gatepost.${string}.v${number}`;
  title: string;
  data: Data;
  tokens?: (data: z.output<Data>) => readonly string[];
}): EventDefinition<Data> {
  const own = definition.type.split('.').slice(1, -1);
  return { ...definition, tokens: definition.tokens ?? (() => own) };
}

/** The `$id` of the schema of a type of event. It is a name; nothing is fetched from there. */
export function schemaIdOf(type: string): string {
  return `https://gatepost.example/${type}`;
}

/** The `dataschema` of an event (CloudEvents 1.0): the part of its schema that describes `data`. */
export function dataSchemaOf(type: string): string {
  return `${schemaIdOf(type)}#data`;
}
