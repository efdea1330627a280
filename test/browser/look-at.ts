import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Pictures go there, where they are wanted: `npm run pictures`. */
const PICTURES = process.env.PICTURES;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 800];

/**
 * Looks at the page as it stands: axe finds nothing, in light and in dark, nothing is wider than a small
 * telephone, and no script, style or request was refused.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth');
      expect(overflow, `${name} at ${width} px`).toBeLessThanOrEqual(width);
      if (PICTURES !== undefined && width === WIDTHS[0] && colorScheme === 'light') {
        mkdirSync(PICTURES, { recursive: true });
        const path = join(PICTURES, `${name}.png`);
        await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      }
    }
    expect(await violationsOf(page), `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated from outside the page: its own policy lets no script in.
  await page.evaluate(axe.source);
  const values = JSON.stringify(RULES);
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: { type: 'tag', values: ${values} } })`,
  )) as axe.AxeResults;
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
