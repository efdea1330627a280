import type { CompiledPolicy } from '../compile/compiled.js';
import { formatSource } from '../compile/merge.js';
import type { Limits } from '../language/document.js';
import type { Source } from '../language/problem.js';
import { formatDuration } from '../language/values.js';
import type { Failure } from './failure.js';

/**
 * The settings of a policy that exceed the limits of `*`. A failure in a template's setting is
 * placed at the template, with the same text for every domain that extends it.
 */
export function checkLimits(policy: CompiledPolicy, limits: Limits): Failure[] {
  const { ip, device, session } = policy.trust;
  const { enrolment, settingsFrom } = policy;
  const failures: Failure[] = [];
  const fail = (said: string, bound: string, at: Source, template: string | null) => {
    const place = `${said} (${formatSource(at)}) ${bound}`;
    const { file, line, column } = template === null ? limits : at;
    failures.push({
      kind: 'limit',
      guardrail: true,
      domain: policy.domain,
      ...{ file, line, column },
      ...(template === null
        ? { message: `${policy.domain}: ${place}` }
        : { message: `template "${template}": ${place}`, template }),
    });
  };
  const check = (
    value: number | null | undefined,
    at: Source | null | undefined,
    demand: Demand,
  ) => {
    const { limit, exceeds, what, format } = demand;
    if (value == null || at == null || limit === undefined || !exceeds(value, limit)) return;
    const template = at === enrolment ? settingsFrom.enrolment : settingsFrom.trust;
    fail(`${what} ${format(value)}`, `goes beyond the limit ${format(limit)}`, at, template);
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
  const grace = (what: string): Demand => ({
    what,
    limit: limits.graceUntil,
    exceeds: (value, limit) => value > limit,
    format: (value) => new Date(value).toISOString().slice(0, 10),
  });
  check(enrolment?.graceUntil, enrolment, grace('enrolment.grace-until'));
  for (const { group, until } of enrolment?.graceGroups ?? []) {
    check(until, enrolment, grace(`enrolment.grace-groups.${group}`));
  }
  if (enrolment?.anywhere && limits.noEnrolmentAnywhere) {
    const bound = 'is forbidden by the limit enrolment.anywhere';
    fail('enrolment.from anywhere', bound, enrolment, settingsFrom.enrolment);
  }
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
