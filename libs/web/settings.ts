import * as z from 'zod';
import { address, readableFile } from '../config/index.js';
import { ranges } from '../config/name-fields.js';

/** The key `http` of a service's configuration: where it serves its pages, and how many clients it serves at once. */
export function httpSettings() {
  return z
    .strictObject({
      listen: address().describe('Where browsers, or the proxy before them, connect.'),
      cert: readableFile().optional().describe('A certificate for browsers, PEM'),
      key: readableFile()
        .optional()
        .describe('and its key. Absent: HTTP without TLS, for a proxy that has it.'),
      'trusted-proxies': ranges().describe(
        'Who may say, by `X-Forwarded-For`, that another is the browser; may be empty.',
      ),
      connections: z.int().min(10).max(100_000).default(2_000).describe('At most at a time.'),
      'per-address': z
        .int()
        .min(10)
        .max(100_000)
        .default(200)
        .describe(
          'Of one address (IPv6: one /64) at most at a time: connections, and requests under way; behind a trusted proxy requests alone.',
        ),
    })
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
      message: 'cert and key belong together',
    });
}
