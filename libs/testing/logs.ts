import type { Log } from '../log/index.js';

/** A log that keeps its lines, as `level: message`. */
export function memoryLog(): { readonly log: Log; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const add = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  const log: Log = {
    ...{ debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error') },
    child: () => log,
  };
  return { log, lines };
}
