import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../config/index.js';
import { ALL_LANGUAGES, loadMessages } from './index.js';

const SERVICES = ['portal', 'notice', 'console'];
const CATALOGUES = SERVICES.flatMap((service) =>
  ALL_LANGUAGES.map((language) => ({ service, language })),
);

const messagesOf = (service: string, language: string) => {
  const file = join(packageRoot, 'services', service, 'locales', `${language}.ftl`);
  return new FluentResource(readFileSync(file, 'utf8')).body;
};

describe.each(CATALOGUES)('the catalogue of $service in $language', ({ service, language }) => {
  it('has every message, and no other', () => {
    const names = (of: string) =>
      messagesOf(service, of)
        .map(({ id }) => id)
        .sort();
    expect(names(language)).toEqual(names('en'));
  });

  it('fills in what English fills in', () => {
    const variables = (of: string) => {
      const entries = messagesOf(service, of).map(({ id, value }) => {
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
  const say = loadMessages('portal');
  const words = (language: (typeof ALL_LANGUAGES)[number]) =>
    [1, 2, 24].map((n) => say(language)('lifetime-hours', { n }));
  expect(words('en')).toEqual(['1 hour', '2 hours', '24 hours']);
  expect(words('it')).toEqual(['1 ora', '2 ore', '24 ore']);
  expect(words('ar')[1]).toBe('ساعتين');
});

it('does not go on where a name is a mistake of ours', () => {
  expect(() => loadMessages('portal')('en')('no-such-message')).toThrow('no catalogue has');
});
