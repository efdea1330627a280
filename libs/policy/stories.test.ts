import { describe, expect, it } from 'vitest';
import { mustCompile, toYaml } from './testing/compile-text.js';
import { playStory } from './testing/play-story.js';
import { type Login, readStory } from './testing/story.js';

const NAMES = ['company', 'factors', 'home-address', 'isp', 'strict'];

describe.each(NAMES)('the story %s', (name) => {
  const story = readStory(name);
  const played = playStory(story, mustCompile(toYaml(story.policies)));

  it.each(played.map((row) => [row.login.id, row] as const))(
    '%s',
    (_, { login, outcome, granted }) => {
      if (outcome === 'INVALID') return expect(login.expect).toBe('INVALID');
      expect(outcome).toMatchObject(expected(login));
      if (login.rule !== undefined) expect(outcome.rule?.name).toContain(login.rule);
      if (login.missing !== undefined)
        expect(sorted(outcome.missing)).toEqual(sorted(login.missing));
      if (login.granted !== undefined) expect(granted).toEqual(login.granted);
      return undefined;
    },
  );
});

function expected(login: Login) {
  const { expect: decision, reason } = login;
  return reason === undefined ? { decision } : { decision, reason };
}

function sorted(alternatives: readonly (readonly string[])[]): string[] {
  return alternatives.map((factors) => [...factors].sort().join(' + ')).sort();
}
