import type { CompiledPolicy } from '../compile/compiled.js';
import type { Policy } from '../decide/policy.js';
import { loadCompiled } from '../store/policy-table.js';
import { TooMuchWork, Work } from '../verify/work.js';
import { type Box, coverWithBoxes, sizeOf } from './boxes.js';
import { changesBetween } from './changes.js';
import { compare, type Pair } from './compared.js';
import { KINDS, type Kind } from './outcomes.js';
import { type Sentence, sentenceMaker } from './sentence.js';
import { type SettingChange, settingChanges } from './settings.js';

/**
 * What changes from one document to another. If both lists are empty, it is the same policy in
 * other words.
 */
export interface Meaning {
  /**
   * Together they cover exactly the connections that are decided differently. Refusals come first.
   */
  readonly sentences: readonly Sentence[];
  readonly settings: readonly SettingChange[];
}

/** A few seconds. No document that people write comes near it. */
const MOST_WORK = 4e9;
const MOST_SENTENCES = 500;

/**
 * Finds the connections (accounts, services, addresses, trust, and what is presented, all of it
 * right) that are let in under only one of the documents, or may enrol a first second factor under
 * only one, or have their session bound under only one: all of them, and no others.
 *
 * @throws TooMuchWork if there is more to compare, or to report, than anyone would wait for
 */
export function meaningOf(pair: Pair, mostWork: number = MOST_WORK): Meaning {
  const work = new Work(mostWork);
  const compared = compare(pair, work);
  const changes = changesBetween(compared);
  const boxes = KINDS.flatMap((kind, index): [Kind, Box][] => {
    const masks = changes.masks[index] as Uint8Array;
    const cover = coverWithBoxes({ sizes: changes.sizes, masks }, work);
    return cover.sort((x, y) => sizeOf(y) - sizeOf(x)).map((box) => [kind, box]);
  });
  if (boxes.length > MOST_SENTENCES) throw new TooMuchWork();
  const settings = settingChanges(pair);
  if (boxes.length === 0) return { sentences: [], settings };
  const ready = [readyOf(pair.before), readyOf(pair.after)] as const;
  const say = sentenceMaker(compared, changes, ready);
  return { sentences: boxes.map(([kind, box]) => say(kind, box)), settings };
}

function readyOf(policy: CompiledPolicy | null): Policy | undefined {
  return policy === null ? undefined : loadCompiled(policy);
}
