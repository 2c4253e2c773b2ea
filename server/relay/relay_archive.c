#include <string.h>

#include "decide.h"

enum { ARCHIVE_PIECE_OCTETS = 64 * 1024 }; /* what one GET_ARCHIVE gives; the asker goes on behind it */

/* ---- KEEP ---------------------------------------------------------------------------------------------------------- */

/* OK: there is a salt that the archive's key needs; without one nothing that is kept could be destroyed for certain. */
static enum outcome has_archive(struct relay *relay, const uint8_t *visitor)
{
    struct salt_row salts[SALTS_MAX];
    size_t count;
    TRY(ASK(relay->store, salts_load, visitor, salts, &count));
    for (size_t i = 0; i < count; i++)
        if (salts[i].salt.purpose == SALT_ARCHIVE)
            return OK;
    return REFUSED;
}

static enum outcome answer_kept(struct relay *relay, const struct asked *asked, enum outcome outcome)
{
    if (outcome == OK || outcome == REFUSED) /* REFUSED: asked again after a lost answer */
        return answer_done(relay, asked);
    return outcome == FULL ? answer_error(relay, asked, ERROR_QUOTA) : outcome;
}

/* The envelope goes from the mailbox into the archive: it was read, so it is not acknowledged besides. */
static enum outcome keep_received(struct relay *relay, const struct asked *asked, struct kept_row *row)
{
    struct envelope_row found;
    uint8_t octets[SLIM_MAX];
    enum outcome outcome = ASK(relay->store, envelope_find, row->visitor, row->msg_id, &found);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome != OK || found.envelope.size > sizeof octets)
        return answer_error(relay, asked, ERROR_GONE);
    memcpy(octets, found.envelope.data, found.envelope.size);
    row->envelope = (struct bytes){octets, found.envelope.size};
    outcome = ASK(relay->store, kept_add, row);
    if (outcome == OK || outcome == REFUSED)
        TRY(ASK(relay->store, envelope_drop, row->visitor, found.seq));
    return answer_kept(relay, asked, outcome);
}

/* 0: the visitor's own words, in the visitor's own case, with one wrap. */
static enum outcome judge_own(struct relay *relay, const struct asked *asked, unsigned *error)
{
    struct envelope envelope;
    struct case_row row;
    *error = ERROR_MALFORMED;
    if (envelope_decode(&envelope, asked->message->as.keep.envelope) != OK || envelope.wrap_count != 1)
        return OK;
    TRY(ASK(relay->store, case_of, asked->request->principal, &row) == OK ? OK : BROKEN);
    bool is_own = is_same(envelope.header.sender, asked->request->principal) &&
                  memcmp(envelope.header.case_id, row.room.case_id, CASE_ID_SIZE) == 0 &&
                  memcmp(envelope.header.msg_id, asked->message->as.keep.msg_id, MSG_ID_SIZE) == 0;
    *error = is_own ? 0 : ERROR_NOT_ALLOWED;
    return OK;
}

enum outcome decide_keep(struct relay *relay, const struct asked *asked)
{
    struct kept_row row = {.envelope = asked->message->as.keep.envelope};
    unsigned error;
    memcpy(row.visitor, asked->request->principal, HASH_SIZE);
    memcpy(row.msg_id, asked->message->as.keep.msg_id, MSG_ID_SIZE);
    memcpy(row.sealed, asked->message->as.keep.sealed, ARCHIVE_SEALED_SIZE);
    enum outcome outcome = has_archive(relay, row.visitor);
    if (outcome != OK)
        return outcome == REFUSED ? answer_error(relay, asked, ERROR_NOT_ALLOWED) : outcome;
    if (row.envelope.size == 0)
        return keep_received(relay, asked, &row);
    TRY(judge_own(relay, asked, &error));
    if (error != 0)
        return answer_error(relay, asked, (enum error_code)error);
    return answer_kept(relay, asked, ASK(relay->store, kept_add, &row));
}

/* ---- reading and deleting -------------------------------------------------------------------------------------------- */

struct archive {
    struct relay *relay;
    const struct asked *asked;
    size_t octets;
    enum outcome outcome;
};

static bool tell_kept(void *context, const struct kept_row *row)
{
    struct archive *archive = context;
    struct message message = {.code = MESSAGE_ARCHIVED};
    if (archive->octets > 0 && archive->octets + row->envelope.size > ARCHIVE_PIECE_OCTETS)
        return false;
    archive->octets += row->envelope.size;
    message.as.archived.number = row->number;
    memcpy(message.as.archived.sealed, row->sealed, ARCHIVE_SEALED_SIZE);
    message.as.archived.envelope = row->envelope;
    archive->outcome = answer_with(archive->relay, archive->asked, &message);
    return archive->outcome == OK;
}

/* DONE without anything before it: that was the last. */
enum outcome decide_get_archive(struct relay *relay, const struct asked *asked)
{
    struct archive archive = {relay, asked, 0, OK};
    TRY(ASK(relay->store, kept_each, asked->request->principal, asked->message->as.get_archive.after, tell_kept,
            &archive));
    TRY(archive.outcome);
    return answer_done(relay, asked);
}

enum outcome decide_delete_kept(struct relay *relay, const struct asked *asked)
{
    enum outcome outcome =
        ASK(relay->store, kept_drop, asked->request->principal, asked->message->as.delete_kept.msg_id);
    return outcome == BROKEN ? BROKEN : answer_done(relay, asked);
}
