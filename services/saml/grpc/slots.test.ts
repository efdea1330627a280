import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { Binding } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import type { Service } from '../../../libs/grpc/index.js';
import type { QuotaOwner } from '../ports.js';
import { adminService } from './admin-service.js';
import { logoutService } from './logout-service.js';
import { samlService } from './saml-service.js';

const OF = { domain: 'a.tld', account: '', frontEnd: 'spiffe://gatepost/front-end/webmail' };
const actor = { onBehalfOf: '', comment: 'x' };

/** Services whose slots are all taken. Records who asked for one. */
function stage() {
  const asked: QuotaOwner[] = [];
  const run = (owner: QuotaOwner) => {
    asked.push(owner);
    throw new Error('no slot');
  };
  const parts = { slots: { run } } as never;
  return { asked, services: [samlService(parts), logoutService(parts), adminService(parts)] };
}

function call(services: readonly Service[], name: string, request: object): Promise<unknown> {
  const method = services.flatMap(({ methods }) => methods).find((each) => each.name === name);
  if (method?.handler.kind !== 'unary') throw new Error(`no ${name}`);
  const { handle } = method.handler;
  const context = { signal: new AbortController().signal, caller: { uri: OF.frontEnd } };
  return Promise.resolve().then(() => handle(request, context as never));
}

const POSTED = {
  binding: Binding.POST,
  message: Buffer.from('PA=='),
  queryString: Buffer.alloc(0),
};
const RESPONSE = {
  ...{ ...OF, decisionId: randomUUID(), samlResponse: Buffer.from('PA==') },
  ...{ relayState: '', loginTicket: '', clientIp: '2001:db8::1' },
};

it.each([
  ['ConsumeResponse', RESPONSE, '2001:db8::/64'],
  ['ConsumeLogout', { ...OF, ...POSTED }, 'logout'],
  [
    'ImportProvider',
    { ...OF, metadataXml: Buffer.from('<'), signedBy: '', entityId: '', actor },
    'administrator',
  ],
])('%s reads nothing before it has a slot of its domain', async (name, request, address) => {
  const { asked, services } = stage();
  await expect(call(services, name, request)).rejects.toThrow('no slot');
  expect(asked).toEqual([expect.objectContaining({ domain: 'a.tld', address })]);
});
