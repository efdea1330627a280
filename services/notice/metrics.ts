import { Counter, Gauge, type Metrics } from '../../libs/telemetry/index.js';
import type { SendOutcome } from './ports.js';

/**
 * Metrics that an operator watches. `unwritten`, `exhausted` and skipped events need attention.
 *
 * @param oldestMs how long the oldest mail has been waiting, in ms; 0 if none is; digests wait by design and do not
 * count
 */
export function noticeMetrics(
  { registry }: Metrics,
  oldestMs: () => Promise<number>,
): {
  attempt(attempt: SendOutcome): void;
  skipped(): void;
} {
  const attempts = new Counter({
    name: 'gatepost_notice_attempts_total',
    help: 'Tries to send a mail, by how they went.',
    labelNames: ['result'] as const,
    registers: [registry],
  });
  const skipped = new Counter({
    name: 'gatepost_notice_events_skipped_total',
    help: 'Recorded events that could not be processed: nobody was told of them.',
    registers: [registry],
  });
  new Gauge({
    name: 'gatepost_notice_oldest_waiting_seconds',
    help: 'How long the oldest mail has been waiting, without digests; 0 if none is.',
    registers: [registry],
    async collect() {
      // While the database cannot be asked, the last value stays.
      await oldestMs().then(
        (ms) => this.set(ms / 1000),
        () => undefined,
      );
    },
  });
  return {
    attempt: (result) => attempts.inc({ result }),
    skipped: () => skipped.inc(),
  };
}
