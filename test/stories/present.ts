import { randomUUID } from 'node:crypto';
import { freshCode, type Person, type PresentedCode, wrongCode } from './people.js';
import type { Login } from './read-story.js';

/** What a login carries, as fields of AuthorizeRequest. */
export type Presented = Partial<PresentedCode> & {
  password?: Buffer;
  password_verified?: boolean;
  recovery_code?: string;
};

/** Turns a story's words into what a front-end would send. */
export function present(
  login: Login,
  people: ReadonlyMap<string, Person>,
  clock: { now(): number; advance(ms: number): void },
): Presented {
  const person = people.get(login.account.toLowerCase());
  const presented: Presented = {};
  // providers.ts fetches what comes from an identity provider.
  for (const word of login.present.filter((item) => !/^saml(:|$)/.test(item))) {
    Object.assign(presented, presentOne(word, person, people, clock));
  }
  return presented;
}

function presentOne(
  word: string,
  person: Person | undefined,
  people: ReadonlyMap<string, Person>,
  clock: { now(): number; advance(ms: number): void },
): Presented {
  if (word.startsWith('app:')) return { password: Buffer.from(appPassword(word, person, people)) };
  // A different one each time, as a repeated wrong password counts once.
  if (word === 'wrong-password') return { password: Buffer.from(`wrong ${randomUUID()}`) };
  if (word === 'empty-password') return { password: Buffer.alloc(0) };
  if (word === 'verified') return { password_verified: true };
  // If the request is refused before anybody is looked up, there is no person and no password.
  if (word === 'password') return { password: Buffer.from(person?.password ?? 'of nobody') };
  if (person === undefined) throw new Error(`${word}: the story has nobody of that name`);
  switch (word) {
    case 'otp':
      return freshCode(person, clock);
    case 'otp-wrong':
      return { otp_code: wrongCode(person, clock.now()) };
    case 'otp-reused':
      return known(person.lastCode, word);
    case 'old-password':
      return { password: Buffer.from(person.oldPassword) };
    case 'recovery':
      return { recovery_code: known(person.recoveryCodes.shift(), word) };
    case 'recovery-reused':
      return { recovery_code: known(person.lastRecoveryCode, word) };
    default:
      throw new Error(`"${word}" is nothing this player can present`);
  }
}

/** An app password: `app:<label>`, or another person's as `app:<account>/<label>`. */
function appPassword(
  word: string,
  person: Person | undefined,
  people: ReadonlyMap<string, Person>,
): string {
  const [, account, label = ''] = /^app:(?:(.+)\/)?(.+)$/.exec(word) ?? [];
  const owner = account === undefined ? person : people.get(account);
  return known(owner?.appPasswords.get(label), word);
}

function known<T>(value: T | undefined, word: string): T {
  if (value === undefined) throw new Error(`${word}: the story has given none before`);
  return value;
}
