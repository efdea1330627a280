import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Peer } from '../../../libs/grpc/index.js';
import { ACT_KINDS, type Act } from '../core/act.js';
import { acts } from './acts.js';

it.each(ACT_KINDS)(
  '%s is described exactly as the call that is made, with its ticket',
  async (kind) => {
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
    const own = acts({ credential: peer, otp: peer, passkey: peer, deadlineMs: 1000 });
    const act = { kind, account: 'luca@a.tld', reason: 'lost', id: '7' } as Act;
    const described = own.describe(act);
    await own.run('the ticket', act);
    const [call] = calls as [(typeof calls)[number]];
    const digest = createHash('sha256').update(call.bytes).digest('base64url');
    expect(described).toBe(`${call.path.slice(1)} luca@a.tld ${digest}`);
    expect(call.ticket).toBe('the ticket');
    expect(own.describe({ ...act, reason: 'another' })).not.toBe(described);
  },
);
