import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../libs/config/index.js';

/** The code blocks of a page of docs/. Each must be used at least once. */
export interface Page {
  /** The one block that equals `words` or contains them. @throws Error if there is none, or several */
  block(words: string): string;
  /** Blocks that no test asked for. */
  unused(): string[];
}

/** Reads the code blocks of `docs/<name>`. */
export function readPage(name: string): Page {
  const text = readFileSync(join(packageRoot, 'docs', name), 'utf8');
  const blocks = [...text.matchAll(/^( *)```\w*\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
  const used = new Set<string>();
  return {
    block(words) {
      const same = blocks.filter((block) => block.trim() === words);
      const found = same.length > 0 ? same : blocks.filter((block) => block.includes(words));
      const [block] = found;
      if (block === undefined || found.length > 1) {
        throw new Error(`${name} has ${found.length} blocks with "${words}"`);
      }
      used.add(block);
      return block;
    },
    unused: () => blocks.filter((block) => !used.has(block)),
  };
}
