import { X509Certificate } from 'node:crypto';
import type { TlsSource } from '../grpc/index.js';
import { Gauge, type Metrics } from '../telemetry/index.js';

/** When the certificates in force expire: our own, and the authority's. */
export function tlsMetrics({ registry }: Metrics, tls: TlsSource): void {
  new Gauge({
    name: 'gatepost_tls_certificate_expires_seconds',
    help: 'When the certificate in force ends, in seconds since the epoch.',
    labelNames: ['certificate'] as const,
    registers: [registry],
    collect() {
      const { ca, cert } = tls.current();
      this.set({ certificate: 'own' }, endOf(cert));
      this.set({ certificate: 'authority' }, endOf(ca));
    },
  });
}

function endOf(pem: Buffer): number {
  return Date.parse(new X509Certificate(pem).validTo) / 1000;
}
