/**
 * The database's shape, as the steps that made it. A step that has been released is never edited;
 * a change is a new step. `PRAGMA user_version` counts the steps a database has seen.
 * Times are ISO 8601 text in UTC, sizes are bytes, JSON columns end in `_json`.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value_json TEXT NOT NULL) STRICT;

  CREATE TABLE images (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size_bytes INTEGER NOT NULL,
    modified_ms REAL NOT NULL,
    architecture TEXT NOT NULL,
    digest TEXT,
    reference TEXT,
    remote TEXT,
    objects_json TEXT NOT NULL,
    file_state TEXT NOT NULL DEFAULT 'present',
    added_at TEXT NOT NULL,
    last_used_at TEXT
  ) STRICT;
  CREATE INDEX images_digest ON images (digest);

  -- Facts found by a verification, never the verdict: that depends on today's decisions.
  CREATE TABLE verifications (
    path TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    modified_ms REAL NOT NULL,
    inode TEXT NOT NULL,
    facts_json TEXT NOT NULL,
    checked_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE keys (
    fingerprint TEXT PRIMARY KEY,
    certificate BLOB NOT NULL,
    -- What the certificate says of itself, worked out when it was stored.
    summary_json TEXT NOT NULL,
    has_secret INTEGER NOT NULL DEFAULT 0,
    sources_json TEXT NOT NULL,
    refreshed_at TEXT
  ) STRICT;

  -- Primary keys and subkeys by their own names: signatures may name either.
  CREATE TABLE key_parts (
    part TEXT NOT NULL,
    key_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL REFERENCES keys (fingerprint) ON DELETE CASCADE,
    PRIMARY KEY (part, fingerprint)
  ) STRICT;
  CREATE INDEX key_parts_key_id ON key_parts (key_id);

  CREATE TABLE decisions (
    fingerprint TEXT NOT NULL,
    scope_kind TEXT NOT NULL,
    scope_value TEXT NOT NULL,
    kind TEXT NOT NULL,
    how TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (fingerprint, scope_kind, scope_value)
  ) STRICT;

  CREATE TABLE remotes (
    name TEXT PRIMARY KEY,
    uri TEXT NOT NULL,
    insecure INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 0,
    services_json TEXT NOT NULL DEFAULT '{}'
  ) STRICT;

  -- What a tag pointed to each time it was pulled.
  CREATE TABLE tag_memory (
    reference TEXT NOT NULL,
    architecture TEXT NOT NULL,
    digest TEXT NOT NULL,
    pulled_at TEXT NOT NULL,
    PRIMARY KEY (reference, architecture, digest)
  ) STRICT;

  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    params_json TEXT NOT NULL,
    progress_json TEXT NOT NULL,
    result_json TEXT,
    error_json TEXT,
    log_json TEXT NOT NULL DEFAULT '[]',
    owner TEXT NOT NULL,
    can_pause INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
  ) STRICT;
  CREATE INDEX jobs_created ON jobs (created_at);
  `,
  `
  -- Downloads that can be gone on with: where the bytes are and which of them have arrived.
  CREATE TABLE partial_downloads (
    job_id TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    digest TEXT,
    size_bytes INTEGER NOT NULL,
    part_size_bytes INTEGER NOT NULL,
    received_json TEXT NOT NULL
  ) STRICT;

  -- What a tag pointed to when it was last looked at, whether or not it was pulled.
  CREATE TABLE tag_sightings (
    reference TEXT NOT NULL,
    architecture TEXT NOT NULL,
    digest TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (reference, architecture)
  ) STRICT;
  `,
  `
  -- What happens to arriving images, by namespace; the empty one is for everything else.
  CREATE TABLE policies (
    namespace TEXT PRIMARY KEY,
    rules_json TEXT NOT NULL,
    origin_json TEXT NOT NULL,
    made_at TEXT NOT NULL
  ) STRICT;

  -- Each image that arrived, and what a policy did with it.
  CREATE TABLE arrivals (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    namespace TEXT NOT NULL,
    reference TEXT,
    path TEXT NOT NULL,
    after TEXT,
    arrival_json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX arrivals_at ON arrivals (at);
  CREATE INDEX arrivals_path ON arrivals (path);

  -- Who signs in a namespace.
  CREATE TABLE namespace_signers (
    namespace TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    standing TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (namespace, fingerprint)
  ) STRICT;

  -- Revocations of keys that something was decided about, and when the user saw them.
  CREATE TABLE learned_revocations (
    fingerprint TEXT PRIMARY KEY,
    learned_at TEXT NOT NULL,
    seen_at TEXT
  ) STRICT;

  -- Team bundles that were taken over.
  CREATE TABLE bundles (
    name TEXT NOT NULL,
    signer TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    bundle_json TEXT NOT NULL,
    PRIMARY KEY (name, signer)
  ) STRICT;
  `,
  `
  -- Public keys and certificates that key signatures are checked with, each with what is to vouch for it.
  CREATE TABLE kept_signers (
    id TEXT PRIMARY KEY,
    leaf TEXT NOT NULL,
    intermediates TEXT,
    roots TEXT,
    revocation_json TEXT,
    kept_at TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Checks of many files at once: what was said of each on that day.
  CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    was_stopped INTEGER NOT NULL DEFAULT 0,
    asked_keyservers INTEGER NOT NULL,
    job_id TEXT
  ) STRICT;

  CREATE TABLE report_files (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    path TEXT NOT NULL,
    before_verdict TEXT,
    before_at TEXT,
    size_bytes INTEGER,
    verdict TEXT,
    sentence TEXT,
    error_json TEXT,
    PRIMARY KEY (report_id, place)
  ) STRICT;
  CREATE INDEX report_files_path ON report_files (path);
  `,
  `
  -- Keyservers in the order in which they are asked; the empty address is that of the active remote.
  CREATE TABLE keyservers (
    url TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    insecure INTEGER NOT NULL,
    skipped INTEGER NOT NULL
  ) STRICT;
  INSERT INTO keyservers (url, place, insecure, skipped) VALUES ('', 0, 0, 0);

  -- What each keyserver last said of a key.
  CREATE TABLE keyserver_answers (
    fingerprint TEXT NOT NULL,
    server TEXT NOT NULL,
    answer_json TEXT NOT NULL,
    PRIMARY KEY (fingerprint, server)
  ) STRICT;

  -- When a backup of the secret half was last seen to restore.
  ALTER TABLE keys ADD COLUMN backed_up_at TEXT;
  `,
  `
  -- Registries that were set up here: how each may be reached and who is logged in.
  CREATE TABLE registries (
    host TEXT PRIMARY KEY,
    insecure INTEGER NOT NULL DEFAULT 0,
    authorities TEXT,
    mirror TEXT,
    username TEXT
  ) STRICT;

  -- Files of other programs that hold logins for registries; read in place.
  CREATE TABLE credential_files (path TEXT NOT NULL UNIQUE) STRICT;
  `,
  `
  -- Keys whose secret half the user has in another program, which has signed with them here.
  CREATE TABLE own_keys_elsewhere (fingerprint TEXT PRIMARY KEY) STRICT;
  `,
  `
  -- Uploads in parts that were begun: what the server calls them, and the parts it has.
  CREATE TABLE begun_uploads (job_id TEXT PRIMARY KEY, upload_json TEXT NOT NULL) STRICT;
  `,
  `
  -- Files of the command lines to which changes of remotes are written too.
  CREATE TABLE followed_remote_files (path TEXT PRIMARY KEY) STRICT;
  `,
  `
  -- The history of builds; their logs are files. What a remote builder needs to be come back to is in place_json.
  CREATE TABLE builds (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    record_json TEXT NOT NULL,
    params_json TEXT NOT NULL,
    place_json TEXT
  ) STRICT;
  CREATE INDEX builds_started ON builds (started_at);

  -- Definitions that somebody works on.
  CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    changed_at TEXT NOT NULL,
    draft_json TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Files of the library that are on their way to another image folder.
  CREATE TABLE image_moves (source TEXT PRIMARY KEY, target TEXT NOT NULL) STRICT;
  `,
  `
  -- Definitions in git repositories, and what was seen of them.
  CREATE TABLE build_links (id TEXT PRIMARY KEY, link_json TEXT NOT NULL) STRICT;
  `,
]
