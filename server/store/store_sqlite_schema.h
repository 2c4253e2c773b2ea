/* The tables on disk and every statement of the server that touches them; nothing is composed at run time. What only looks from
 * outside stands in store_sqlite_inspect.c.
 * Owns: nothing. Used by: store_sqlite*.c. */
#ifndef UDVEJ_SERVER_STORE_SQLITE_SCHEMA_H
#define UDVEJ_SERVER_STORE_SQLITE_SCHEMA_H

/* "udvj", the version of the tables below, and the oldest that is brought forward (store_sqlite_migrate): another number is not ours to open. */
enum { SCHEMA_APPLICATION_ID = 0x7564766a, SCHEMA_VERSION = 4, SCHEMA_OLDEST = 3 };

/* Columns that version 4 brought. */
#define SCHEMA_HEIR "heir BLOB NOT NULL DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000'"
#define SCHEMA_ENDS "ends BLOB NOT NULL DEFAULT x''"
#define SCHEMA_WHY "why INTEGER NOT NULL DEFAULT 0"

/* Envelopes stand in a rowid table: WITHOUT ROWID was measured at three times the disk and half the speed for rows of this size.
 * A mailbox is named by a small number (`box`), so that the two indexes over envelopes stay small.
 * box.seq is a ceiling: no number above it was ever given out. */
#define SCHEMA_TABLES                                                                                                  \
    "CREATE TABLE box(id INTEGER PRIMARY KEY, principal BLOB NOT NULL UNIQUE, seq INTEGER NOT NULL);"                  \
    "CREATE TABLE cases(place INTEGER PRIMARY KEY, case_id BLOB NOT NULL UNIQUE, visitor BLOB NOT NULL UNIQUE,"        \
    " door INTEGER NOT NULL, state INTEGER NOT NULL, since_min INTEGER NOT NULL, holder BLOB NOT NULL,"                \
    " epoch INTEGER NOT NULL, head BLOB NOT NULL, roster_hash BLOB NOT NULL, members BLOB NOT NULL,"                   \
    " proposal BLOB NOT NULL, fade_day INTEGER NOT NULL, " SCHEMA_HEIR ", " SCHEMA_ENDS ", " SCHEMA_WHY ");"           \
    "CREATE INDEX cases_fade ON cases(fade_day);"                                                                      \
    "CREATE INDEX cases_door ON cases(door);"                                                                          \
    "CREATE INDEX cases_waiting ON cases(door, place) WHERE state = 1;"                                                \
    "CREATE TABLE vault(visitor BLOB PRIMARY KEY, vault BLOB NOT NULL);"                                               \
    "CREATE TABLE salt(visitor BLOB NOT NULL, purpose INTEGER NOT NULL, generation INTEGER NOT NULL,"                  \
    " key_id BLOB NOT NULL, slot INTEGER NOT NULL UNIQUE, PRIMARY KEY(visitor, purpose, generation)) WITHOUT ROWID;"   \
    "CREATE TABLE session(principal BLOB PRIMARY KEY, connection INTEGER NOT NULL, key_ids BLOB NOT NULL)"             \
    " WITHOUT ROWID;"                                                                                                  \
    "CREATE TABLE envelope(box INTEGER NOT NULL, seq INTEGER NOT NULL, msg_id BLOB NOT NULL, sender BLOB NOT NULL,"    \
    " case_id BLOB NOT NULL, key_id BLOB NOT NULL, class INTEGER NOT NULL, wrap_state INTEGER NOT NULL,"               \
    " kept_day INTEGER NOT NULL,"                                                                                      \
    " envelope BLOB NOT NULL, UNIQUE(box, seq), UNIQUE(box, msg_id));"                                                 \
    "CREATE INDEX envelope_awaits ON envelope(sender) WHERE wrap_state = 2;"                                           \
    "CREATE TABLE kept(visitor BLOB NOT NULL, number INTEGER NOT NULL, msg_id BLOB NOT NULL, sealed BLOB NOT NULL,"    \
    " envelope BLOB NOT NULL, UNIQUE(visitor, number), UNIQUE(visitor, msg_id));"                                      \
    "CREATE TABLE notice(sender BLOB NOT NULL, msg_id BLOB NOT NULL, recipient BLOB NOT NULL, case_id BLOB NOT NULL,"  \
    " day INTEGER NOT NULL, PRIMARY KEY(sender, msg_id, recipient)) WITHOUT ROWID;"                                    \
    "CREATE INDEX notice_case ON notice(case_id);"                                                                     \
    "CREATE INDEX notice_day ON notice(day);"                                                                          \
    "CREATE TABLE event(case_id BLOB NOT NULL, epoch INTEGER NOT NULL, statement BLOB NOT NULL,"                       \
    " PRIMARY KEY(case_id, epoch)) WITHOUT ROWID;"                                                                     \
    "CREATE TABLE receive_key(cert_hash BLOB NOT NULL, key_id BLOB NOT NULL, issued_min INTEGER NOT NULL,"             \
    " not_after_min INTEGER NOT NULL, replaced_min INTEGER NOT NULL, statement BLOB NOT NULL,"                         \
    " UNIQUE(cert_hash, key_id));"                                                                                     \
    "CREATE INDEX receive_key_newest ON receive_key(cert_hash) WHERE replaced_min = 0;"                                \
    "CREATE TABLE presence(cert_hash BLOB PRIMARY KEY, connection INTEGER NOT NULL, presence INTEGER NOT NULL)"        \
    " WITHOUT ROWID;"                                                                                                  \
    "CREATE TABLE slot(id BLOB PRIMARY KEY, start INTEGER NOT NULL, quarters INTEGER NOT NULL,"                        \
    " state INTEGER NOT NULL, cert_hash BLOB NOT NULL) WITHOUT ROWID;"                                                 \
    "CREATE INDEX slot_cert ON slot(cert_hash, start);"                                                                \
    "CREATE INDEX slot_start ON slot(start);" SCHEMA_STEP_4

