-- People who run contests: accounts, what they may do, where they are signed in, and the way in for the first of them.

-- `name_key` is the name without case: two accounts never differ by case alone. An account is disabled, never removed,
-- so that what it did keeps its name.
CREATE TABLE staff (
    id            TEXT   NOT NULL PRIMARY KEY,
    name          TEXT   NOT NULL,
    name_key      TEXT   NOT NULL UNIQUE,
    password_hash TEXT   NOT NULL,
    password_at   BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT
);

-- `scope` confines a role to localities (scheme:code, comma separated); '' is everywhere.
CREATE TABLE role_grant (
    staff_id   TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    scope      TEXT   NOT NULL DEFAULT '',
    granted_by TEXT   NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, role, scope)
);

-- Only the hash of a token is stored: the token itself is in the browser's cookie.
CREATE TABLE staff_session (
    id         TEXT   NOT NULL PRIMARY KEY,
    token_hash TEXT   NOT NULL UNIQUE,
    staff_id   TEXT   NOT NULL,
    label      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX staff_session_staff ON staff_session (staff_id, created_at);

-- One-time codes that open a door once. The purpose is the key, so there is one at a time for each.
CREATE TABLE setup_link (
    purpose    TEXT   NOT NULL PRIMARY KEY,
    code_hmac  TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
