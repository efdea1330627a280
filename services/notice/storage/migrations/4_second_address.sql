-- Up Migration

-- Addresses besides the mailbox: asked for by a link, confirmed, or former and served for a while more.
CREATE TABLE second_address (
  -- The link names it.
  id         uuid PRIMARY KEY,
  account    text COLLATE "C" NOT NULL,
  address    text COLLATE "C" NOT NULL,
  state      text NOT NULL CHECK (state IN ('asked', 'confirmed', 'former')),
  changed_at timestamptz NOT NULL,
  -- Of one asked: the link's end. Of a former one: until when it is served.
  expires_at timestamptz CHECK ((expires_at IS NULL) = (state = 'confirmed'))
);
CREATE UNIQUE INDEX second_address_asked ON second_address (account) WHERE state = 'asked';
CREATE UNIQUE INDEX second_address_confirmed ON second_address (account) WHERE state = 'confirmed';
CREATE INDEX second_address_account ON second_address (account);
CREATE INDEX second_address_expiry ON second_address (expires_at) WHERE expires_at IS NOT NULL;

-- Links that were sent, by day: of a person, and to an address, as keyed hashes.
CREATE TABLE links_sent (
  hash bytea NOT NULL,
  day  date NOT NULL,
  n    integer NOT NULL,
  PRIMARY KEY (hash, day)
);
CREATE INDEX links_sent_day ON links_sent (day);

-- Kinds that a person switched off.
CREATE TABLE switched_off (
  account text COLLATE "C" NOT NULL,
  kind    text NOT NULL,
  PRIMARY KEY (account, kind)
);

-- Of a mail that goes elsewhere than to the mailbox: where, and the event it is about.
ALTER TABLE mail ADD COLUMN sent_to text COLLATE "C", ADD COLUMN about uuid;

-- include used-ticket
