-- The store's tables, one a lifecycle. Times are the store's clock, handed in; ids are made by the engine.

-- The workspace files in force, as they were read. They hold references to secrets, never a secret.
CREATE TABLE workspace (
    name       text PRIMARY KEY,
    hash       text        NOT NULL,
    path       text        NOT NULL,
    content    text        NOT NULL,
    applied_at timestamptz NOT NULL
);

-- A sync and the state by which it is scheduled (invariants 2 and 3).
CREATE TABLE sync (
    id             uuid PRIMARY KEY,
    workspace      text        NOT NULL,
    name           text        NOT NULL,
    direction      text        NOT NULL CHECK (direction IN ('INBOUND', 'OUTBOUND')),
    state          text        NOT NULL CHECK (state IN ('ACTIVE', 'GONE')),
    identity       text        NOT NULL,
    hash           text        NOT NULL,
    definition     jsonb       NOT NULL,
    schedule       text        NOT NULL,
    created_at     timestamptz NOT NULL,
    synced_at      timestamptz,
    -- When the schedule next wants it; '-infinity' when at once, NULL when only a person's word starts it.
    due_at         timestamptz,
    back_off_until timestamptz NOT NULL DEFAULT '-infinity',
    failures       integer     NOT NULL DEFAULT 0,
    requested_at   timestamptz,
    -- Since when a webhook's hint waits for a run, and whether that run is to ask for all changes, not only for named records.
    hinted_at      timestamptz,
    hinted_pass    boolean     NOT NULL DEFAULT false,
    -- The run in flight; a sync has at most one.
    run_id         uuid,
    UNIQUE (workspace, name)
);
CREATE INDEX sync_due ON sync (greatest(due_at, back_off_until))
    WHERE state = 'ACTIVE' AND run_id IS NULL AND due_at IS NOT NULL;
CREATE INDEX sync_hinted ON sync (hinted_at) WHERE hinted_at IS NOT NULL AND run_id IS NULL;
CREATE INDEX sync_requested ON sync (requested_at) WHERE requested_at IS NOT NULL AND run_id IS NULL;

-- The highest fencing number handed out for each sync. It moves with every lease: rows are short and have room to be
-- changed in place.
CREATE TABLE fence (
    sync_id uuid PRIMARY KEY REFERENCES sync ON DELETE CASCADE,
    last    bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE run (
    id           uuid PRIMARY KEY,
    sync_id      uuid        NOT NULL REFERENCES sync,
    kind         text        NOT NULL CHECK (kind IN ('BACKFILL', 'INCREMENTAL', 'HINTED', 'OUTBOUND', 'REPROCESS')),
    cause        text        NOT NULL CHECK (cause IN ('SCHEDULE', 'REQUEST', 'HOOK')),
    state        text        NOT NULL
        CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'SUCCEEDED_WITH_REJECTIONS', 'FAILED', 'CANCELLED')),
    queued_at    timestamptz NOT NULL,
    started_at   timestamptz,
    retrieved_at timestamptz,
    ended_at     timestamptz,
    first_page   bigint,
    last_page    bigint,
    -- The first page of the pass that it goes on with, which other runs may have begun.
    pass_first   bigint,
    requests     bigint      NOT NULL DEFAULT 0,
    bytes        bigint      NOT NULL DEFAULT 0,
    -- How many records the source says the pass will answer; for progress only.
    expected     bigint,
    seen         bigint      NOT NULL DEFAULT 0,
    loaded       bigint      NOT NULL DEFAULT 0,
    unchanged    bigint      NOT NULL DEFAULT 0,
    deleted      bigint      NOT NULL DEFAULT 0,
    rejected     bigint      NOT NULL DEFAULT 0,
    notes        text        NOT NULL DEFAULT '',
    error_code   text,
    error        text,
    what_to_do   text
);
CREATE INDEX run_of_sync ON run (sync_id, queued_at);

