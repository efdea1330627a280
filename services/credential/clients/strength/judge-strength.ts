import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as german from '@zxcvbn-ts/language-de';
import * as english from '@zxcvbn-ts/language-en';
import * as spanish from '@zxcvbn-ts/language-es-es';
import * as french from '@zxcvbn-ts/language-fr';
import * as italian from '@zxcvbn-ts/language-it';

/** The strength of one password. */
export interface Strength {
  /** 0 to 4. A score of 3 is safe against an attacker who has the hash of a slow scheme for hours. */
  readonly score: number;
  /** A key of zxcvbn's; empty if there is none. */
  readonly warning: string;
  readonly suggestions: readonly string[];
  /** It is among the most common passwords that became known. */
  readonly common: boolean;
}

/**
 * The cost is at least quadratic in the length, so of a long password only the first and the last characters are
 * examined.
 */
const LOOKED_AT = 32;
/** The most ways that substituted letters (l33t) are read. */
const SUBSTITUTIONS = 8;

/** Makes the judge. It holds some 100 MB of word lists, so make it once, in a separate thread. */
export function strengthJudge(): (password: string, words: readonly string[]) => Strength {
  const zxcvbn = new ZxcvbnFactory({
    dictionary: {
      ...common.dictionary,
      ...english.dictionary,
      ...french.dictionary,
      ...spanish.dictionary,
      // These two use the same list names as the other languages, so they are renamed.
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
