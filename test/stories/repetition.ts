import type { Login } from './read-story.js';

/** The `n`th repetition of a login, from 1. `{n}` in its account and address becomes the number. */
export function repetition(login: Login, n: number): Login {
  const numbered = (text: string) => text.replaceAll('{n}', String(n));
  return { ...login, account: numbered(login.account), ip: numbered(login.ip) };
}
