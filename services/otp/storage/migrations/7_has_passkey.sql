-- Up Migration

-- Whether the account has a passkey, as the passkey service last reported. Recovery codes are kept as long as the
-- account has an authenticator or a passkey.
ALTER TABLE holder ADD COLUMN has_passkey boolean NOT NULL DEFAULT false;
