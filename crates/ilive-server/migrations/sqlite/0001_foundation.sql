-- Times are unix ms. BIGINT, TEXT and BLOB only, so that the same statements run on PostgreSQL.

CREATE TABLE users (
    tiny_id BIGINT PRIMARY KEY,
    app BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    nick TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    -- Encrypts what this user wrote: to erase a person is to delete this row.
    body_key BLOB NOT NULL,
    UNIQUE (app, user_id)
);

CREATE TABLE conversations (
    id BIGINT PRIMARY KEY,
    app BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Goes up when the log is lost or begun anew.
    epoch BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    UNIQUE (app, name)
);

CREATE TABLE messages (
    conversation BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    sender BIGINT NOT NULL,
    client_id TEXT NOT NULL,
    time_ms BIGINT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (conversation, seq),
    UNIQUE (sender, client_id)
);

CREATE TABLE rooms (
    app BIGINT NOT NULL,
    room TEXT NOT NULL,
    -- What a room keeps of itself, as the rules encode it.
    state BLOB NOT NULL,
    PRIMARY KEY (app, room)
);
