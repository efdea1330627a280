import { readFileSync } from 'node:fs';

/** The last lines of a log file, for an error message. Of JSON lines, the level and the message. */
export function lastLines(path: string, count: number): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-count)
    .map(readable);
}

function readable(line: string): string {
  try {
    const { level, message, error } = JSON.parse(line);
    const cause = typeof error?.message === 'string' ? ` (${error.message})` : '';
    return `${level}: ${message}${message.includes(error?.message) ? '' : cause}`;
  } catch {
    return line;
  }
}
