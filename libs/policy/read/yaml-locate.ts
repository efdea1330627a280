import { type Document, isAlias, isMap, isNode, isSeq, type LineCounter, type YAMLMap } from 'yaml';
import type { Path, Position } from '../language/problem.js';
import { textOf } from './yaml-keys.js';

/**
 * The position of the value at a path, or of its key. If it is missing: the position of what should
 * hold it.
 */
export type Locate = (path: Path, what?: 'value' | 'key') => Position;

/** Finds places in a parsed YAML document. */
export function locator(document: Document, lines: LineCounter): Locate {
  const childOf = childFinder();
  return (path, what = 'value') => {
    let node: unknown = document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const [depth, step] of path.entries()) {
      const found = childOf(isAlias(node) ? node.resolve(document) : node, step);
      if (found === undefined) break;
      node = found.value;
      const wantsKey = what === 'key' && depth === path.length - 1;
      offset = (wantsKey ? undefined : offsetOf(node)) ?? offsetOf(found.key) ?? offset;
    }
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

type Child = { readonly key?: unknown; readonly value: unknown };

/**
 * Finds the child of a node at a step of a path. Each map is indexed once, not searched at each
 * step.
 */
function childFinder(): (node: unknown, step: string | number) => Child | undefined {
  const indexes = new WeakMap<YAMLMap, Map<string | number | undefined, Child>>();
  return (node, step) => {
    if (isSeq(node)) return typeof step === 'number' ? { value: node.items[step] } : undefined;
    if (!isMap(node)) return undefined;
    const index = indexes.get(node) ?? new Map(node.items.map((pair) => [textOf(pair), pair]));
    indexes.set(node, index);
    return index.get(step);
  };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
