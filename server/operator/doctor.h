/* Judges what was seen of a server from outside. Says nothing itself: what is wrong becomes a finding.
 * Owns: nothing. Uses: findings, machine, inspection, config, the programme's roster. Used by: command_doctor, tests. */
#ifndef UDVEJ_SERVER_OPERATOR_DOCTOR_H
#define UDVEJ_SERVER_OPERATOR_DOCTOR_H

#include "bytes.h"
#include "config.h"
#include "findings.h"
#include "machine.h"
#include "statement.h"
#include "store/store_sqlite_inspect.h"

enum {
    DOCTOR_CERT_WARN_DAYS = 30,
    DOCTOR_DISK_FREE_MIN_MIB = 512, /* some 200,000 envelopes, and a backup's copy of a small store */
};

/* Pure. `roster` has its snapshot, whatever its dates. */
void doctor_judge_roster(struct findings *findings, const struct roster *roster, uint64_t now_min);
/* Can each door of `config` ever be gone through? `roster` NULL: who stands there is not known, and not judged. */
void doctor_judge_doors(struct findings *findings, const struct config *config, const struct roster *roster,
                        uint64_t now_min);
/* `pk`: of the server's key for receipts. */
void doctor_judge_service(struct findings *findings, const struct roster *roster, const uint8_t pk[SIGN_PUBLIC_SIZE],
                          uint64_t now_min);
void doctor_judge_machine(struct findings *findings, const struct machine *machine);

/* What a running server tells at /metrics. Pure. What is not told there is not judged. */
void doctor_judge_metrics(struct findings *findings, struct bytes metrics);
/* Does it serve the snapshot of the file, which is `roster`'s? `now_min`: after `metrics` were told, so that none seems older than it is. */
void doctor_judge_served(struct findings *findings, const struct roster *roster, struct bytes metrics,
                         uint64_t now_min);

/* Nothing is ever in no list: every row leads to somebody who will see it. BROKEN: the database cannot be read. */
MUST_USE enum outcome doctor_judge_rows(struct findings *findings, struct inspection *inspection,
                                        const struct config *config, const struct roster *roster, uint64_t now_min);

/* Opens the database of `config->data` and judges it: whose, which version, sound, then its rows. `roster` NULL: it is not known, and
 * what depends on it is not judged. */
void doctor_judge_store(struct findings *findings, const struct config *config, const struct roster *roster,
                        uint64_t now_min);

#endif
