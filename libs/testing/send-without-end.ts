import { Readable, type Writable } from 'node:stream';

export interface Endless {
  /** Octets that were handed on. */
  readonly sent: number;
  readonly isClosed: boolean;
}

/** Sends blanks to a peer as long as it reads. */
export function sendWithoutEnd(to: Writable): Endless {
  const endless = { sent: 0, isClosed: false };
  to.once('close', () => {
    endless.isClosed = true;
  });
  const octets = Buffer.alloc(64 * 1024, ' ');
  Readable.from(
    (function* () {
      for (;;) {
        endless.sent += octets.length;
        yield octets;
      }
    })(),
  ).pipe(to);
  return endless;
}
