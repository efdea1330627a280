import Bowser from 'bowser';

/** No program sends a longer one. */
const MOST_READ = 300;

/** Programs that Bowser knows. Of others it gives whatever stands before a version. */
const KNOWN: ReadonlySet<string> = new Set(Object.values(Bowser.BROWSER_MAP));
/** One word, or two: nothing that a mail program makes a link of. */
const WORD = /^[A-Za-z0-9-]{1,24}$/;
const WORDS = /^[A-Za-z0-9-]{1,24}(?: [A-Za-z][A-Za-z0-9-]{0,23})?/;

/**
 * The name of a program, without its version: `Firefox (Windows)`. Empty if there is no user agent. If the program is
 * not known, it is the first one or two words of what it says: whoever signs in writes that, and pages and mails show
 * it to others.
 */
export function programOf(userAgent: string | undefined): string {
  // The library's expressions take long for many spaces.
  const said = (userAgent ?? '').replace(/\s+/g, ' ').slice(0, MOST_READ);
  if (said === '') return '';
  const parser = Bowser.getParser(said);
  const known = parser.getBrowserName();
  const isName = KNOWN.has(known) || WORD.test(known);
  const name = isName ? known : (WORDS.exec(said)?.[0] ?? '');
  const system = parser.getOSName();
  return name === '' || system === '' ? name : `${name} (${system})`;
}
