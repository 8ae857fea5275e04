-- "These registrations are one person": figures of persons count them once. Ids only; rows are never deleted, an undone one
-- says by whom and why.
CREATE TABLE person_link (
    id            TEXT   NOT NULL PRIMARY KEY,
    origin        TEXT   NOT NULL,
    -- The earlier registration and the later one.
    kept_id       TEXT   NOT NULL,
    other_id      TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    by_whom       TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    undone_at     BIGINT,
    undone_by     TEXT,
    undone_reason TEXT
);
CREATE UNIQUE INDEX person_link_pair ON person_link (kept_id, other_id);
CREATE INDEX person_link_other ON person_link (other_id);
