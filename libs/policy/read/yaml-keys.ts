import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from '../language/problem.js';

/** Names that have a special meaning as properties of a JavaScript object. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

type Report = (node: Node, message: string, path: Path) => void;

/**
 * Reports each key that is not plain text, and each key that its map already has.
 *
 * yaml's own check for duplicates compares every pair, and treats `1` and `"1"` as different keys,
 * which then become one property.
 */
export function checkKeys(node: unknown, report: Report, path: Path = []): void {
  if (isSeq(node)) {
    node.items.forEach((item, index) => {
      checkKeys(item, report, [...path, index]);
    });
  }
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const pair of node.items) {
    const key = textOf(pair);
    if (key === undefined) {
      report((pair.key as Node | null) ?? node, 'a key must be text', path);
      continue;
    }
    if (UNSAFE.has(key)) report(pair.key as Node, `"${key}" cannot be a key`, path);
    if (seen.has(key)) report(pair.key as Node, `duplicate key "${key}"`, [...path, key]);
    seen.add(key);
    checkKeys(pair.value, report, [...path, key]);
  }
}

/** The key of a pair; undefined if it is not text. */
export function textOf(pair: Pair): string | undefined {
  return isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : undefined;
}
