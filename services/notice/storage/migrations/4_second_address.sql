-- Up Migration

-- Second addresses: waiting for their link to be opened, confirmed, or former. A former address gets notices for a
-- while.
CREATE TABLE second_address (
  -- The id in the link.
  id         uuid PRIMARY KEY,
  account    text COLLATE "C" NOT NULL,
  address    text COLLATE "C" NOT NULL,
  state      text NOT NULL CHECK (state IN ('asked', 'confirmed', 'former')),
  changed_at timestamptz NOT NULL,
  -- Of a waiting address: when the link expires. Of a former address: until when it gets notices.
  expires_at timestamptz CHECK ((expires_at IS NULL) = (state = 'confirmed'))
);
CREATE UNIQUE INDEX second_address_asked ON second_address (account) WHERE state = 'asked';
CREATE UNIQUE INDEX second_address_confirmed ON second_address (account) WHERE state = 'confirmed';
CREATE INDEX second_address_account ON second_address (account);
CREATE INDEX second_address_expiry ON second_address (expires_at) WHERE expires_at IS NOT NULL;

-- How many links were sent on a day, by a keyed hash of the person and by one of the address.
CREATE TABLE links_sent (
  hash bytea NOT NULL,
  day  date NOT NULL,
  n    integer NOT NULL,
  PRIMARY KEY (hash, day)
);
CREATE INDEX links_sent_day ON links_sent (day);

-- Kinds of notices that a person switched off.
CREATE TABLE switched_off (
  account text COLLATE "C" NOT NULL,
  kind    text NOT NULL,
  PRIMARY KEY (account, kind)
);

-- Of a mail that does not go to the mailbox: its address, and the event that it is about.
ALTER TABLE mail ADD COLUMN sent_to text COLLATE "C", ADD COLUMN about uuid;

-- include used-ticket
