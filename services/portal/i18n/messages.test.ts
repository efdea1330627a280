import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { ALL_LANGUAGES, loadMessages } from './messages.js';

const messagesOf = (language: string) => {
  const file = join(packageRoot, 'services', 'portal', 'locales', `${language}.ftl`);
  return new FluentResource(readFileSync(file, 'utf8')).body;
};

describe.each(ALL_LANGUAGES)('the catalogue %s', (language) => {
  it('has every message, and no other', () => {
    const names = (of: string) =>
      messagesOf(of)
        .map(({ id }) => id)
        .sort();
    expect(names(language)).toEqual(names('en'));
  });

  it('fills in what English fills in', () => {
    const variables = (of: string) => {
      const entries = messagesOf(of).map(({ id, value }) => {
        const found = JSON.stringify(value).matchAll(/"type":"var","name":"(\w+)"/g);
        return [id, [...new Set([...found].map(([, name]) => name))].sort()] as const;
      });
      return new Map(entries);
    };
    const english = variables('en');
    for (const [id, found] of variables(language)) {
      expect(found, id).toEqual(english.get(id));
    }
  });
});

it('says lifetimes as each language does', () => {
  const say = loadMessages();
  const words = (language: (typeof ALL_LANGUAGES)[number]) =>
    [1, 2, 24].map((n) => say(language)('lifetime-hours', { n }));
  expect(words('en')).toEqual(['1 hour', '2 hours', '24 hours']);
  expect(words('it')).toEqual(['1 ora', '2 ore', '24 ore']);
  expect(words('ar')[1]).toBe('ساعتين');
});

it('does not go on where a name is a mistake of ours', () => {
  expect(() => loadMessages()('en')('no-such-message')).toThrow('no catalogue has');
});
