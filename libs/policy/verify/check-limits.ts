import type { CompiledPolicy } from '../compile/compiled.js';
import type { Limits } from '../language/document.js';
import type { Position } from '../language/problem.js';
import { formatDuration } from '../language/values.js';
import type { Failure } from './failure.js';

/** What of a policy's settings goes beyond the limits of `*`. */
export function checkLimits(policy: CompiledPolicy, limits: Limits): Failure[] {
  const { ip, device, session } = policy.trust;
  const failures: Failure[] = [];
  const check = (
    value: number | null | undefined,
    at: Position | null | undefined,
    demand: Demand,
  ) => {
    const { limit, exceeds, what, format } = demand;
    if (value == null || limit === undefined || !exceeds(value, limit)) return;
    const place = `${policy.file}:${at?.line}`;
    const message = `${policy.domain}: ${what} ${format(value)} (${place}) goes beyond the limit ${format(limit)}`;
    const { file, line, column } = limits;
    failures.push({
      kind: 'limit',
      guardrail: true,
      domain: policy.domain,
      file,
      line,
      column,
      message,
    });
  };
  check(ip?.max, ip, longest('trust.ip.max', limits.ipMax));
  check(device?.max, device, longest('trust.device.max', limits.deviceMax));
  check(session?.max, session, longest('trust.session.max', limits.sessionMax));
  check(ip?.ipv6Prefix, ip, {
    what: 'trust.ip.ipv6-prefix',
    limit: limits.ipv6Prefix,
    exceeds: (value, limit) => value < limit,
    format: (value) => `/${value}`,
  });
  check(policy.enrolment?.graceUntil, policy.enrolment, {
    what: 'enrolment.grace-until',
    limit: limits.graceUntil,
    exceeds: (value, limit) => value > limit,
    format: (value) => new Date(value).toISOString().slice(0, 10),
  });
  return failures;
}

interface Demand {
  readonly what: string;
  readonly limit: number | undefined;
  exceeds(value: number, limit: number): boolean;
  format(value: number): string;
}

function longest(what: string, limit: number | undefined): Demand {
  return { what, limit, exceeds: (value, most) => value > most, format: formatDuration };
}
