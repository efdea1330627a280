import type { Kind } from '../core/kinds.js';
import type { Happening, Notice } from '../core/notice.js';
import { traitsOf } from '../core/seen.js';
import type { Batch, RecordKeeping, Trait } from '../ports.js';

export interface TakeInParts {
  /** A hash that only the installation can compute, cut to 16 octets. */
  readonly hash: (account: string, trait: string) => Buffer;
  /** `Firefox on Windows`; empty where a program did not name itself. */
  readonly programOf: (userAgent: string | undefined) => string;
  /** From the first start on, sign-ins are learnt from and not told of. */
  readonly learningMs: number;
  /** Kinds that the people of a domain are not told of. */
  readonly off: ReadonlyMap<string, readonly Kind[]>;
}

/**
 * Takes in a part of the record: what its people are told of is laid by as mails, and how far the
 * record was read is noted, in the caller's transaction.
 */
export async function takeIn(
  { hash, programOf, learningMs, off }: TakeInParts,
  keeping: RecordKeeping,
  batch: Batch,
  { now, since }: { now: number; since: number },
): Promise<void> {
  const signIns: Notice[] = [];
  const flush = async () => {
    const traits = signIns.map(({ account, facts }) =>
      traitsOf(facts, programOf(facts.userAgent)).map((trait) => ({
        account,
        hash: hash(account, trait),
      })),
    );
    const unknown = await unknownOf(keeping, traits, now);
    for (const [n, notice] of signIns.entries()) {
      if (unknown[n] && notice.at >= since + learningMs) await keeping.layBy(notice, now);
    }
    signIns.length = 0;
  };
  for (const happening of batch.happenings) {
    if (happening.is === 'sign-in') {
      signIns.push(happening.notice);
      continue;
    }
    // What is told of is told in the record's order.
    await flush();
    if (!isOff(off, happening)) await dealWith(keeping, happening, now);
  }
  await flush();
  await keeping.moveTo(batch.position);
}

function isOff(off: TakeInParts['off'], happening: Happening): boolean {
  if (happening.is === 'removal') return false;
  const { account, kind } = happening.notice;
  return off.get(account.slice(account.lastIndexOf('@') + 1))?.includes(kind) === true;
}

function dealWith(
  keeping: RecordKeeping,
  happening: Exclude<Happening, { is: 'sign-in' }>,
  now: number,
): Promise<void> {
  if (happening.is === 'removal') return keeping.purge(happening.account);
  return keeping.layBy(happening.notice, now);
}

/** For each sign-in whether any of its traits was unknown before it. */
async function unknownOf(
  keeping: RecordKeeping,
  traits: readonly (readonly Trait[])[],
  now: number,
): Promise<boolean[]> {
  const all = traits.flat();
  if (all.length === 0) return [];
  const unknown = await keeping.remember(all, now);
  let at = 0;
  return traits.map((own) => {
    const slice = unknown.slice(at, at + own.length);
    at += own.length;
    return slice.includes(true);
  });
}