/* Tables and indexes that version 4 brought. tally_day has the exact counts of a day that is not over; tally what may be known of those that are. */
#define SCHEMA_STEP_4                                                                                                  \
    "CREATE INDEX envelope_case ON envelope(kept_day, case_id);"                                                       \
    "CREATE INDEX cases_held ON cases(holder, place) WHERE (state = 2 OR state = 5);"                                  \
    "CREATE INDEX cases_proposed ON cases(place) WHERE proposal <> x'';"                                               \
    "CREATE TABLE seen(cert_hash BLOB PRIMARY KEY, hour INTEGER NOT NULL) WITHOUT ROWID;"                              \
    "CREATE TABLE tally_day(day INTEGER NOT NULL, door INTEGER NOT NULL, what INTEGER NOT NULL,"                       \
    " count INTEGER NOT NULL, PRIMARY KEY(day, door, what)) WITHOUT ROWID;"                                            \
    "CREATE TABLE tally(day INTEGER NOT NULL, door INTEGER NOT NULL, what INTEGER NOT NULL,"                           \
    " count INTEGER NOT NULL, PRIMARY KEY(day, door, what)) WITHOUT ROWID;"                                            \
    "CREATE TABLE audit(number INTEGER PRIMARY KEY, day INTEGER NOT NULL, act INTEGER NOT NULL, actor BLOB NOT NULL,"  \
    " second BLOB NOT NULL, subject BLOB NOT NULL, previous BLOB NOT NULL);"

#define CASE_COLUMNS                                                                                                   \
    "place, case_id, visitor, door, state, since_min, holder, epoch, head, roster_hash, members, "                     \
    "proposal, fade_day, heir, ends, why"
/* All days on which envelopes were kept, each found by one step into the index: there are no more than an envelope is kept. */
#define ENVELOPE_DAYS                                                                                                  \
    "(WITH RECURSIVE days(day) AS (SELECT min(kept_day) FROM envelope UNION ALL"                                       \
    " SELECT (SELECT min(kept_day) FROM envelope WHERE kept_day > day) FROM days WHERE day IS NOT NULL)"               \
    " SELECT day FROM days)"
#define OF_CASE "kept_day IN " ENVELOPE_DAYS " AND case_id = ?1"
#define ENVELOPE_COLUMNS "seq, msg_id, sender, case_id, key_id, class, wrap_state, envelope, kept_day"
#define AUDIT_COLUMNS "number, day, act, actor, second, subject, previous"
#define KEY_COLUMNS "cert_hash, key_id, issued_min, not_after_min, replaced_min, statement"

