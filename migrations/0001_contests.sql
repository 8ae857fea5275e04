-- One text for SQLite and PostgreSQL. Times are BIGINT unix ms (UTC), ids TEXT (UUIDv7) or stable codes, JSON is TEXT,
-- truth values are BIGINT 0/1. Facts are appended; what is stored about scores is a cache of the facts.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Places ---------------------------------------------------------------------------------------------------------

CREATE TABLE locality (
    scheme            TEXT NOT NULL,
    code              TEXT NOT NULL,
    level             TEXT NOT NULL,
    kind              TEXT NOT NULL,
    name              TEXT NOT NULL,
    short_name        TEXT NOT NULL,
    parent_code       TEXT,
    old_district_code TEXT,
    valid_from        TEXT,
    valid_to          TEXT,
    PRIMARY KEY (scheme, code)
);

CREATE TABLE locality_map (
    old_scheme TEXT   NOT NULL,
    old_code   TEXT   NOT NULL,
    new_scheme TEXT   NOT NULL,
    new_code   TEXT   NOT NULL,
    part       BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (old_scheme, old_code, new_scheme, new_code)
);

CREATE TABLE denominator (
    scheme     TEXT   NOT NULL,
    code       TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    as_of      TEXT   NOT NULL,
    value      BIGINT NOT NULL,
    source     TEXT   NOT NULL,
    entered_by TEXT   NOT NULL,
    PRIMARY KEY (scheme, code, kind, as_of)
);

-- The bank ---------------------------------------------------------------------------------------------------------

CREATE TABLE question (
    id               TEXT   NOT NULL PRIMARY KEY,
    topic            TEXT   NOT NULL,
    status           TEXT   NOT NULL,
    current_revision TEXT   NOT NULL,
    approved_by      TEXT,
    changed_at       BIGINT NOT NULL
);

CREATE TABLE question_revision (
    id          TEXT   NOT NULL PRIMARY KEY,
    question_id TEXT   NOT NULL,
    ordinal     BIGINT NOT NULL,
    document    TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (question_id, ordinal)
);

-- Contests ---------------------------------------------------------------------------------------------------------

