/* The functions that consoles call beside those of core_wasm.c: a colleague's part of client.h.
 * Owns: nothing. Used by: web-client/src/core. Source: client.h. */
#include "calendar_file.h"
#include "core_wasm.h"
#include "reader.h"

int EXPORT(core_staff_unlock)(struct client *client, const uint8_t *key_file, size_t key_file_size,
                              const uint8_t *passphrase, size_t passphrase_size, uint8_t *state, size_t state_size);
void EXPORT(core_staff_lock)(struct client *client);
int EXPORT(core_is_dirty)(struct client *client);
size_t EXPORT(core_save_size)(struct client *client);
int EXPORT(core_save)(struct client *client, uint8_t *out, size_t max);
void EXPORT(core_saved)(struct client *client);
int EXPORT(core_record_seal)(struct client *client, const uint8_t *case_id, size_t case_size, const uint8_t *record,
                             size_t size, uint8_t *out, size_t max);
int EXPORT(core_record_open)(struct client *client, const uint8_t *sealed, size_t size, uint8_t *out, size_t max);
int EXPORT(core_staff_claim)(struct client *client, const uint8_t *case_id);
int EXPORT(core_staff_close_case)(struct client *client, const uint8_t *case_id);
int EXPORT(core_staff_reopen)(struct client *client, const uint8_t *case_id);
int EXPORT(core_staff_add)(struct client *client, const uint8_t *case_id, const uint8_t *who, const uint8_t *text,
                           size_t size, uint8_t *msg_id, int days);
int EXPORT(core_staff_remove)(struct client *client, const uint8_t *case_id, const uint8_t *who);
int EXPORT(core_staff_take_over)(struct client *client, const uint8_t *case_id, const uint8_t *who);
int EXPORT(core_staff_second)(struct client *client, const uint8_t *case_id);
int EXPORT(core_staff_hand_over)(struct client *client, const uint8_t *case_id, const uint8_t *who);
int EXPORT(core_staff_decline)(struct client *client, const uint8_t *case_id);
int EXPORT(core_staff_set_case)(struct client *client, const uint8_t *case_id, int state);
int EXPORT(core_staff_note)(struct client *client, const uint8_t *case_id, const uint8_t *text, size_t size,
                            uint8_t *msg_id);
int EXPORT(core_staff_presence)(struct client *client, int presence);
int EXPORT(core_staff_leaver_look)(struct client *client, const uint8_t *who);
int EXPORT(core_staff_leaver_move)(struct client *client, const uint8_t *who, const uint8_t *to, size_t to_size,
                                   int with_stays);
int EXPORT(core_staff_leaver_second)(struct client *client, const uint8_t *who, const uint8_t *to, const uint8_t *by,
                                     const uint8_t *cases, size_t size);
int EXPORT(core_staff_leaver_decline)(struct client *client, const uint8_t *who, const uint8_t *to, const uint8_t *by,
                                      const uint8_t *cases, size_t size);
int EXPORT(core_staff_counts)(struct client *client, double day, int days);
int EXPORT(core_staff_audit)(struct client *client, double number, const uint8_t *head, size_t head_size);
int EXPORT(core_staff_slots)(struct client *client, double from_min, double to_min);
int EXPORT(core_staff_slot_state)(struct client *client, const uint8_t *slot_id, int state);
size_t EXPORT(core_calendar_file)(const uint8_t *slots, size_t size, double now_min, const uint8_t *summary,
                                  size_t summary_size, uint8_t *out, size_t max);

int core_staff_unlock(struct client *client, const uint8_t *key_file, size_t key_file_size, const uint8_t *passphrase,
                      size_t passphrase_size, uint8_t *state, size_t state_size)
{
    return (int)staff_unlock(client, (struct bytes){key_file, key_file_size},
                             (struct bytes){passphrase, passphrase_size}, state, state_size);
}

void core_staff_lock(struct client *client)
{
    staff_lock(client);
}

int core_is_dirty(struct client *client)
{
    return client_is_dirty(client);
}

size_t core_save_size(struct client *client)
{
    return client_save_size(client);
}

int core_save(struct client *client, uint8_t *out, size_t max)
{
    size_t size = 0;
    enum outcome outcome = client_save(client, out, max, &size);
    core_lend_size(size);
    return (int)outcome;
}

void core_saved(struct client *client)
{
    client_saved(client);
}

int core_record_seal(struct client *client, const uint8_t *case_id, size_t case_size, const uint8_t *record,
                     size_t size, uint8_t *out, size_t max)
{
    size_t written = 0;
    invariant(case_size == CASE_ID_SIZE);
    enum outcome outcome = staff_record_seal(client, case_id, (struct bytes){record, size}, out, max, &written);
    core_lend_size(written);
    return (int)outcome;
}

int core_record_open(struct client *client, const uint8_t *sealed, size_t size, uint8_t *out, size_t max)
{
    size_t written = 0;
    enum outcome outcome = staff_record_open(client, (struct bytes){sealed, size}, out, max, &written);
    core_lend_size(written);
    return (int)outcome;
}

int core_staff_claim(struct client *client, const uint8_t *case_id)
{
    return (int)staff_claim(client, case_id);
}

