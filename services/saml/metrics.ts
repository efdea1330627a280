import { Gauge, type Metrics } from '../../libs/telemetry/index.js';
import type { ExpiryCounts } from './jobs/check-certificate-expiry.js';

/**
 * Creates the metrics that an operator watches.
 * @returns a function that stores the latest counts
 */
export function samlMetrics({ registry }: Metrics): (counts: ExpiryCounts) => void {
  const gauge = new Gauge({
    name: 'gatepost_saml_certificates_ending',
    help: 'SAML certificates of all domains that end within 30 days or have ended.',
    labelNames: ['of'] as const,
    registers: [registry],
  });
  return (counts) => {
    for (const side of ['provider', 'own'] as const) gauge.set({ of: side }, counts[side]);
  };
}
