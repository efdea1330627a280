import type { Login } from './read-story.js';

/** A login as it is the `n`th time, from 1: `{n}` in its account and address is the number. */
export function repetition(login: Login, n: number): Login {
  const numbered = (text: string) => text.replaceAll('{n}', String(n));
  return { ...login, account: numbered(login.account), ip: numbered(login.ip) };
}
