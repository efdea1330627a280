import { Counter, type Metrics } from '../../libs/telemetry/index.js';
import type { Attempt } from './ports.js';

/** What an operator watches: `unwritten`, `exhausted` and skipped events want a look. */
export function noticeMetrics({ registry }: Metrics): {
  attempt(attempt: Attempt): void;
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
    help: 'Recorded events that could not be taken in: nobody was told of them.',
    registers: [registry],
  });
  return {
    attempt: (result) => attempts.inc({ result }),
    skipped: () => skipped.inc(),
  };
}
