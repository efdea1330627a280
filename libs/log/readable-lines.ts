import type { DestinationStream } from 'pino';

/**
 * Turns each JSON line into a readable one: time, level, replica or service, message, the rest as
 * JSON.
 */
export function readableLines(out: { write(text: string): unknown }): DestinationStream {
  return {
    write(line) {
      const { time, level, service, replica = service, message, ...rest } = JSON.parse(line);
      const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
      out.write(`${time.slice(11, 23)} ${level.padEnd(5)} ${replica}: ${message ?? ''}${more}\n`);
    },
  };
}
