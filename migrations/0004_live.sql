-- Live rooms. The log (live_event) is the truth of a room's course, players and answers are facts of their own; scores are
-- derived and never stored. What answers are judged by (open_…) is kept on the room, written together with the log.

CREATE TABLE live_room (
    id              TEXT   NOT NULL PRIMARY KEY,
    origin          TEXT   NOT NULL,
    pin             TEXT   NOT NULL,
    title           TEXT   NOT NULL,
    spec            TEXT   NOT NULL,
    contest_id      TEXT,
    host_id         TEXT,
    -- where the event takes place, for the indicators
    locality_scheme TEXT   NOT NULL,
    locality_code   TEXT   NOT NULL,
    demo            BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL,
    started_at      BIGINT,
    finished_at     BIGINT,
    seq             BIGINT NOT NULL DEFAULT 0,
    phase           TEXT   NOT NULL DEFAULT 'lobby',
    open_question   BIGINT,
    open_run        BIGINT,
    open_until      BIGINT,
    -- which node runs the room's clock, and until when
    owner           TEXT,
    lease_until     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX live_room_pin ON live_room (pin, created_at);
CREATE INDEX live_room_created ON live_room (created_at);
CREATE UNIQUE INDEX live_room_running ON live_room (pin) WHERE finished_at IS NULL;

CREATE TABLE live_event (
    room_id TEXT   NOT NULL,
    seq     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    by_whom TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    PRIMARY KEY (room_id, seq)
);

CREATE TABLE live_player (
    room_id         TEXT   NOT NULL,
    number          BIGINT NOT NULL,
    id              TEXT   NOT NULL,
    origin          TEXT   NOT NULL,
    token_hash      TEXT   NOT NULL,
    nickname        TEXT   NOT NULL,
    name_key        TEXT   NOT NULL,
    locality_scheme TEXT,
    locality_code   TEXT,
    team            BIGINT,
    participant_id  TEXT,
    -- copied when joining, so that later corrections move no published figure
    audience        TEXT,
    flags           TEXT   NOT NULL DEFAULT '',
    age_band        TEXT,
    grade           TEXT   NOT NULL,
    round_trip      BIGINT,
    joined_at       BIGINT NOT NULL,
    PRIMARY KEY (room_id, number),
    UNIQUE (room_id, token_hash),
    UNIQUE (room_id, name_key)
);
CREATE INDEX live_player_participant ON live_player (participant_id);
CREATE INDEX live_player_joined ON live_player (joined_at);

CREATE TABLE live_answer (
    room_id     TEXT   NOT NULL,
    question    BIGINT NOT NULL,
    run         BIGINT NOT NULL,
    player      BIGINT NOT NULL,
    choice      TEXT   NOT NULL,
    seen_at     BIGINT,
    received_at BIGINT NOT NULL,
    judged_ms   BIGINT NOT NULL,
    PRIMARY KEY (room_id, question, run, player)
)
--sqlite WITHOUT ROWID
;

-- A projector holds a cookie of its own; it shows a code until a host says yes.
CREATE TABLE live_screen (
    room_id      TEXT   NOT NULL,
    token_hash   TEXT   NOT NULL,
    code         TEXT   NOT NULL,
    asked_at     BIGINT NOT NULL,
    confirmed_at BIGINT,
    confirmed_by TEXT,
    PRIMARY KEY (room_id, token_hash)
);