int core_staff_close_case(struct client *client, const uint8_t *case_id)
{
    return (int)staff_close_case(client, case_id);
}

int core_staff_reopen(struct client *client, const uint8_t *case_id)
{
    return (int)staff_reopen(client, case_id);
}

int core_staff_add(struct client *client, const uint8_t *case_id, const uint8_t *who, const uint8_t *text, size_t size,
                   uint8_t *msg_id, int days)
{
    struct stay stay = {who, (uint16_t)days};
    return (int)staff_add_for(client, case_id, &stay, (struct bytes){text, size}, msg_id);
}

int core_staff_remove(struct client *client, const uint8_t *case_id, const uint8_t *who)
{
    return (int)staff_remove(client, case_id, who);
}

int core_staff_take_over(struct client *client, const uint8_t *case_id, const uint8_t *who)
{
    return (int)staff_take_over(client, case_id, who);
}

int core_staff_hand_over(struct client *client, const uint8_t *case_id, const uint8_t *who)
{
    return (int)staff_hand_over(client, case_id, who);
}

int core_staff_decline(struct client *client, const uint8_t *case_id)
{
    return (int)staff_decline(client, case_id);
}

int core_staff_set_case(struct client *client, const uint8_t *case_id, int state)
{
    return (int)staff_set_case(client, case_id, (uint8_t)state);
}

int core_staff_second(struct client *client, const uint8_t *case_id)
{
    return (int)staff_second(client, case_id);
}

int core_staff_note(struct client *client, const uint8_t *case_id, const uint8_t *text, size_t size, uint8_t *msg_id)
{
    return (int)staff_note(client, case_id, (struct bytes){text, size}, msg_id);
}

int core_staff_presence(struct client *client, int presence)
{
    return (int)staff_presence(client, core_octet(presence));
}

int core_staff_slots(struct client *client, double from_min, double to_min)
{
    return (int)staff_slots(client, (uint64_t)from_min, (uint64_t)to_min);
}

int core_staff_slot_state(struct client *client, const uint8_t *slot_id, int state)
{
    return (int)staff_slot_state(client, slot_id, core_octet(state));
}

/* `to` empty: back to the queue. */
int core_staff_leaver_move(struct client *client, const uint8_t *who, const uint8_t *to, size_t to_size, int with_stays)
{
    struct leaver_move move = {.who = who, .to = to_size == 0 ? NULL : to, .with_stays = with_stays != 0};
    invariant(to_size == 0 || to_size == HASH_SIZE);
    return (int)staff_leaver_move(client, &move);
}

int core_staff_leaver_look(struct client *client, const uint8_t *who)
{
    return (int)staff_leaver_look(client, who);
}

static uint16_t cases_in(size_t size)
{
    invariant(size % CASE_ID_SIZE == 0);
    return size / CASE_ID_SIZE > UINT16_MAX ? UINT16_MAX : (uint16_t)(size / CASE_ID_SIZE);
}

/* `cases`: the ids of those that were seen, one after the other. */
int core_staff_leaver_second(struct client *client, const uint8_t *who, const uint8_t *to, const uint8_t *by,
                             const uint8_t *cases, size_t size)
{
    struct leaver_proposal proposal = {who, to, by, cases, cases_in(size)};
    return (int)staff_leaver_second(client, &proposal);
}

int core_staff_leaver_decline(struct client *client, const uint8_t *who, const uint8_t *to, const uint8_t *by,
                              const uint8_t *cases, size_t size)
{
    struct leaver_proposal proposal = {who, to, by, cases, cases_in(size)};
    return (int)staff_leaver_decline(client, &proposal);
}

int core_staff_counts(struct client *client, double day, int days)
{
    return (int)staff_counts(client, (uint32_t)day, core_octet(days));
}

/* `head` empty: all that there is. */
int core_staff_audit(struct client *client, double number, const uint8_t *head, size_t head_size)
{
    invariant(head_size == 0 || head_size == HASH_SIZE);
    return (int)staff_audit(client, (uint64_t)number, head_size == 0 ? NULL : head);
}

/* `slots`: id[16], start in quarters of an hour[4], quarters[1], state[1] of each. Gives the file's size, 0: it is not to be had. */
size_t core_calendar_file(const uint8_t *slots, size_t size, double now_min, const uint8_t *summary,
                          size_t summary_size, uint8_t *out, size_t max)
{
    struct reader reader;
    struct calendar_file file;
    struct bytes text = {summary, summary_size};
    if (!text_is_valid(text))
        return 0;
    reader_open(&reader, slots, size);
    calendar_file_open(&file, (uint64_t)now_min, text, out, max);
    while (reader.left > 0) {
        struct slot slot;
        reader_copy(&reader, slot.id, SLOT_ID_SIZE);
        slot.start = reader_u32(&reader);
        slot.quarters = reader_u8(&reader);
        slot.state = reader_u8(&reader);
        if (reader.has_failed || slot.state < SLOT_OFFERED || slot.state > SLOT_NO_SHOW)
            return 0;
        calendar_file_add(&file, &slot);
    }
    return calendar_file_close(&file, &size) == OK ? size : 0;
}
