-- Events that are not delivered yet. An event is inserted in the transaction that it reports. The relay numbers the
-- event after that transaction has committed, and deletes it when every sink has it.
CREATE TABLE outbox (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL,
  subject  text NOT NULL,
  event    bytea NOT NULL,
  sequence bigint UNIQUE
);
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE sequence IS NULL;

-- The highest number that was assigned.
CREATE TABLE outbox_numbered (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  sequence  bigint NOT NULL
);
INSERT INTO outbox_numbered (sequence) VALUES (0);

-- Each sink has all events up to this number.
CREATE TABLE outbox_position (
  sink     text PRIMARY KEY,
  sequence bigint NOT NULL
);

-- The leader's epoch of each job that one replica runs for all replicas; see libs/pg/lead.ts.
CREATE TABLE leader (
  name  text PRIMARY KEY,
  epoch bigint NOT NULL
);
