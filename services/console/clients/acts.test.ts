import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Peer } from '../../../libs/grpc/index.js';
import { ACT_KINDS, type Act } from '../core/act.js';
import type { SignInClient } from '../core/sign-in-client.js';
import { acts } from './acts.js';

const client: SignInClient = {
  ...{ id: 'webmail', name: 'Webmail', service: 'WebUI', domains: ['a.tld'], networks: [] },
  how: { kind: 'host', origin: 'https://webmail.example' },
};
const account = 'luca@a.tld';
const ACTS: readonly [kind: string, subject: string, act: Act][] = [
  ...ACT_KINDS.map((kind) => {
    const act = { kind, account, reason: 'lost', id: '7' } as Act;
    return [kind, account, act] as [string, string, Act];
  }),
  ['put-client', 'client:webmail', { kind: 'put-client', client, newSecret: true, reason: 'lost' }],
  ['remove-client', 'client:webmail', { kind: 'remove-client', id: 'webmail', reason: 'lost' }],
];

it.each(ACTS)(
  '%s is described exactly as the call that is made, with its ticket',
  async (_, subject, act) => {
    const calls: { path: string; bytes: Buffer; ticket: string | undefined }[] = [];
    const peer = {
      async unary(
        method: { path: string; requestSerialize(request: unknown): Buffer },
        request: unknown,
        { ticket }: { ticket?: string },
      ) {
        calls.push({ path: method.path, bytes: method.requestSerialize(request), ticket });
        return { removed: 2 };
      },
    } as unknown as Peer;
    const own = acts({
      credential: peer,
      otp: peer,
      passkey: peer,
      policy: peer,
      deadlineMs: 1000,
    });
    const described = own.describe(act);
    await own.run('the ticket', act);
    const [call] = calls as [(typeof calls)[number]];
    const digest = createHash('sha256').update(call.bytes).digest('base64url');
    expect(described).toBe(`${call.path.slice(1)} ${subject} ${digest}`);
    expect(call.ticket).toBe('the ticket');
    expect(own.describe({ ...act, reason: 'another' })).not.toBe(described);
  },
);
