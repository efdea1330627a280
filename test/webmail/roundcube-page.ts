import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { until } from '../../libs/testing/until.js';

/** Acts as a person in Roundcube's elastic skin, and checks what the person sees. */

/** Waits until Roundcube shows the mailbox. */
export async function mustShowMailbox(page: Page): Promise<void> {
  await page.waitForSelector('#mailboxlist li');
  expect(await page.locator('#mailboxlist').innerText()).toContain('Inbox');
}

/**
 * The page that is shown in the end. If the session has ended, Roundcube says so and then leads to the sign-in page.
 * @throws Error if it shows an error of a server, or neither
 */
export async function shown(page: Page): Promise<'mailbox' | 'sign in again'> {
  await page.waitForSelector('#mailboxlist li, #rcmloginoauth, #password');
  const stack = page.locator('#messagestack');
  const said = (await stack.count()) > 0 ? await stack.innerText() : '';
  if (/server error|storage|failed/i.test(said)) throw new Error(`Roundcube says: ${said}`);
  return (await page.locator('#mailboxlist li').count()) > 0 ? 'mailbox' : 'sign in again';
}

/** While Roundcube loads something, it ignores clicks. */
async function click(page: Page, selector: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction('!rcmail.busy');
  await page.locator(selector).first().click();
}

/** Presses Roundcube's button to sign out. */
export const signOut = (page: Page) => click(page, '.button-logout, a.logout');

/** Sends a mail with Roundcube's form. @param host the address of Roundcube */
export async function send(
  page: Page,
  host: string,
  mail: { to: string; subject: string; text: string },
): Promise<void> {
  const query = new URLSearchParams({
    ...{ _task: 'mail', _action: 'compose', _to: mail.to, _subject: mail.subject },
  });
  await page.goto(`${host}?${query}`);
  await page.fill('#composebody', mail.text);
  await click(page, 'button.send, a.send');
  // Roundcube goes back to the list once the mail is sent.
  await page.waitForURL((url) => !url.search.includes('_action=compose'));
}

/** Opens the newest mail, which must be this one. */
export async function read(page: Page, host: string, subject: string, text: string): Promise<void> {
  const row = page.locator('#messagelist tbody tr').first();
  await until('the mail is there', async () => {
    await page.goto(`${host}?_task=mail&_mbox=INBOX`);
    await row.waitFor({ timeout: 10_000 });
  });
  expect(await row.innerText()).toContain(subject);
  const href = await row.locator('a').first().getAttribute('href');
  await page.goto(new URL(href ?? '', host).href);
  expect(await page.locator('#messagebody').innerText()).toContain(text);
}
