import { createInbox, headers, type Msg, type NatsConnection } from 'nats';
import type { NumberedEvent } from '../relay/sink.js';

/** An event of the outbox with its number, or what goes to the stream alone and has none. */
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
 * Where acknowledgements and the answers of the server go: apart from the inboxes of others, so that
 * who may only publish need not be let hear what is delivered to who may read.
 */
export const INBOX_PREFIX = '_INBOX_gatepost';

/**
 * Publishes to a stream with plain messages that share one inbox for their acknowledgements: a third
 * of the cost of a request each. The server takes the messages of a connection in their order.
 *
 * A message has the event's id as `Nats-Msg-Id`, by which the stream drops what comes again, and its
 * number, if it has one, as `Gatepost-Sequence`.
 */
export function createPublisher(connection: NatsConnection, stream: string): Publisher {
  const inbox = createInbox(INBOX_PREFIX);
  // One batch at a time: an acknowledgement for an earlier one is no longer waited for.
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
          // Refused where another stream would take it.
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

/** Why an acknowledgement is none; undefined for one that is. */
function refusalIn(message: Msg): string | undefined {
  // "No responders": nothing takes the subject.
  if (message.headers?.code === 503) return 'no stream takes it';
  try {
    const answer = message.json<{ error?: { description?: string }; seq?: number }>();
    if (answer.error !== undefined) return answer.error.description ?? 'no reason given';
    return typeof answer.seq === 'number' ? undefined : 'its answer has no number';
  } catch {
    return 'its answer is not JSON';
  }
}