CREATE TABLE contest (
    id         TEXT   NOT NULL PRIMARY KEY,
    slug       TEXT   NOT NULL UNIQUE,
    version    BIGINT NOT NULL,
    demo       BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

-- Immutable: an import makes a new version, attempts name the one they began under.
CREATE TABLE contest_version (
    contest_id TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    document   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (contest_id, version)
);

-- The drawable pool, frozen when a round opens.
CREATE TABLE round_pool (
    contest_id  TEXT   NOT NULL,
    round_id    TEXT   NOT NULL,
    revision_id TEXT   NOT NULL,
    frozen_at   BIGINT NOT NULL,
    PRIMARY KEY (contest_id, round_id, revision_id)
);

CREATE TABLE barred (
    contest_id   TEXT NOT NULL,
    contact_hmac TEXT NOT NULL,
    PRIMARY KEY (contest_id, contact_hmac)
);

CREATE TABLE roster_code (
    contest_id     TEXT NOT NULL,
    code_hmac      TEXT NOT NULL,
    participant_id TEXT,
    used_at        BIGINT,
    PRIMARY KEY (contest_id, code_hmac)
);

CREATE TABLE prediction_result (
    contest_id  TEXT   NOT NULL,
    round_id    TEXT   NOT NULL,
    actual      BIGINT NOT NULL,
    resolved_at BIGINT NOT NULL,
    PRIMARY KEY (contest_id, round_id)
);

CREATE TABLE extension (
    id          TEXT   NOT NULL PRIMARY KEY,
    contest_id  TEXT   NOT NULL,
    minutes     BIGINT NOT NULL,
    active_from BIGINT NOT NULL,
    active_to   BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    applied_at  BIGINT NOT NULL
);

-- People -----------------------------------------------------------------------------------------------------------

CREATE TABLE participant (
    id              TEXT   NOT NULL PRIMARY KEY,
    origin          TEXT   NOT NULL,
    nickname        TEXT   NOT NULL,
    locality_scheme TEXT   NOT NULL,
    locality_code   TEXT   NOT NULL,
    audience        TEXT   NOT NULL,
    flags           TEXT   NOT NULL DEFAULT '',
    birth_year      BIGINT,
    age_band        TEXT   NOT NULL,
    grade           TEXT   NOT NULL,
    mode            TEXT   NOT NULL,
    extra_time      TEXT,
    public_name     BIGINT NOT NULL DEFAULT 0,
    child           BIGINT NOT NULL DEFAULT 0,
    code_generation BIGINT NOT NULL DEFAULT 0,
    code_hmac       TEXT UNIQUE,
    contact_hmac    TEXT,
    demo            BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL,
    erased_at       BIGINT
);
CREATE INDEX participant_created ON participant (created_at);
CREATE INDEX participant_contact ON participant (contact_hmac);

-- Which unit or group of a contest a person belongs to, and whether a roster code proved who they are.
CREATE TABLE membership (
    participant_id TEXT   NOT NULL,
    contest_id     TEXT   NOT NULL,
    unit_id        TEXT,
    group_id       TEXT,
    roster         BIGINT NOT NULL DEFAULT 0,
    at             BIGINT NOT NULL,
    PRIMARY KEY (participant_id, contest_id)
);

-- Contact for prizes: sealed, and erasable without touching anything else.
CREATE TABLE contact (
    participant_id TEXT   NOT NULL PRIMARY KEY,
    contest_id     TEXT   NOT NULL,
    sealed         TEXT   NOT NULL,
    given_at       BIGINT NOT NULL
);

CREATE TABLE consent (
    id             TEXT   NOT NULL PRIMARY KEY,
    participant_id TEXT   NOT NULL,
    purpose        TEXT   NOT NULL,
    given          BIGINT NOT NULL,
    text_version   TEXT   NOT NULL,
    channel        TEXT   NOT NULL,
    at             BIGINT NOT NULL
);
CREATE INDEX consent_participant ON consent (participant_id, at);

CREATE TABLE device (
    id         TEXT   NOT NULL PRIMARY KEY,
    token_hash TEXT   NOT NULL UNIQUE,
    label      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

CREATE TABLE device_participant (
    device_id      TEXT   NOT NULL,
    participant_id TEXT   NOT NULL,
    by_code        BIGINT NOT NULL DEFAULT 0,
    added_at       BIGINT NOT NULL,
    seen_by_owner  BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (device_id, participant_id)
);
CREATE INDEX device_participant_person ON device_participant (participant_id);

CREATE TABLE tombstone (
    origin    TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (origin, id)
);

-- Many new people from one network in a short time: recorded, never refused.
CREATE TABLE burst (
    id           TEXT   NOT NULL PRIMARY KEY,
    network_hmac TEXT   NOT NULL,
    people       BIGINT NOT NULL,
    from_at      BIGINT NOT NULL,
    to_at        BIGINT NOT NULL
);

-- Attempts ---------------------------------------------------------------------------------------------------------

CREATE TABLE attempt (
    id              TEXT   NOT NULL PRIMARY KEY,
    origin          TEXT   NOT NULL,
    participant_id  TEXT   NOT NULL,
    contest_id      TEXT   NOT NULL,
    round_id        TEXT   NOT NULL,
    ordinal         BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    seed            BIGINT NOT NULL,
    paper           TEXT   NOT NULL,
    started_at      BIGINT NOT NULL,
    day             TEXT   NOT NULL,
    deadline        BIGINT NOT NULL,
    extra_ms        BIGINT NOT NULL,
    -- copied at the start, so that later corrections move no published figure
    locality_scheme TEXT   NOT NULL,
    locality_code   TEXT   NOT NULL,
    unit_id         TEXT,
    audience        TEXT   NOT NULL,
    flags           TEXT   NOT NULL,
    age_band        TEXT   NOT NULL,
    grade           TEXT   NOT NULL,
    mode            TEXT   NOT NULL,
    demo            BIGINT NOT NULL DEFAULT 0,
    -- at the end
    submitted_at    BIGINT,
    submitted_by    TEXT,
    prediction      BIGINT,
    -- caches of answers + keys + rules
    answered        BIGINT NOT NULL DEFAULT 0,
    correct         BIGINT NOT NULL DEFAULT 0,
    score           BIGINT NOT NULL DEFAULT 0,
    max_score       BIGINT NOT NULL DEFAULT 0,
    duration_ms     BIGINT NOT NULL DEFAULT 0,
    completed       BIGINT NOT NULL DEFAULT 0,
    passed          BIGINT NOT NULL DEFAULT 0,
    graded_at       BIGINT,
    voided_at       BIGINT,
    UNIQUE (participant_id, contest_id, round_id, ordinal)
);
CREATE INDEX attempt_open ON attempt (deadline) WHERE submitted_at IS NULL;
CREATE INDEX attempt_round ON attempt (contest_id, round_id, participant_id);
CREATE INDEX attempt_graded ON attempt (graded_at);

CREATE TABLE answer (
    attempt_id  TEXT   NOT NULL,
    position    BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    choice      TEXT,
    occurred_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, position)
);

-- Taps that arrived too late: kept and shown as "không được tính", never scored.
CREATE TABLE late_tap (
    attempt_id  TEXT   NOT NULL,
    position    BIGINT NOT NULL,
    choice      TEXT,
    occurred_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, position)
);

CREATE TABLE attempt_extension (
    attempt_id   TEXT NOT NULL,
    extension_id TEXT NOT NULL,
    PRIMARY KEY (attempt_id, extension_id)
);

CREATE TABLE void (
    id         TEXT   NOT NULL PRIMARY KEY,
    attempt_id TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    by_whom    TEXT   NOT NULL,
    at         BIGINT NOT NULL
);

-- Access and audit -------------------------------------------------------------------------------------------------

CREATE TABLE api_token (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    token_hash TEXT   NOT NULL UNIQUE,
    scope      TEXT   NOT NULL,
    localities TEXT   NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

-- Append-only; each row's hash covers the one before it.
CREATE TABLE audit (
    seq       BIGINT NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    actor     TEXT   NOT NULL,
    action    TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    detail    TEXT   NOT NULL,
    hash      TEXT   NOT NULL
);
