export { appendEvents } from './append-events.js';
export { emit } from './emit.js';
export type { PreparedEvent } from './event.js';
export { actorData, domainOfAccount, limitData, ownerData } from './event-data.js';
export type { StreamSink } from './jetstream/jetstream-sink.js';
export { type EventContext, makeEvent } from './make-event.js';
export { startRelay } from './relay/relay.js';
export type { RelayMetrics, Sink } from './relay/sink.js';
export { type OutboxWatch, watchOutbox } from './relay/watch-outbox.js';
