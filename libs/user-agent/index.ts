import Bowser from 'bowser';

/** Longer ones are no program's. */
const MOST_READ = 512;

/**
 * A program in words, without its version: `Firefox on Windows`. Empty where it did not name itself;
 * where nothing is recognised, the beginning of what it said, in plain characters.
 */
export function programOf(userAgent: string | undefined): string {
  const said = (userAgent ?? '').slice(0, MOST_READ);
  if (said === '') return '';
  const parser = Bowser.getParser(said);
  const name = parser.getBrowserName();
  const system = parser.getOSName();
  if (name !== '') return system === '' ? name : `${name} (${system})`;
  return said
    .replace(/[^\w .()/-]/g, '')
    .slice(0, 40)
    .trim();
}
