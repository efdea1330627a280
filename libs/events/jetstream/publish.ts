import { createInbox, headers, type Msg, type NatsConnection } from 'nats';
import type { NumberedEvent } from '../relay/sink.js';

/** An event of the outbox with its number, or one that goes to the stream only and has none. */
export type StreamEvent = Omit<NumberedEvent, 'sequence'> &
  Partial<Pick<NumberedEvent, 'sequence'>>;

export interface Publisher {
  /** Resolves once the stream has acknowledged every event of the batch. */
  publish(batch: readonly StreamEvent[], signal: AbortSignal): Promise<void>;
}

interface Batch {
  readonly waiting: Set<string>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * The prefix of the subjects for acknowledgements and answers of the server. It is separate from
 * other clients' inboxes, so that a user who may only publish needs no right to read what others
 * receive.
 */
export const INBOX_PREFIX = '_INBOX_gatepost';

/**
 * Publishes to a stream with plain messages that share one inbox for their acknowledgements; that
 * costs a third of one request per message. The server takes the messages of a connection in order.
 *
 * A message carries the event's id as `Nats-Msg-Id`, by which the stream drops duplicates, and its
 * number, if it has one, as `Gatepost-Sequence`.
 */
export function createPublisher(connection: NatsConnection, stream: string): Publisher {
  const inbox = createInbox(INBOX_PREFIX);
  // One batch at a time: acknowledgements for earlier batches are ignored.
  let batch: Batch | undefined;
  let sent = 0;

  connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error !== null) return batch?.reject(error);
      const token = message.subject.slice(inbox.length + 1);
      if (batch === undefined || !batch.waiting.delete(token)) return;
      const refusal = refusalIn(message);
      if (refusal !== undefined) batch.reject(new Error(`the stream refused an event: ${refusal}`));
      else if (batch.waiting.size === 0) batch.resolve();
    },
  });

  void connection.closed().then(() => batch?.reject(new Error('the connection was lost')));

  return {
    publish(events, signal) {
      let leave = () => {};
      return new Promise<void>((resolve, reject) => {
        const waiting = new Set<string>();
        batch = { waiting, resolve, reject };
        signal.throwIfAborted();
        leave = () => reject(new Error('the stream did not acknowledge in time'));
        signal.addEventListener('abort', leave, { once: true });
        for (const { id, sequence, subject, bytes } of events) {
          sent += 1;
          const token = sent.toString(36);
          waiting.add(token);
          const h = headers();
          h.set('Nats-Msg-Id', id);
          // The server refuses the message if another stream would take it.
          h.set('Nats-Expected-Stream', stream);
          if (sequence !== undefined) h.set('Gatepost-Sequence', String(sequence));
          connection.publish(subject, bytes, { headers: h, reply: `${inbox}.${token}` });
        }
      }).finally(() => {
        signal.removeEventListener('abort', leave);
        batch = undefined;
      });
    },
  };
}

/** Why the stream did not acknowledge; undefined if it did. */
function refusalIn(message: Msg): string | undefined {
  // "No responders": no stream takes the subject.
  if (message.headers?.code === 503) return 'no stream takes it';
  try {
    const answer = message.json<{ error?: { description?: string }; seq?: number }>();
    if (answer.error !== undefined) return answer.error.description ?? 'no reason given';
    return typeof answer.seq === 'number' ? undefined : 'its answer has no number';
  } catch {
    return 'its answer is not JSON';
  }
}
