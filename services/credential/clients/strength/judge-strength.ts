import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as german from '@zxcvbn-ts/language-de';
import * as english from '@zxcvbn-ts/language-en';
import * as spanish from '@zxcvbn-ts/language-es-es';
import * as french from '@zxcvbn-ts/language-fr';
import * as italian from '@zxcvbn-ts/language-it';

/** Of one password. */
export interface Strength {
  /** 0 to 4; 3: safe where an attacker has the hash of a slow scheme for hours. */
  readonly score: number;
  /** A key of zxcvbn's; empty: none. */
  readonly warning: string;
  readonly suggestions: readonly string[];
  /** It stands in the list of passwords that became known and that people choose most. */
  readonly common: boolean;
}

/** What is looked at costs at least its square: the first and the last characters, of a long one. */
const LOOKED_AT = 32;
/** Letters that are written as others, in how many ways at most. */
const SUBSTITUTIONS = 8;

/** Makes the judge: some 100 MB of words, so once in a thread of its own. */
export function strengthJudge(): (password: string, words: readonly string[]) => Strength {
  const zxcvbn = new ZxcvbnFactory({
    dictionary: {
      ...common.dictionary,
      ...english.dictionary,
      ...french.dictionary,
      ...spanish.dictionary,
      // These two name their lists as every language does.
      ...named('it', italian.dictionary),
      ...named('de', german.dictionary),
    },
    graphs: common.adjacencyGraphs,
    maxLength: LOOKED_AT,
    l33tMaxSubstitutions: SUBSTITUTIONS,
  });
  const known = new Set<string>(common.dictionary['passwords-common'] as string[]);
  return (password, words) => {
    const parts = [password.slice(0, LOOKED_AT), password.slice(-LOOKED_AT)];
    const results = [...new Set(parts)].map((part) => zxcvbn.check(part, [...words]));
    const best = results.reduce((one, other) => (other.score > one.score ? other : one));
    return {
      score: best.score,
      warning: best.feedback.warning ?? '',
      suggestions: best.feedback.suggestions,
      common: known.has(password.toLowerCase()),
    };
  };
}

function named<T>(language: string, dictionary: Readonly<Record<string, T>>): Record<string, T> {
  const lists = Object.entries(dictionary).map(([name, list]) => [`${name}-${language}`, list]);
  return Object.fromEntries(lists) as Record<string, T>;
}
