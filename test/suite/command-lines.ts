/** Splits each command of a block into words as a shell does, for quotes and continued lines. */
export function commandLines(block: string): string[][] {
  const lines = block.replaceAll('\\\n', ' ').split('\n');
  return lines.map(wordsOf).filter((words) => words.length > 0);
}

function wordsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}
