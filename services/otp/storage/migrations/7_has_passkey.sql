-- Up Migration

-- Whether the account has a passkey, as the passkey service told last: recovery codes live as long as the last
-- authenticator or passkey.
ALTER TABLE holder ADD COLUMN has_passkey boolean NOT NULL DEFAULT false;
