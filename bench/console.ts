import { loadavg } from 'node:os';
import type { Bench, Figures } from './bench.js';
import { ADMINISTRATOR, OPERATOR } from './console/documents.js';
import { openFilled } from './console/installation.js';
import { measurePage, rounded } from './console/measure.js';
import { benchedPages } from './console/pages.js';
import { LARGE, SIZES } from './console/sizes.js';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 40);

export const bench: Bench = {
  about: "the console's pages with 10,000 domains and 1,000,000 logins, beside their queries",
  async run(tell) {
    const filled = await openFilled(tell);
    const { databases } = filled;
    const figures: Figures[] = [];
    try {
      const browsers = {
        administrator: await filled.signIn(ADMINISTRATOR, '203.0.113.1'),
        operator: await filled.signIn(OPERATOR, '203.0.113.2'),
      };
      const { rows } = await databases.audit.query<{ id: string }>(
        `select event_id as id from leaf where domain = $1 and decision is not null
           and event is not null order by time desc offset 100 limit 1`,
        [LARGE],
      );
      const load = loadavg()[0]?.toFixed(1);
      for (const page of benchedPages({ id: rows[0]?.id ?? '', now: Date.now() })) {
        if (!page.what.includes(process.env.BENCH_PAGE ?? '')) continue;
        const browser = browsers[page.by];
        const took = await measurePage(page, { browser, databases, rounds: ROUNDS });
        figures.push({
          page: page.what + (page.firstOctets ? ', first octets' : ''),
          ...{ p50_ms: rounded(took.page, 0.5), p95_ms: rounded(took.page, 0.95) },
          queries_p50_ms: rounded(took.queries, 0.5),
          queries_p95_ms: rounded(took.queries, 0.95),
        });
        tell(JSON.stringify(figures.at(-1)));
      }
      const { domains, logins } = SIZES;
      return { figures, notes: [`${domains} domains, ${logins} logins, load ${load}`] };
    } finally {
      await filled.close();
    }
  },
};