/* SQL(NAME, text) */
#define SCHEMA_STATEMENTS                                                                                              \
    SQL(BEGIN, "BEGIN IMMEDIATE")                                                                                      \
    SQL(COMMIT, "COMMIT")                                                                                              \
    SQL(ROLLBACK, "ROLLBACK")                                                                                          \
    SQL(BOX_FIND, "SELECT id, seq FROM box WHERE principal = ?1")                                                      \
    SQL(BOX_ADD, "INSERT INTO box(principal, seq) VALUES(?1, 0)")                                                      \
    SQL(BOX_RAISE, "UPDATE box SET seq = ?2 WHERE id = ?1")                                                            \
    SQL(CASE_LOAD, "SELECT " CASE_COLUMNS " FROM cases WHERE case_id = ?1")                                            \
    SQL(CASE_OF, "SELECT " CASE_COLUMNS " FROM cases WHERE visitor = ?1")                                              \
    SQL(CASE_ADD,                                                                                                      \
        "INSERT INTO cases(" CASE_COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15," \
        " ?16)")                                                                                                       \
    SQL(CASE_CHANGE, "UPDATE cases SET door = ?4, state = ?5, since_min = ?6, holder = ?7, epoch = ?8, head = ?9,"     \
                     " roster_hash = ?10, members = ?11, proposal = ?12, fade_day = ?13, heir = ?14, ends = ?15,"      \
                     " why = ?16"                                                                                      \
                     " WHERE place = ?1 AND case_id = ?2 AND visitor = ?3")                                            \
    SQL(CASE_IDLE, "SELECT " CASE_COLUMNS " FROM cases WHERE fade_day <= ?1 ORDER BY fade_day LIMIT 1")                \
    SQL(CASE_IDLE_OVER, "SELECT " CASE_COLUMNS " FROM cases WHERE fade_day <= ?1 AND (state = 3 OR state = 9)"         \
                        " ORDER BY fade_day LIMIT 1")                                                                  \
    SQL(CASE_HELD, "SELECT " CASE_COLUMNS " FROM cases WHERE holder = ?1 AND (state = 2 OR state = 5)"                 \
                   " ORDER BY place LIMIT 1")                                                                          \
    SQL(CASE_PROPOSED,                                                                                                 \
        "SELECT " CASE_COLUMNS " FROM cases WHERE proposal <> x'' AND place > ?1 ORDER BY place LIMIT 1")              \
    SQL(CASE_EACH, "SELECT " CASE_COLUMNS " FROM cases ORDER BY place")                                                \
    SQL(CASE_EACH_DOOR, "SELECT " CASE_COLUMNS " FROM cases WHERE door = ?1 ORDER BY place")                           \
    SQL(CASE_EACH_WAITING, "SELECT " CASE_COLUMNS " FROM cases WHERE state = 1 AND door = ?1 ORDER BY place")          \
    SQL(VAULT_LOAD, "SELECT vault FROM vault WHERE visitor = ?1")                                                      \
    SQL(VAULT_KEEP, "INSERT INTO vault(visitor, vault) VALUES(?1, ?2) ON CONFLICT(visitor) DO UPDATE SET vault = ?2")  \
    SQL(SALT_EACH, "SELECT purpose, generation, key_id, slot FROM salt WHERE visitor = ?1")                            \
    SQL(SALT_ADD, "INSERT INTO salt(visitor, purpose, generation, key_id, slot) VALUES(?1, ?2, ?3, ?4, ?5)")           \
    SQL(SALT_FIND, "SELECT slot FROM salt WHERE visitor = ?1 AND purpose = ?2 AND generation = ?3")                    \
    SQL(SALT_DROP, "DELETE FROM salt WHERE visitor = ?1 AND purpose = ?2 AND generation = ?3")                         \
    SQL(SALT_SLOTS, "SELECT slot FROM salt")                                                                           \
    SQL(SESSION_LOAD, "SELECT principal, connection, key_ids FROM session WHERE principal = ?1")                       \
    SQL(SESSION_KEEP, "INSERT INTO session(principal, connection, key_ids) VALUES(?1, ?2, ?3)"                         \
                      " ON CONFLICT(principal) DO UPDATE SET connection = ?2, key_ids = ?3")                           \
    SQL(SESSION_DROP, "DELETE FROM session WHERE principal = ?1")                                                      \
    SQL(SESSION_EACH, "SELECT principal, connection, key_ids FROM session")                                            \
    SQL(ENVELOPE_ADD,                                                                                                  \
        "INSERT INTO envelope(box, seq, msg_id, sender, case_id, key_id, class, wrap_state, envelope,"                 \
        " kept_day) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT(box, msg_id) DO NOTHING")              \
    SQL(ENVELOPE_FIND, "SELECT " ENVELOPE_COLUMNS " FROM envelope WHERE box = ?1 AND msg_id = ?2")                     \
    SQL(ENVELOPE_EACH, "SELECT " ENVELOPE_COLUMNS " FROM envelope WHERE box = ?1 AND seq > ?2 ORDER BY seq")           \
    SQL(ENVELOPE_AWAITING,                                                                                             \
        "SELECT e.seq, e.msg_id, e.sender, e.case_id, e.key_id, e.class, e.wrap_state, e.envelope, e.kept_day,"        \
        " b.principal FROM envelope e JOIN box b ON b.id = e.box WHERE e.sender = ?1 AND e.wrap_state = 2"             \
        " ORDER BY e.rowid")                                                                                           \
    SQL(ENVELOPE_EACH_OLD,                                                                                             \
        "SELECT e.seq, e.msg_id, e.sender, e.case_id, e.key_id, e.class, e.wrap_state, e.envelope, e.kept_day,"        \
        " b.principal FROM envelope e JOIN box b ON b.id = e.box WHERE e.kept_day <= ?1 ORDER BY e.kept_day")          \
    SQL(ENVELOPE_RETRACT, "DELETE FROM envelope WHERE " OF_CASE " AND sender = ?2 AND msg_id = ?3")                    \
    SQL(KEPT_ADD, "INSERT INTO kept(visitor, number, msg_id, sealed, envelope) VALUES(?1, ?2, ?3, ?4, ?5)"             \
                  " ON CONFLICT DO NOTHING")                                                                           \
    SQL(KEPT_NEXT, "SELECT coalesce(max(number), 0) + 1, count(*) FROM kept WHERE visitor = ?1")                       \
    SQL(KEPT_EACH,                                                                                                     \
        "SELECT number, msg_id, sealed, envelope FROM kept WHERE visitor = ?1 AND number > ?2 ORDER BY number")        \
    SQL(KEPT_DROP, "DELETE FROM kept WHERE visitor = ?1 AND msg_id = ?2")                                              \
    SQL(KEPT_DROP_ALL, "DELETE FROM kept WHERE visitor = ?1")                                                          \
    SQL(NOTICE_ADD, "INSERT INTO notice(sender, msg_id, case_id, day, recipient) VALUES(?1, ?2, ?3, ?4, ?5)"           \
                    " ON CONFLICT DO NOTHING")                                                                         \
    SQL(NOTICE_EACH, "SELECT sender, msg_id, case_id, day, recipient FROM notice WHERE sender = ?1")                   \
    SQL(NOTICE_DROP, "DELETE FROM notice WHERE sender = ?1 AND msg_id = ?2")                                           \
    SQL(NOTICE_EXPIRE, "DELETE FROM notice WHERE day <= ?1")                                                           \
    SQL(BURN_NOTICES, "DELETE FROM notice WHERE case_id = ?1")                                                         \
    SQL(ENVELOPE_DROP, "DELETE FROM envelope WHERE box = ?1 AND seq = ?2")                                             \
    SQL(ENVELOPE_COUNT, "SELECT count(*) FROM (SELECT 1 FROM envelope WHERE box = ?1 LIMIT ?2)")                       \
    SQL(ENVELOPE_COUNT_WAITING,                                                                                        \
        "SELECT count(*) FROM (SELECT 1 FROM envelope WHERE kept_day = ?1 AND case_id = ?2 LIMIT ?3)")                 \
    SQL(ENVELOPE_USES_KEY, "SELECT 1 FROM envelope WHERE box = ?1 AND key_id = ?2 LIMIT 1")                            \
    SQL(ENVELOPE_AWAIT, "UPDATE envelope SET wrap_state = 2 WHERE box = ?1 AND seq = ?2")                              \
    SQL(ENVELOPE_DROP_INTAKE, "DELETE FROM envelope WHERE " OF_CASE " AND class = 1 AND box <> ?2")                    \
    SQL(ENVELOPE_DATE_INTAKE, "UPDATE envelope SET kept_day = ?2 WHERE " OF_CASE " AND class = 1")                     \
    SQL(BURN_EVENTS, "DELETE FROM event WHERE case_id = ?1")                                                           \
    SQL(BURN_ENVELOPES, "DELETE FROM envelope WHERE " OF_CASE)                                                         \
    SQL(BURN_MAILBOX, "DELETE FROM envelope WHERE box = ?1")                                                           \
    SQL(BURN_BOX, "DELETE FROM box WHERE id = ?1")                                                                     \
    SQL(BURN_VAULT, "DELETE FROM vault WHERE visitor = ?1")                                                            \
    SQL(BURN_SALTS, "DELETE FROM salt WHERE visitor = ?1")                                                             \
    SQL(BURN_CASE, "DELETE FROM cases WHERE case_id = ?1")                                                             \
    SQL(EVENT_LOAD, "SELECT statement FROM event WHERE case_id = ?1 AND epoch = ?2")                                   \
    SQL(EVENT_ADD, "INSERT INTO event(case_id, epoch, statement) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING")           \
    SQL(EVENT_EACH, "SELECT statement FROM event WHERE case_id = ?1 AND epoch > ?2 ORDER BY epoch")                    \
    SQL(KEY_LOAD, "SELECT " KEY_COLUMNS " FROM receive_key WHERE cert_hash = ?1 AND key_id = ?2")                      \
    SQL(KEY_NEWEST, "SELECT " KEY_COLUMNS " FROM receive_key WHERE cert_hash = ?1 AND replaced_min = 0")               \
    SQL(KEY_KEEP,                                                                                                      \
        "INSERT INTO receive_key(" KEY_COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(cert_hash, key_id)"       \
        " DO UPDATE SET issued_min = ?3, not_after_min = ?4, replaced_min = ?5, statement = ?6")                       \
    SQL(KEY_EACH_NEWEST, "SELECT " KEY_COLUMNS " FROM receive_key WHERE replaced_min = 0 ORDER BY rowid")              \
    SQL(PRESENCE_LOAD, "SELECT cert_hash, connection, presence FROM presence WHERE cert_hash = ?1")                    \
    SQL(PRESENCE_KEEP, "INSERT INTO presence(cert_hash, connection, presence) VALUES(?1, ?2, ?3)"                      \
                       " ON CONFLICT(cert_hash) DO UPDATE SET connection = ?2, presence = ?3")                         \
    SQL(PRESENCE_DROP, "DELETE FROM presence WHERE cert_hash = ?1")                                                    \
    SQL(PRESENCE_EACH, "SELECT cert_hash, connection, presence FROM presence")                                         \
    SQL(SEEN_LOAD, "SELECT cert_hash, hour FROM seen WHERE cert_hash = ?1")                                            \
    SQL(SEEN_KEEP, "INSERT INTO seen(cert_hash, hour) VALUES(?1, ?2) ON CONFLICT(cert_hash) DO UPDATE SET hour = ?2")  \
    SQL(SLOT_LOAD, "SELECT id, start, quarters, state, cert_hash FROM slot WHERE id = ?1")                             \
    SQL(SLOT_KEEP, "INSERT INTO slot(id, start, quarters, state, cert_hash) VALUES(?1, ?2, ?3, ?4, ?5)"                \
                   " ON CONFLICT(id) DO UPDATE SET start = ?2, quarters = ?3, state = ?4, cert_hash = ?5")             \
    SQL(SLOT_EACH,                                                                                                     \
        "SELECT id, start, quarters, state, cert_hash FROM slot WHERE start >= ?1 AND start < ?2 ORDER BY start, id")  \
    SQL(SLOT_EACH_CERT, "SELECT id, start, quarters, state, cert_hash FROM slot"                                       \
                        " WHERE cert_hash = ?3 AND start >= ?1 AND start < ?2 ORDER BY start, id")                     \
    SQL(SLOT_EXPIRE, "DELETE FROM slot WHERE id IN (SELECT id FROM slot WHERE start < ?1 ORDER BY start LIMIT ?2)")    \
    SQL(TALLY_RAISE, "INSERT INTO tally_day(day, door, what, count) VALUES(?1, ?2, ?3, 1)"                             \
                     " ON CONFLICT(day, door, what) DO UPDATE SET count = count + 1")                                  \
    SQL(TALLY_SETTLE,                                                                                                  \
        "INSERT INTO tally(day, door, what, count) SELECT day, door, what, count - count % ?2 FROM tally_day"          \
        " WHERE day < ?1 AND count >= ?2 ON CONFLICT(day, door, what) DO UPDATE SET count = count + excluded.count")   \
    SQL(TALLY_FORGET, "DELETE FROM tally_day WHERE day < ?1")                                                          \
    SQL(TALLY_EACH, "SELECT day, door, what, count FROM tally WHERE day = ?1 ORDER BY door, what")                     \
    SQL(TALLY_EXPIRE, "DELETE FROM tally WHERE day <= ?1")                                                             \
    SQL(AUDIT_LAST, "SELECT " AUDIT_COLUMNS " FROM audit ORDER BY number DESC LIMIT 1")                                \
    SQL(AUDIT_ADD, "INSERT INTO audit(" AUDIT_COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")   \
    SQL(AUDIT_EACH, "SELECT " AUDIT_COLUMNS " FROM audit WHERE number > ?1 ORDER BY number")                           \
    SQL(AUDIT_EXPIRE,                                                                                                  \
        "DELETE FROM audit WHERE number < coalesce((SELECT number FROM audit WHERE day > ?1 ORDER BY number LIMIT 1)," \
        " (SELECT max(number) FROM audit))")

enum sql {
#define SQL(name, text) SQL_##name,
    SCHEMA_STATEMENTS
#undef SQL
        SQL_COUNT,
};

#endif
