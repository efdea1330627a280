import { domainOfAccount } from '../../../libs/names/account.js';
import type { Kind } from '../core/kinds.js';
import type { Notice, NoticeEvent } from '../core/notice.js';
import { refusedTraitOf, traitsOf } from '../core/seen.js';
import type { Batch, Familiarity, LearntLanguage, RecordKeeping, Trait } from '../ports.js';

type SignIn = Extract<NoticeEvent, { readonly is: 'sign-in' }>;

export interface ProcessParts {
  /** A hash that only the installation can compute, cut to 16 octets. */
  readonly hash: (account: string, trait: string) => Buffer;
  /** Such as `Firefox on Windows`; empty if a program did not name itself. */
  readonly programOf: (userAgent: string | undefined) => string;
  /** How long after the first start sign-ins are only learnt from and not reported. */
  readonly learningMs: number;
  /** Kinds that a domain's people are not notified of. */
  readonly off: ReadonlyMap<string, readonly Kind[]>;
}

/**
 * Processes a batch of the record in the caller's transaction: stores the mails for its people, and how far the record
 * was read.
 */
export async function processEvents(
  { hash, programOf, learningMs, off }: ProcessParts,
  keeping: RecordKeeping,
  batch: Batch,
  { now, since }: { now: number; since: number },
): Promise<void> {
  const signIns: SignIn[] = [];
  const notices: Notice[] = [];
  const judgeSignIns = async () => {
    const traits = signIns.map(({ notice: { account, kind, facts } }) => {
      const isRefused = kind === 'sign-in-refused';
      const usual = traitsOf(facts, programOf(facts.userAgent));
      const all = isRefused ? [...usual, refusedTraitOf(facts)] : usual;
      return all.map((trait, n) => {
        // A refused sign-in makes neither network nor program familiar, because a thief may know the password.
        const isLearnt = !isRefused || n === usual.length;
        return { account, hash: hash(account, trait), isLearnt };
      });
    });
    const familiarity = await familiarityOf(keeping, traits, now);
    const learnt: LearntLanguage[] = [];
    for (const [n, { notice, language }] of signIns.entries()) {
      const own = familiarity[n] ?? [];
      if (isUnusual(notice, own) && notice.at >= since + learningMs) notices.push(notice);
      if (language === undefined) continue;
      // Otherwise someone with a stolen password could choose the language in which the owner is warned.
      const replaces = own.every((one) => one === 'known');
      learnt.push({ account: notice.account, language, replaces });
    }
    await keeping.learnLanguages(learnt);
    signIns.length = 0;
  };
  for (const event of batch.events) {
    if (event.is === 'sign-in') {
      signIns.push(event);
      continue;
    }
    // Notices follow the order of the record.
    await judgeSignIns();
    if (event.is === 'skipped') {
      await keeping.skip(event.why, now);
      continue;
    }
    if (event.is === 'notice') {
      if (!isOff(off, event.notice)) notices.push(event.notice);
      continue;
    }
    await keeping.storeMails(notices.splice(0), now);
    await keeping.purge(event.account);
  }
  await judgeSignIns();
  await keeping.storeMails(notices, now);
  if (batch.position !== undefined) await keeping.moveTo(batch.position);
}

/**
 * Whether a person is notified of a sign-in. A refused one is reported once for each network: a mail program that is
 * refused tries again every few minutes.
 */
function isUnusual({ kind }: Notice, familiarity: readonly Familiarity[]): boolean {
  if (kind !== 'sign-in-refused') return familiarity.includes('new');
  const [network, , refusedBefore] = familiarity;
  return network === 'new' && refusedBefore === 'new';
}

function isOff(off: ProcessParts['off'], { account, kind }: Notice): boolean {
  return off.get(domainOfAccount(account))?.includes(kind) === true;
}

/** For each sign-in, how familiar each of its traits was before it. */
async function familiarityOf(
  keeping: RecordKeeping,
  traits: readonly (readonly Trait[])[],
  now: number,
): Promise<readonly Familiarity[][]> {
  const all = traits.flat();
  if (all.length === 0) return [];
  const known = await keeping.remember(all, now);
  let at = 0;
  return traits.map((own) => {
    const slice = known.slice(at, at + own.length);
    at += own.length;
    return slice;
  });
}
