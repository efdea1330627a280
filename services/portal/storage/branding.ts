import { brandingSet } from '../../../libs/events/definitions/portal.js';
import { appendEvents, makeEvent } from '../../../libs/events/index.js';
import type { Database } from '../../../libs/pg/index.js';
import type { Actor, BrandingStore, Clock } from '../ports.js';

interface Row {
  readonly name: string;
  readonly logo_png: Buffer;
  readonly colour: string;
  readonly help: string;
  readonly languages: string[];
}

/** How the page looks to a domain's people; each change is an event. */
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
      const { logo_png: logoPng, ...rest } = row;
      return { ...rest, logoPng };
    },
    set: (domain, branding, actor) =>
      db.transaction(async (tx) => {
        const now = clock.now();
        const { name, logoPng, colour, help, languages } = branding;
        await tx.query(SET, [domain, name, logoPng, colour, help, languages, new Date(now)]);
        const context = { id: newId(), service: 'portal', time: now, domain };
        const data = { domain, name, actor: actorOf(actor) };
        await appendEvents(tx, [makeEvent(brandingSet, context, data)]);
      }),
  };
}

function actorOf({ certificate, onBehalfOf, comment }: Actor) {
  return {
    certificate,
    ...(onBehalfOf === '' ? {} : { on_behalf_of: onBehalfOf }),
    ...(comment === '' ? {} : { comment }),
  };
}

const READ = {
  name: 'branding-read',
  text: 'SELECT name, logo_png, colour, help, languages FROM branding WHERE domain = $1',
};
const SET = {
  name: 'branding-set',
  text: `INSERT INTO branding (domain, name, logo_png, colour, help, languages, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (domain) DO UPDATE SET
      name = $2, logo_png = $3, colour = $4, help = $5, languages = $6, changed_at = $7`,
};