CREATE TABLE job (
    id          uuid PRIMARY KEY,
    sync_id     uuid        NOT NULL REFERENCES sync,
    run_id      uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('RETRIEVE', 'PROCESS', 'ACTIVATE')),
    state       text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'DEAD')),
    due         timestamptz NOT NULL,
    attempt     integer     NOT NULL DEFAULT 0,
    fence       bigint      NOT NULL DEFAULT 0,
    -- Counts notices: a job that got one while it ran is not finished by its worker.
    notices     bigint      NOT NULL DEFAULT 0,
    worker      text,
    lease_until timestamptz,
    reason      text
);
CREATE UNIQUE INDEX job_one_in_flight ON job (sync_id, kind) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX job_ready ON job (due, id) WHERE state = 'QUEUED';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'RUNNING';

-- How far a sync has come. A pass is one reading of its stream; after a crash it goes on where its last page ended.
CREATE TABLE checkpoint (
    sync_id       uuid PRIMARY KEY REFERENCES sync,
    last_page     bigint NOT NULL DEFAULT 0,
    applied_page  bigint NOT NULL DEFAULT 0,
    since         timestamptz,
    cursor_token  text,
    covered       text[] NOT NULL DEFAULT '{}',
    pass_kind     text CHECK (pass_kind IN ('EVERYTHING', 'SINCE', 'FROM')),
    pass_value    text,
    pass_started  timestamptz,
    pass_after    text,
    -- The number of its first page; 0 before that.
    pass_first    bigint,
    pass_fields   text[],
    -- What the last complete pass has seen for certain, as JSON.
    reached       text,
    -- The tidemark that stood at the destination when it was last heard of.
    changes_to    timestamptz,
    deletes_to    timestamptz,
    not_vouched   text[] NOT NULL DEFAULT '{}',
    rejected_before bigint NOT NULL DEFAULT 0,
    assumes       text NOT NULL DEFAULT '',
    stream        jsonb,
    described_at  timestamptz
);

CREATE TABLE page (
    sync_id      uuid        NOT NULL REFERENCES sync,
    n            bigint      NOT NULL,
    run_id       uuid        NOT NULL,
    ref          text        NOT NULL,
    format       text        NOT NULL,
    bytes        bigint      NOT NULL,
    stored_bytes bigint      NOT NULL,
    retrieved_at timestamptz NOT NULL,
    -- Of a reading of everything from which absence tells: its first page, and whether this is its last. Else 0.
    listing      bigint      NOT NULL DEFAULT 0,
    ends         boolean     NOT NULL DEFAULT false,
    -- What the pass that ends with it has seen for certain, as JSON.
    reached      text,
    PRIMARY KEY (sync_id, n)
);
CREATE INDEX page_age ON page (retrieved_at);

-- Pages that a person wants to be processed again, from the archive; valid while its run is in flight.
CREATE TABLE reprocess (
    sync_id   uuid PRIMARY KEY REFERENCES sync ON DELETE CASCADE,
    run_id    uuid   NOT NULL,
    -- The last page that is done, and the last one to do.
    done_page bigint NOT NULL,
    to_page   bigint NOT NULL
);

CREATE TABLE rejection (
    sync_id uuid        NOT NULL REFERENCES sync,
    page    bigint      NOT NULL,
    ordinal bigint      NOT NULL,
    run_id  uuid        NOT NULL,
    key     text        NOT NULL,
    field   text        NOT NULL,
    reason  text        NOT NULL,
    value   text        NOT NULL,
    record  text        NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (sync_id, page, ordinal)
);

-- Rows that an app refused, as the ledger beside the model last knew them; here so that every command finds them.
CREATE TABLE refused_row (
    sync_id  uuid        NOT NULL REFERENCES sync,
    key      text        NOT NULL,
    run_id   uuid        NOT NULL,
    state    text        NOT NULL CHECK (state IN ('REJECTED', 'UNCERTAIN')),
    code     text        NOT NULL,
    reason   text        NOT NULL,
    request  text        NOT NULL,
    answer   text        NOT NULL,
    attempts integer     NOT NULL,
    next_try timestamptz,
    at       timestamptz NOT NULL,
    PRIMARY KEY (sync_id, key)
);

