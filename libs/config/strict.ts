import type * as z from 'zod';

/**
 * Throws if any object in `schema` accepts unknown keys. A plain `z.object` silently drops such
 * keys, so a misspelt setting would look as if it had been set.
 */
export function assertStrict(schema: z.core.$ZodType, path = '(root)'): void {
  for (const [child, name] of childrenOf(schema, path)) assertStrict(child, name);
}

function childrenOf(schema: z.core.$ZodType, path: string): [z.core.$ZodType, string][] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      if (def.catchall?._zod.def.type !== 'never') {
        throw new TypeError(`${path}: use z.strictObject, so that unknown keys are refused`);
      }
      return Object.entries(def.shape).map(([key, child]) => [child, `${path}.${key}`]);
    }
    case 'array':
      return [[def.element, `${path}[]`]];
    case 'record':
      return [[def.valueType, `${path}.*`]];
    case 'union':
      return def.options.map((option) => [option, path]);
    case 'intersection':
      return [
        [def.left, path],
        [def.right, path],
      ];
    case 'tuple':
      return def.items.map((item, i) => [item, `${path}[${i}]`]);
    case 'pipe':
      return [
        [def.in, path],
        [def.out, path],
      ];
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return [[def.innerType, path]];
    default:
      return [];
  }
}
