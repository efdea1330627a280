import type { Clock } from '../../../libs/clock/index.js';
import { brandingRemoved, brandingSet } from '../../../libs/events/definitions/portal.js';
import { emit } from '../../../libs/events/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { Branding, BrandingStore } from '../ports/branding.js';

interface Row {
  readonly name: string;
  readonly logo_png: Buffer;
  readonly colour: string;
  readonly help: string;
  readonly languages: string[];
  readonly time_zone: string;
  readonly help_texts: Branding['helpTexts'];
  readonly mail: Branding['mail'];
}

/** Stores how pages look to a domain's people. Each change writes an event. */
export function openBranding(parts: {
  db: Database;
  clock: Clock;
  newId: () => string;
}): BrandingStore {
  const { db, clock, newId } = parts;
  return {
    async read(domain) {
      const { rows } = await db.query<Row>(READ, [domain]);
      const [row] = rows;
      if (row === undefined) return undefined;
      const { logo_png: logoPng, time_zone: timeZone, help_texts: helpTexts, ...rest } = row;
      return { ...rest, logoPng, timeZone, helpTexts };
    },
    set: (domain, branding, actor) =>
      db.transaction(async (tx) => {
        const now = clock.now();
        const { name, logoPng, colour, help, languages, timeZone, helpTexts, mail } = branding;
        const values = [domain, name, logoPng, colour, help, languages, new Date(now)];
        await tx.query(SET, [...values, timeZone, helpTexts, mail]);
        const context = { id: newId(), service: 'portal', time: now, domain };
        const data = { domain, name, actor };
        await emit(tx, brandingSet, context, data);
      }),
    remove: (domain, actor) =>
      db.transaction(async (tx) => {
        const { count } = await tx.query(REMOVE, [domain]);
        if (count === 0) return false;
        const context = { id: newId(), service: 'portal', time: clock.now(), domain };
        const data = { domain, actor };
        await emit(tx, brandingRemoved, context, data);
        return true;
      }),
  };
}

const READ = {
  name: 'branding-read',
  text: `SELECT name, logo_png, colour, help, languages, time_zone, help_texts, mail
    FROM branding WHERE domain = $1`,
};
const SET = {
  name: 'branding-set',
  text: `INSERT INTO branding
      (domain, name, logo_png, colour, help, languages, changed_at, time_zone, help_texts, mail)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (domain) DO UPDATE SET name = $2, logo_png = $3, colour = $4, help = $5,
      languages = $6, changed_at = $7, time_zone = $8, help_texts = $9, mail = $10`,
};
const REMOVE = { name: 'branding-remove', text: 'DELETE FROM branding WHERE domain = $1' };
