import { expect, it } from 'vitest';
import { TICKET_SECONDS } from '../../../libs/ticket/claims.js';
import { FAMILIAR_MS, GIVE_UP_MS } from './allowance.js';

it('nothing is familiar while its first sign-in can still be disowned, however late the mail goes', () => {
  expect(GIVE_UP_MS + TICKET_SECONDS.disown * 1000).toBeLessThan(FAMILIAR_MS);
});
