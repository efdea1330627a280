import * as z from 'zod';
import { address, readableFile } from '../config/index.js';
import { ranges } from '../config/name-fields.js';

/** The key `http` of a service's configuration: where it serves its pages, and how many clients it serves at once. */
export function httpSettings() {
  return z
    .strictObject({
      listen: address().describe('Where browsers, or the proxy in front of the service, connect.'),
      cert: readableFile()
        .optional()
        .describe(
          'Certificate for browsers, PEM. Absent: HTTP without TLS, behind a proxy that terminates it.',
        ),
      key: readableFile().optional().describe("The certificate's key, PEM."),
      'trusted-proxies': ranges().describe(
        'Proxies whose `X-Forwarded-For` is believed. May be empty.',
      ),
      connections: z
        .int()
        .min(10)
        .max(100_000)
        .default(2_000)
        .describe('Most connections at a time.'),
      'per-address': z
        .int()
        .min(10)
        .max(100_000)
        .default(200)
        .describe(
          'Most connections of one address (IPv6: one /64) at a time, and most of its requests under way. Behind a trusted proxy only the requests count.',
        ),
    })
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
      message: 'cert and key belong together',
    });
}
