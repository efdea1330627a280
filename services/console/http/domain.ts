import type { Context } from 'koa';
import { parseAccount } from '../../../libs/names/account.js';
import { parseDomain } from '../../../libs/names/domain.js';
import { type Administrator, reaches } from '../core/administrator.js';
import type { PageParts } from './parts.js';
import { showMessage } from './refuse.js';
import { whoIsIn } from './session.js';

/** An administrator on a page of a domain. */
export interface Here {
  readonly who: Administrator;
  readonly domain: string;
}

/** Returns the administrator on a page of a domain that they administer. Undefined if the answer was already given. */
export async function here(ctx: Context, parts: PageParts): Promise<Here | undefined> {
  const who = await whoIsIn(ctx, parts);
  if (who === undefined) return undefined;
  const domain = domainNamed(ctx, who);
  if (domain !== undefined) return { who, domain };
  showMessage(ctx, 'not-yours', 403);
  return undefined;
}

/** The domain that an address names, if it is this administrator's. */
export function domainNamed(ctx: Context, who: Administrator): string | undefined {
  const domain = parseDomain(String(ctx.params.domain));
  return domain.ok && reaches(who, domain.value) ? domain.value : undefined;
}

/** The account that the address names, if it belongs to the domain. */
export function accountOf(ctx: Context, domain: string): string | undefined {
  const parsed = parseAccount(String(ctx.params.account));
  return parsed.ok && parsed.value.domain === domain ? parsed.value.name : undefined;
}

/**
 * Returns a parameter of the query, cut to 512 characters. It is empty if the parameter is missing or was given twice.
 */
export function word(ctx: Context, name: string): string {
  const value = ctx.query[name];
  return typeof value === 'string' ? value.slice(0, 512) : '';
}
