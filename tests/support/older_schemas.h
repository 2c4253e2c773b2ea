/* The tables as earlier programs made them, word by word as their SCHEMA_TABLES was: never changed again. Whoever raises SCHEMA_VERSION puts those of
 * before here, and a row into `olders` (older_database.c); test_migrate fails until they are there.
 * Owns: nothing. Used by: older_database. */
#ifndef UDVEJ_TESTS_SUPPORT_OLDER_SCHEMAS_H
#define UDVEJ_TESTS_SUPPORT_OLDER_SCHEMAS_H

#define OLDER_SCHEMA_3                                                                                                 \
    "CREATE TABLE box(id INTEGER PRIMARY KEY, principal BLOB NOT NULL UNIQUE, seq INTEGER NOT NULL);"                  \
    "CREATE TABLE cases(place INTEGER PRIMARY KEY, case_id BLOB NOT NULL UNIQUE, visitor BLOB NOT NULL UNIQUE,"        \
    " door INTEGER NOT NULL, state INTEGER NOT NULL, since_min INTEGER NOT NULL, holder BLOB NOT NULL,"                \
    " epoch INTEGER NOT NULL, head BLOB NOT NULL, roster_hash BLOB NOT NULL, members BLOB NOT NULL,"                   \
    " proposal BLOB NOT NULL, fade_day INTEGER NOT NULL);"                                                             \
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
    "CREATE INDEX envelope_kept ON envelope(kept_day);"                                                                \
    "CREATE INDEX envelope_case ON envelope(case_id);"                                                                 \
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
    "CREATE INDEX slot_start ON slot(start);"

#endif
