import { expect, it } from 'vitest';
import { pageOfClients, type SignInClient } from './sign-in-client.js';

const clientOf = (id: string, name = id): SignInClient => ({
  ...{ id, name, service: 'WebUI', domains: ['*'], networks: [] },
  how: { kind: 'host', origin: 'https://webmail.example' },
});

it('pages of the clients neither skip nor repeat, in order of their ids', () => {
  const clients = ['d', 'a', 'e', 'c', 'b'].map((id) => clientOf(id));
  const seen: string[] = [];
  let after = '';
  do {
    const page = pageOfClients(clients, { find: '', after, size: 2 });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== '');
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('a client is found by its id or its name, in any case', () => {
  const clients = [clientOf('roundcube', 'Mail'), clientOf('sogo', 'Kalender'), clientOf('x')];
  const found = (find: string) =>
    pageOfClients(clients, { find, after: '', size: 9 }).items.map(({ id }) => id);
  expect(found('CUBE')).toEqual(['roundcube']);
  expect(found('kal')).toEqual(['sogo']);
  expect(found('nothing')).toEqual([]);
});
