import type { ProtoClient } from '../../test/suite/proto-client.js';

/** Something that one caller does without end, so many at a time. */
export interface Noise {
  readonly what: string;
  prepare?(): Promise<unknown>;
  /** Returns what stops it; that resolves when nothing is under way any more. */
  start(): () => Promise<void>;
}

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const ADMIN = 'gatepost.policy.v1.PolicyAdminService';
const RECORDED = 2000;

/** What a noisy domain, its administrator and its front-end can do. */
export function noises(parts: {
  client: (role: 'front-end' | 'admin', name: string) => ProtoClient;
  /** Asks the health of audit with a message of these octets, as an auditor. */
  askHealth: (octets: Buffer) => Promise<unknown>;
}): Noise[] {
  const webmail = parts.client('front-end', 'webmail');
  const administrator = parts.client('admin', 'corp-admin');
  const login = { account: 'guessed@noisy.tld', service: 'SERVICE_IMAP' };
  const set = (text: string) => ({
    file: { name: 'noisy.yaml', content: Buffer.from(text), documents: ['noisy.tld'] },
  });
  const commas = set(`[${','.repeat(1_048_000)}]`);
  const open = set('domain: noisy.tld\nrules: [{ name: none, deny: Closed. }]\n');
  const long = Buffer.alloc(60 * 2 ** 20);
  const since = { seconds: '0', nanos: 0 };
  let n = 0;
  const unproven = () => {
    n += 1;
    const account = `user${n % 100}@noisy.tld`;
    return webmail.call(AUTHORIZE, { ...login, account, client_ip: '198.51.100.7' });
  };
  return [
    {
      what: 'two validations of 1 MiB of commas',
      start: repeat(2, () =>
        administrator.exchange(`${ADMIN}/Apply`, [{ options: { dry_run: true } }, commas]),
      ),
    },
    {
      what: `a rehearsal over ${RECORDED} logins`,
      prepare: async () => {
        for (let done = 0; done < RECORDED; done += 50) {
          await Promise.all(Array.from({ length: 50 }, unproven));
        }
      },
      start: repeat(1, () =>
        administrator.exchange(`${ADMIN}/Rehearse`, [
          { options: { since, domain: 'noisy.tld', list_at_most: 10 } },
          open,
        ]),
      ),
    },
    { what: '1,100 calls of another front-end at once', start: repeat(1100, unproven) },
    {
      what: '20 guesses at a password at once',
      start: repeat(20, () => {
        n += 1;
        const client_ip = `198.51.${n % 100}.${n % 250}`;
        return webmail.call(AUTHORIZE, { ...login, client_ip, password: Buffer.from(`x${n}`) });
      }),
    },
    {
      what: 'ten messages of 60 MiB to the health of audit',
      start: repeat(10, () => parts.askHealth(long)),
    },
  ];
}

function repeat(atOnce: number, one: () => Promise<unknown>): Noise['start'] {
  return () => {
    let running = true;
    const work = async () => {
      // What is refused at once is asked again a little later, as a program would.
      while (running) await one().catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
    };
    const workers = Array.from({ length: atOnce }, work);
    return async () => {
      running = false;
      await Promise.all(workers);
    };
  };
}
