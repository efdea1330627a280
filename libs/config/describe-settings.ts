import type * as z from 'zod';
import { globalRegistry } from 'zod';

declare module 'zod' {
  interface GlobalMeta {
    /** What a person writes, if the schema's own type does not say it. */
    kind?: string;
    /** The default in words, if it differs from machine to machine. */
    usual?: string;
  }
}

/** A setting as documented on a page. */
export interface Setting {
  /** `app-passwords.per-account` */
  readonly name: string;
  readonly type: string;
  /** The default. Absent if the setting is required; `-` if it is optional. */
  readonly usual: string | undefined;
  /** Empty if the schema has no description. */
  readonly meaning: string;
}

type Schema = z.core.$ZodTypes;

interface Unwrapped {
  readonly inner: Schema;
  readonly kind?: string;
  readonly usual?: string;
  readonly meaning?: string;
  /** The default itself, if there is one. */
  readonly value?: unknown;
}

/**
 * Every setting of a configuration's schema, in order; nested settings follow the section they are
 * in.
 */
export function describeSettings(
  schema: z.core.$ZodType,
  path = '',
  given: Readonly<Record<string, unknown>> = {},
): Setting[] {
  const { inner, usual, meaning = '', value } = unwrap(schema as Schema);
  if (inner._zod.def.type !== 'object') return [];
  const usualOf = { ...given, ...(value as object | undefined) };
  const group: Setting[] =
    path !== '' && usual === '-' ? [{ name: path, type: 'section', usual, meaning }] : [];
  const below = Object.entries(inner._zod.def.shape).flatMap(([key, child]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const { inner: what } = unwrap(child as Schema);
    if (what._zod.def.type === 'object') return describeSettings(child, name);
    return [describeOne(name, child, usualOf[key])];
  });
  return [...group, ...below];
}

/** @param value the default that the surrounding section gives */
function describeOne(name: string, schema: z.core.$ZodType, value: unknown): Setting {
  const found = unwrap(schema as Schema);
  const usual = found.usual ?? (value === undefined ? undefined : formatDefault(value, found.kind));
  return { name, type: typeOf(found), usual, meaning: found.meaning ?? '' };
}

function unwrap(schema: Schema): Unwrapped {
  const { description, kind, usual } = globalRegistry.get(schema) ?? {};
  const own = {
    ...(kind === undefined ? {} : { kind }),
    ...(usual === undefined ? {} : { usual }),
    ...(description === undefined ? {} : { meaning: description }),
  };
  const { def } = schema._zod;
  switch (def.type) {
    case 'optional':
      return { usual: '-', ...unwrap(def.innerType as Schema), ...own };
    case 'default':
    case 'prefault': {
      const inner = unwrap(def.innerType as Schema);
      if (own.usual !== undefined) return { ...inner, ...own };
      const value = def.defaultValue;
      return { ...inner, usual: inner.usual ?? formatDefault(value, inner.kind), value, ...own };
    }
    case 'pipe':
      return { ...unwrap(def.in as Schema), ...own };
    default:
      return { inner: schema, ...own };
  }
}

function typeOf({ inner, kind }: Unwrapped): string {
  if (kind !== undefined) return kind;
  const { def } = inner._zod;
  switch (def.type) {
    case 'enum':
      return Object.values(def.entries).join(' ');
    case 'array':
      return `list: ${typeOf(unwrap(def.element as Schema))}`;
    case 'record':
      return `map: ${typeOf(unwrap(def.valueType as Schema))}`;
    case 'number': {
      const { minValue: minimum, maxValue: maximum } = inner as unknown as z.ZodNumber;
      return maximum === null || maximum > 1e12
        ? `integer, from ${minimum}`
        : `${minimum} to ${maximum}`;
    }
    case 'boolean':
      return 'true or false';
    default:
      return 'text';
  }
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

function formatDefault(value: unknown, kind: string | undefined): string {
  if (kind === 'duration' && typeof value === 'number') {
    const [unit, ms] = UNITS.find(([, each]) => value % each === 0) ?? ['ms', 1];
    return `${value / ms}${unit}`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
