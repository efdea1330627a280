import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { packageRoot } from '../config/index.js';

/** The languages with a message catalogue (BCP 47), each under its own name. */
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
  /** A message by its name. @throws Error if no catalogue has the name: a mistake of ours */
  (name: string, values?: Readonly<Record<string, string | number>>): string;
  /** A time in words, with its zone. @param zone IANA. Default: UTC */
  time(ms: number, zone?: string): string;
  /** A day in words: `Sunday 29 November`. @param zone IANA */
  day(ms: number, zone: string): string;
  /** The same with the year and without the weekday. @param zone IANA */
  dayOfYear(ms: number, zone: string): string;
  /** A time of day, with its zone: `18:00 CET`. @param zone IANA */
  clockTime(ms: number, zone: string): string;
}

/** The locale for formatting times. English times are written 18:00, not 6:00 PM. */
const LOCALES: Readonly<Partial<Record<Language, string>>> = { en: 'en-GB' };
/** Domains choose time zones, so the number of cached formats is limited. */
const MOST_FORMATS = 500;

/**
 * Reads every catalogue of a service (Fluent, `services/<name>/locales/<language>.ftl`), once.
 * @throws Error if a catalogue is incomplete
 */
export function loadMessages(service: string): (language: Language) => Translator {
  const dir = join(packageRoot, 'services', service, 'locales');
  const bundles = new Map<Language, FluentBundle>();
  for (const language of ALL_LANGUAGES) {
    // Isolation marks around inserted values keep an address legible in Arabic text.
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

/** The number of calendar days between two times in a zone (IANA): 0 is today, 1 tomorrow. */
export function daysUntil(ms: number, now: number, zone: string): number {
  const dayOf = (at: number) => Date.parse(isoFormatOf('date', zone).format(at)) / 86_400_000;
  return dayOf(ms) - dayOf(now);
}

/** Whether a text is the code of a language that has a catalogue. */
export function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}
