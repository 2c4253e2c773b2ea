#include <string.h>

#include "decide.h"
#include "deletion.h"

/* The server's signed word that it keeps nothing for this login key (rule 15). It goes out once all that was destroyed is off the disk.
 * The store is asked again, because an OPEN_CASE of the same connection may stand before this one. */
enum outcome decide_get_deletion(struct relay *relay, const struct asked *asked)
{
    const struct service_key *key = relay->programme->service;
    const struct roster *roster = relay->programme->roster;
    struct deletion_receipt receipt = {.day = relay_today(relay)};
    uint8_t statement[DELETION_SIZE];
    struct case_row row;
    struct message message = {.code = MESSAGE_DELETION, .tag = asked->message->tag};
    struct answer answer = {.kind = ANSWER_PLAIN,
                            .target = TO_CONNECTION,
                            .needs_shred = true,
                            .connection = asked->request->connection,
                            .tag = asked->message->tag};

    enum outcome outcome = ASK(relay->store, case_of, asked->request->principal, &row);
    if (outcome == OK)
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    if (outcome != GONE)
        return outcome;
    const struct service_entry *service = key == NULL ? NULL : roster_service_of(roster, key->pk, receipt.day);
    if (service == NULL)
        return answer_error(relay, asked, ERROR_GONE);
    memcpy(receipt.mailbox, asked->request->principal, MAILBOX_SIZE);
    TRY(deletion_sign(&receipt, roster, service, key->seed, statement));
    message.as.deletion.statement = (struct bytes){statement, sizeof statement};
    return answers_say(relay->answers, &answer, &message);
}
