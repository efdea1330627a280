import { expect, it } from 'vitest';
import { unavailable } from '../../../libs/errors/index.js';
import type { StreamSink } from '../../../libs/events/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { checkpointStream } from './checkpoint-stream.js';

const signed = (size: number) => ({
  ...{ origin: 'mail.example/record', size, root: Buffer.alloc(32, size), publishedAt: 0 },
  note: `mail.example/record\n${size}\n`,
});

/** A stream that takes each batch when it is let. */
function openStream() {
  const taken: Parameters<StreamSink['deliver']>[0][number][] = [];
  const answers: { take(): void; refuse(error: Error): void }[] = [];
  const stream = checkpointStream({
    deliver: (batch) =>
      new Promise<void>((resolve, reject) => {
        taken.push(...batch);
        answers.push({ take: resolve, refuse: reject });
      }),
  });
  const announce = (size: number) =>
    stream.announce(signed(size), { id: systemRandom.id(), time: Date.UTC(2026, 10, 1) });
  return { taken, answers, announce };
}

it('says what was signed, and has no number among the events of the record', async () => {
  const { taken, answers, announce } = openStream();
  const announced = announce(3);
  await new Promise(setImmediate);
  answers[0]?.take();
  await announced;
  expect(taken).toHaveLength(1);
  const [{ bytes, ...message } = { bytes: Buffer.from('{}') }] = taken;
  expect(message).toEqual({
    id: expect.any(String),
    subject: 'gatepost.audit.checkpoint-signed.unknown',
  });
  expect(JSON.parse(bytes.toString())).toMatchObject({
    source: '/gatepost/audit',
    type: 'gatepost.audit.checkpoint-signed.v1',
    data: {
      origin: 'mail.example/record',
      size: 3,
      root: Buffer.alloc(32, 3).toString('base64'),
      note: signed(3).note,
    },
  });
});

it('brings one at a time, and the next whatever became of the one before', async () => {
  const { taken, answers, announce } = openStream();
  const first = announce(1);
  const second = announce(2);
  await new Promise(setImmediate);
  expect(taken).toHaveLength(1);
  answers[0]?.refuse(unavailable('down'));
  await expect(first).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await new Promise(setImmediate);
  expect(taken).toHaveLength(2);
  answers[1]?.take();
  await second;
});
