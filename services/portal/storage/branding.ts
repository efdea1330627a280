import type { Database } from '../../../libs/pg/index.js';
import type { Branding } from '../ports.js';

interface Row {
  readonly name: string;
  readonly logo_png: Buffer;
  readonly colour: string;
  readonly help: string;
  readonly languages: string[];
}

/** What was set for a domain; undefined where nothing was. */
export async function readBranding(db: Database, domain: string): Promise<Branding | undefined> {
  const { rows } = await db.query<Row>(READ, [domain]);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { logo_png: logoPng, ...rest } = row;
  return { ...rest, logoPng };
}

const READ = {
  name: 'branding-read',
  text: 'SELECT name, logo_png, colour, help, languages FROM branding WHERE domain = $1',
};