CREATE TABLE quota (
    account    text PRIMARY KEY,
    next_at    timestamptz NOT NULL DEFAULT '-infinity',
    paused_until timestamptz NOT NULL DEFAULT '-infinity',
    paused_why text        NOT NULL DEFAULT '',
    granted_day bigint, -- requests in a day that the owner grants, as of the last one; null for no limit
    api_used   bigint,
    api_allowed bigint,
    api_seen_at timestamptz
);

CREATE TABLE quota_spent (
    account  text        NOT NULL,
    slot     timestamptz NOT NULL,
    requests bigint      NOT NULL,
    PRIMARY KEY (account, slot)
);

-- What webhooks told (invariant 7): each event once, kept after it was taken so that it is known when it comes again.
CREATE TABLE hook_event (
    account     text        NOT NULL,
    event       text        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('RECORD', 'STREAM', 'FEED')),
    subject     text        NOT NULL, -- the stream or feed
    key         text        NOT NULL,
    gone        boolean     NOT NULL,
    received_at timestamptz NOT NULL,
    taken       boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (account, event)
);
CREATE INDEX hook_event_waiting ON hook_event (received_at) WHERE NOT taken;
CREATE INDEX hook_event_age ON hook_event (received_at) WHERE taken;

-- Records that a sync is to ask for by key; one that is named again meanwhile has a higher number, and stays.
CREATE TABLE hint (
    sync_id uuid    NOT NULL REFERENCES sync ON DELETE CASCADE,
    key     text    NOT NULL,
    gone    boolean NOT NULL,
    n       bigint  NOT NULL GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (sync_id, key, gone)
);

-- Feeds of news, such as Airtable's payloads, each read by whichever sync of its account comes first. The cursor is kept
-- exactly as it was given; a feed is to be asked while a webhook has asked for it since it was last read to its end.
CREATE TABLE hook_feed (
    account      text   NOT NULL,
    feed         text   NOT NULL,
    cursor_token text,
    asked        bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    heard        bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (account, feed)
);

-- For people: what came to a source's address.
CREATE TABLE hook_tally (
    account     text PRIMARY KEY,
    received    bigint NOT NULL,
    repeated    bigint NOT NULL,
    refused     bigint NOT NULL,
    received_at timestamptz,
    refused_at  timestamptz,
    refused_why text
);

-- What happened, each thing once: for good, so that it does not happen anew.
CREATE TABLE event (
    id        uuid PRIMARY KEY,
    -- What cannot happen twice says so in the same words.
    once      text        NOT NULL UNIQUE,
    workspace text        NOT NULL,
    kind      text        NOT NULL CHECK (kind IN ('SYNC_BACKFILLED', 'SOURCE_BACKFILLED')),
    subject   text        NOT NULL,
    at        timestamptz NOT NULL,
    details   jsonb       NOT NULL,
    -- When it was written down who is to hear of it.
    routed_at timestamptz
);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_unrouted ON event (at) WHERE routed_at IS NULL;

-- The outbox: who is still to hear of what, and who has.
CREATE TABLE delivery (
    event_id uuid        NOT NULL REFERENCES event,
    channel  text        NOT NULL,
    state    text        NOT NULL CHECK (state IN ('WAITING', 'SENT', 'GIVEN_UP')),
    put_at   timestamptz NOT NULL,
    due      timestamptz NOT NULL,
    attempts integer     NOT NULL DEFAULT 0,
    error    text        NOT NULL DEFAULT '',
    sent_at  timestamptz,
    PRIMARY KEY (event_id, channel)
);
CREATE INDEX delivery_due ON delivery (due) WHERE state = 'WAITING';

CREATE TABLE worker (
    id         text PRIMARY KEY,
    version    text        NOT NULL,
    workspaces text        NOT NULL,
    started_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL
);

CREATE TABLE secret (
    workspace  text        NOT NULL,
    account    text        NOT NULL,
    name       text        NOT NULL,
    ciphertext bytea       NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (workspace, account, name)
);
