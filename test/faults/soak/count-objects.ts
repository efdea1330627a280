import * as z from 'zod';

/** V8's heap snapshot, version 1 of its format: what is counted of it. */
const snapshot = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())], z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
  strings: z.array(z.string()),
});

/** What a program makes. The rest comes and goes as V8 compiles. */
const OF_PROGRAM = new Set(['object', 'closure', 'native', 'regexp', 'bigint']);
/** Counted together: their names are what they say. */
const BY_KIND = new Set(['string', 'concatenated string', 'sliced string']);

/** How many objects of each constructor, functions of each name, and strings a heap snapshot has. */
export function countObjects(json: string): ReadonlyMap<string, number> {
  const { snapshot: about, nodes, strings } = snapshot.parse(JSON.parse(json));
  const { node_fields: fields, node_types: types } = about.meta;
  const [typeAt, nameAt] = [fields.indexOf('type'), fields.indexOf('name')];
  const counts = new Map<string, number>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = types[0][nodes[at + typeAt] ?? 0] ?? '';
    const key = keyOf(type, strings[nodes[at + nameAt] ?? 0] ?? '');
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function keyOf(type: string, name: string): string | undefined {
  if (BY_KIND.has(type)) return 'string';
  return OF_PROGRAM.has(type) ? `${type} ${name}` : undefined;
}
