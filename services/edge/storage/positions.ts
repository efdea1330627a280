import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import type { PositionStore } from '../ports.js';

/** The position of a watch, in its own file. */
export function openPosition(path: string): PositionStore {
  let before = Promise.resolve();
  return {
    read: () => (existsSync(path) ? readFileSync(path, 'utf8').trimEnd() : ''),
    write(position) {
      const written = before.then(() => writeBeside(path, `${position}\n`));
      before = written.catch(() => undefined);
      return written;
    },
  };
}

/** As `writeWhole`, without blocking the event loop. */
async function writeBeside(path: string, content: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
