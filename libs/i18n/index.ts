import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { packageRoot } from '../config/index.js';

/** Languages with a message catalogue (BCP 47), and what each calls itself. */
export const LANGUAGES = {
  en: 'English',
  it: 'Italiano',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
} as const;

export type Language = keyof typeof LANGUAGES;

export const ALL_LANGUAGES = Object.keys(LANGUAGES) as Language[];

export interface Translator {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  /** A message by its name. @throws Error for a name that no catalogue has: a mistake of ours */
  (name: string, values?: Readonly<Record<string, string | number>>): string;
  /** A time in words, with its zone: UTC, as nobody tells us the person's. */
  time(ms: number): string;
}

/**
 * Reads every catalogue of a service (Fluent, `services/<name>/locales/<language>.ftl`), once.
 * @throws Error where one is not whole
 */
export function loadMessages(service: string): (language: Language) => Translator {
  const dir = join(packageRoot, 'services', service, 'locales');
  const bundles = new Map<Language, FluentBundle>();
  for (const language of ALL_LANGUAGES) {
    // Marks around what is filled in keep an address legible amid Arabic.
    const bundle = new FluentBundle(language, { useIsolating: language === 'ar' });
    const text = readFileSync(join(dir, `${language}.ftl`), 'utf8');
    const [error] = bundle.addResource(new FluentResource(text));
    if (error !== undefined) throw new Error(`${language}.ftl: ${error.message}`);
    bundles.set(language, bundle);
  }
  const translators = new Map(ALL_LANGUAGES.map((language) => [language, translator(language)]));
  return (language) => translators.get(language) as Translator;

  function translator(language: Language): Translator {
    const format = new Intl.DateTimeFormat(language, {
      ...{ weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' },
      ...{ timeZone: 'UTC', timeZoneName: 'short' },
    });
    const say = (name: string, values: Readonly<Record<string, string | number>> = {}): string => {
      for (const bundle of [bundles.get(language), bundles.get('en')]) {
        const value = bundle?.getMessage(name)?.value;
        if (bundle !== undefined && value) return bundle.formatPattern(value, { ...values }, []);
      }
      throw new Error(`no catalogue has the message ${name}`);
    };
    return Object.assign(say, {
      language,
      direction: language === 'ar' ? ('rtl' as const) : ('ltr' as const),
      time: (ms: number) => format.format(new Date(ms)),
    });
  }
}

/** Whether a message is there, for those whose name comes from elsewhere. */
export function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}
