import Bowser from 'bowser';

/** No program sends a longer one. */
const MOST_READ = 512;

/**
 * The name of a program, without its version: `Firefox on Windows`. Empty if there is no user
 * agent; if nothing is recognised, the beginning of it, in plain characters.
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
