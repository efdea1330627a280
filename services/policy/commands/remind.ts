import { graceEndOf } from '../../../libs/policy/decide/evaluate.js';
import type { PolicySet } from '../core/policy-set.js';
import type { Otp, Passkeys } from '../ports/factors.js';
import type { DueReminder, RemindedBy, Reminder, Reminders } from '../ports/reminders.js';
import { callUntil } from './call-until.js';

const DAY_MS = 86_400_000;
const ASK_TIMEOUT_MS = 4_000;

export interface RemindPorts {
  readonly policies: { current(): PolicySet };
  readonly reminders: Reminders;
  readonly clock: { now(): number };
}

export interface SendRemindersPorts extends RemindPorts {
  readonly policies: RemindPorts['policies'] & { readonly fresh: boolean };
  readonly otp: Pick<Otp, 'enrolment'>;
  readonly passkeys: Pick<Passkeys, 'enrolled'>;
}

/** The grace periods of members of a domain, in ms since the epoch; null: none. */
export function graceOf(
  { policies }: Pick<RemindPorts, 'policies'>,
  domain: string,
  accounts: readonly string[],
): readonly { readonly account: string; readonly until: number | null }[] {
  const active = policies.current().find(domain);
  return accounts.map((account) => ({
    account,
    until: active === undefined ? null : graceEndOf(active.policy, account),
  }));
}

/**
 * Has people reminded, some days before their own grace period ends. Those whose period has ended, or who have none, are
 * left out.
 *
 * @returns how many will be reminded
 */
export async function remind(
  ports: RemindPorts,
  request: RemindedBy & {
    readonly domain: string;
    readonly accounts: readonly string[];
    readonly daysBefore: number;
    readonly dryRun: boolean;
  },
): Promise<number> {
  const { reminders, clock } = ports;
  const { accounts, dryRun, ...rest } = request;
  const now = clock.now();
  const due = graceOf(ports, request.domain, accounts).flatMap(({ account, until }) =>
    until === null || until <= now
      ? []
      : [{ account, ...dueAt(until, { daysBefore: request.daysBefore, now }) }],
  );
  if (!dryRun && due.length > 0) await reminders.begin({ ...rest, accounts: due, askedAt: now });
  return due.length;
}

/** Looks at reminders on any replica, and sends those that are due to people who still have no second factor. */
export async function sendReminders(ports: SendRemindersPorts, signal: AbortSignal): Promise<void> {
  const { policies, reminders, clock } = ports;
  // A day that another replica has changed already must not be told.
  if (!policies.fresh) return;
  const claimed = await reminders.claim(clock.now());
  const looks = await Promise.allSettled(claimed.map((one) => look(ports, one, signal)));
  for (const one of looks) if (one.status === 'rejected') throw one.reason;
}

async function look(
  ports: SendRemindersPorts,
  reminder: Reminder,
  signal: AbortSignal,
): Promise<void> {
  const { reminders, clock, otp, passkeys } = ports;
  const { account, domain, daysBefore } = reminder;
  const now = clock.now();
  const until = graceOf(ports, domain, [account])[0]?.until ?? null;
  if (until === null || until <= now) return reminders.drop(reminder);
  const due = dueAt(until, { daysBefore, now });
  if (due.dueAt > now) return reminders.postpone(reminder, due);
  const call = callUntil(performance.now() + ASK_TIMEOUT_MS, signal);
  const [{ enrolled }, hasPasskey] = await Promise.all([
    otp.enrolment(account, call),
    passkeys.enrolled(account, call),
  ]);
  if (enrolled || hasPasskey) return reminders.drop(reminder);
  await reminders.send(reminder, until);
}

function dueAt(
  until: number,
  { daysBefore, now }: { readonly daysBefore: number; readonly now: number },
): Omit<DueReminder, 'account'> {
  const due = until - daysBefore * DAY_MS;
  return { dueAt: due, lookAt: Math.max(now, Math.min(due, now + DAY_MS)) };
}
