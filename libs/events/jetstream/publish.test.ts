import { getEventListeners } from 'node:events';
import type { Msg, NatsConnection } from 'nats';
import { expect, it } from 'vitest';
import { createPublisher } from './publish.js';

type Callback = (error: Error | null, message: Msg) => void;

/** A connection to a server that answers each message with what `answer` gives. */
function connection(answer: object): NatsConnection {
  let heard: Callback = () => undefined;
  return {
    subscribe: (_: string, options: { callback: Callback }) => {
      heard = options.callback;
    },
    publish: (_: string, __: Uint8Array, { reply = '' }: { reply?: string }) =>
      heard(null, { subject: reply, json: () => answer } as unknown as Msg),
    closed: () => new Promise(() => undefined),
  } as unknown as NatsConnection;
}

const event = { sequence: 1, id: 'id', subject: 'gatepost.x', bytes: Buffer.from('{}') };

it.each([
  ['acknowledged', { seq: 1 }],
  ['refused', { error: { description: 'no room' } }],
])('nothing listens to the signal any more once a batch was %s', async (_, answer) => {
  const publisher = createPublisher(connection(answer), 'GATEPOST');
  const { signal } = new AbortController();
  await publisher.publish([event], signal).catch(() => undefined);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
