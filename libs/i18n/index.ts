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
  /** A time in words, with its zone. @param zone IANA; UTC */
  time(ms: number, zone?: string): string;
  /** A day in words: `Sunday 29 November`. @param zone IANA */
  day(ms: number, zone: string): string;
  /** As that, with the year and without the name of the day. @param zone IANA */
  dayOfYear(ms: number, zone: string): string;
  /** A time of day, with its zone: `18:00 CET`. @param zone IANA */
  clockTime(ms: number, zone: string): string;
}

/** Formats of times as English is written where mail is read: 18:00, not 6:00 PM. */
const LOCALES: Readonly<Partial<Record<Language, string>>> = { en: 'en-GB' };
/** Domains name time zones: no more formats than that are kept. */
const MOST_FORMATS = 500;

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
    const formatOf = keepFormats(LOCALES[language] ?? language);
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
      time: (ms: number, zone = 'UTC') => formatOf('time', zone).format(ms),
      day: (ms: number, zone: string) => formatOf('day', zone).format(ms),
      dayOfYear: (ms: number, zone: string) => formatOf('dayOfYear', zone).format(ms),
      clockTime: (ms: number, zone: string) => formatOf('clock', zone).format(ms),
    });
  }
}

const FORMATS = {
  date: { year: 'numeric', month: '2-digit', day: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
  time: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  },
  clock: { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
} as const;

function keepFormats(
  locale: string,
): (what: keyof typeof FORMATS, timeZone: string) => Intl.DateTimeFormat {
  const kept = new Map<string, Intl.DateTimeFormat>();
  return (what, timeZone) => {
    const key = `${what} ${timeZone}`;
    const found = kept.get(key);
    if (found !== undefined) return found;
    if (kept.size >= MOST_FORMATS) kept.clear();
    const made = new Intl.DateTimeFormat(locale, { ...FORMATS[what], timeZone });
    kept.set(key, made);
    return made;
  };
}

// Writes YYYY-MM-DD.
const isoFormatOf = keepFormats('sv-SE');

/** Days from one time to another, as a calendar on the wall of a zone (IANA) counts: 0 is today, 1 tomorrow. */
export function daysUntil(ms: number, now: number, zone: string): number {
  const dayOf = (at: number) => Date.parse(isoFormatOf('date', zone).format(at)) / 86_400_000;
  return dayOf(ms) - dayOf(now);
}

/** Whether a message is there, for those whose name comes from elsewhere. */
export function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}
