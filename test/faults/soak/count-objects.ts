import * as z from 'zod';

/** The parts of V8's heap snapshot (version 1) that are counted. */
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

/** Kinds of objects that a program makes. The others come and go as V8 compiles. */
const OF_PROGRAM = new Set(['object', 'closure', 'native', 'regexp', 'bigint']);
/** Counted by kind alone, as their names are their contents. */
const BY_KIND = new Set(['string', 'concatenated string', 'sliced string']);

/** Counts the objects of a heap snapshot by constructor, functions by name, and strings. */
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
