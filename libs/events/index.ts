export { appendEvents } from './append-events.js';
export { type Emit, type Emitter, emit, emitter } from './emit.js';
export type { PreparedEvent } from './event.js';
export type { StreamSink } from './jetstream/jetstream-sink.js';
export { makeEvent } from './make-event.js';
export { startRelay } from './relay/relay.js';
export type { RelayMetrics, Sink } from './relay/sink.js';
export { type OutboxWatch, watchOutbox } from './relay/watch-outbox.js';
