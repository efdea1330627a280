/** The words of each command of a block, as a shell takes them that knows quotes and continued lines alone. */
export function commandLines(block: string): string[][] {
  const lines = block.replaceAll('\\\n', ' ').split('\n');
  return lines.map(wordsOf).filter((words) => words.length > 0);
}

function wordsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}
