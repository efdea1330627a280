-- Events that were decided on and are on their way out. An event is inserted in the transaction that it speaks of; the
-- relay numbers it once that is committed, and deletes it when every sink has it.
CREATE TABLE outbox (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL,
  subject  text NOT NULL,
  event    bytea NOT NULL,
  sequence bigint UNIQUE
);
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE sequence IS NULL;

-- The highest number given.
CREATE TABLE outbox_numbered (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  sequence  bigint NOT NULL
);
INSERT INTO outbox_numbered (sequence) VALUES (0);

-- Up to where each sink has the events.
CREATE TABLE outbox_position (
  sink     text PRIMARY KEY,
  sequence bigint NOT NULL
);

-- Which replica works for all; see libs/pg/lead.ts.
CREATE TABLE leader (
  name  text PRIMARY KEY,
  epoch bigint NOT NULL
);
