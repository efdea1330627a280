import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The directory for pictures, if they are wanted: `npm run pictures` sets it. */
const PICTURES = process.env.PICTURES;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 800];

/**
 * Checks the page as it is: axe finds nothing, in light and in dark; nothing is wider than a small telephone; and the
 * keyboard alone reaches everything that can be used.
 */
export async function lookAt(
  page: Page,
  name: string,
  {
    widths = WIDTHS,
    pictureAt = widths[0],
  }: { widths?: readonly number[]; pictureAt?: number } = {},
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of widths) {
      await mustFit(page, name, width);
      expect(await page.evaluate(SMALL_TEXTS), `${name}: small text`).toEqual([]);
      if (PICTURES !== undefined && width === pictureAt && colorScheme === 'light') {
        mkdirSync(PICTURES, { recursive: true });
        const path = join(PICTURES, `${name}.png`);
        await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      }
    }
    expect(await violationsOf(page), `${name}, ${colorScheme}`).toEqual([]);
  }
  expect(await page.evaluate(FOREIGN), `${name}: asked of others`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await mustBeReachedByKeyboard(page, name);
}

/** Does the same for a person without scripts. */
export async function lookAtWithoutScript(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) await mustFit(page, name, width);
  await mustBeReachedByKeyboard(page, name);
  // axe is a script itself: it looks at a copy of the page in a browser that runs scripts, without the page's own.
  const html = (await page.content()).replaceAll(/<script\b.*?<\/script>/gs, '');
  const context = await page.context().browser()?.newContext();
  const copy = await context?.newPage();
  if (copy === undefined) throw new Error('the page is in no browser');
  await copy.route(page.url(), (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await copy.goto(page.url());
  for (const colorScheme of ['light', 'dark'] as const) {
    await copy.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violationsOf(copy), `${name}, ${colorScheme}`).toEqual([]);
  }
  await context?.close();
}

async function mustFit(page: Page, name: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const overflow = await page.evaluate('document.documentElement.scrollWidth');
  expect(overflow, `${name} at ${width} px`).toBeLessThanOrEqual(width);
}

/** Returns texts smaller than 16 px, except the reference that the help desk asks for. */
const SMALL_TEXTS = `[...document.querySelectorAll('body *:not(.reference):not(script)')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
  .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 16)
  .map((element) => element.outerHTML)`;

/** Returns the page's requests to other hosts. */
const FOREIGN = `performance.getEntriesByType('resource')
  .map(({ name }) => name)
  .filter((name) => !name.startsWith(location.origin + '/') && !name.startsWith('data:'))`;

/** Returns what Tab must reach, a group of radio buttons once, and whether the focus of each is visible. */
const USABLE = `(() => {
  const keyOf = (element, n) => (element.type === 'radio' ? 'radio ' + element.name : element.tagName + ' ' + n);
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.type !== 'hidden' && !element.disabled && element.tabIndex >= 0)
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element, n) => [element, keyOf(element, n)]);
  const { activeElement } = document;
  const { outlineStyle, boxShadow } = getComputedStyle(activeElement);
  return {
    keys: [...new Set(all.map(([, key]) => key))],
    focused: all.find(([element]) => element === activeElement)?.[1],
    isSeen: outlineStyle !== 'none' || boxShadow !== 'none',
  };
})()`;

interface Usable {
  readonly keys: readonly string[];
  readonly focused: string | undefined;
  readonly isSeen: boolean;
}

async function mustBeReachedByKeyboard(page: Page, name: string): Promise<void> {
  const { keys } = (await page.evaluate(USABLE)) as Usable;
  const reached = new Set<string>();
  // Goes once through the page and past its end.
  for (let n = 0; n < keys.length + 2; n += 1) {
    await page.keyboard.press('Tab');
    const { focused, isSeen } = (await page.evaluate(USABLE)) as Usable;
    if (focused === undefined) continue;
    expect(isSeen, `${name}: one sees that ${focused} has the focus`).toBe(true);
    reached.add(focused);
  }
  expect([...reached].sort(), `${name}, by keyboard`).toEqual([...keys].sort());
}

async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated from outside the page, as the page's own policy allows no script.
  await page.evaluate(axe.source);
  const values = JSON.stringify(RULES);
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: { type: 'tag', values: ${values} } })`,
  )) as axe.AxeResults;
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
