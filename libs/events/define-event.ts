import type * as z from 'zod';

/** One type of event, defined once: what is written, what is checked, what `docs/events` says. */
export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  /** `gatepost.trust.granted.v1` */
  readonly type: string;
  /** What it means, for the schema. */
  readonly title: string;
  readonly data: Data;
  /** The tokens of its subject between `gatepost` and the domain. */
  readonly tokens: (data: z.output<Data>) => readonly string[];
}

/**
 * Defines a type of event. Its tokens, unless said otherwise, are those of its type: a
 * `gatepost.trust.granted.v1` goes out on `gatepost.trust.granted.…`.
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
