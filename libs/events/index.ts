export { appendEvents } from './append-events.js';
export type { EventDefinition } from './define-event.js';
export { EVENT_DEFINITIONS } from './definitions/index.js';
export type { PreparedEvent } from './event.js';
export { type EventContext, makeEvent } from './make-event.js';
export { type Relay, type RelayOptions, startRelay } from './relay/relay.js';
export type { NumberedEvent, RelayMetrics, Sink } from './relay/sink.js';
export { type OutboxWatch, watchOutbox } from './relay/watch-outbox.js';
export { subjectOf } from './subject.js';
