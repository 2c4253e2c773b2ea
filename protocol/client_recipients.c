#include "client_parts.h"

#include <string.h>

#include <sodium.h>

#include "hash.h"

_Static_assert((int)MEMBERS_MAX <= (int)WRAPS_MAX && (int)VAULT_PINNED_MAX <= (int)WRAPS_MAX,
               "whoever may be written to has a wrap");

bool visitor_is_live(const struct client *client, const struct talk *talk)
{
    return talk->has_live && client->now_s <= talk->heard_s + LIVE_S;
}

struct seal_recipient visitor_recipient(const struct talk *talk, bool is_live)
{
    struct seal_recipient recipient = {
        .pk = is_live ? talk->live_pk : talk->off_pk, .mode = WRAP_PSK, .psk = talk->psk};
    memcpy(recipient.recipient, talk->visitor_id, HASH_SIZE);
    return recipient;
}

enum outcome wrap_again(const struct client *client, const struct talk *talk, const struct seal_kept *kept,
                        const struct seal_recipient *recipient, uint8_t out[WRAP_SIZE])
{
    uint8_t randomness[KEM_ENC_SEED_SIZE];
    uint8_t wrap[WRAP_SIZE];
    client->draw(randomness, sizeof randomness);
    enum outcome outcome = envelope_rewrap(kept, talk->case_id, client->deployment_id, recipient, randomness, wrap);
    if (outcome == OK)
        memcpy(out, wrap, WRAP_SIZE);
    wipe(randomness, sizeof randomness);
    return outcome;
}

bool visitor_has_key(const struct talk *talk, const uint8_t key_id[KEY_ID_SIZE])
{
    uint8_t newest[KEY_ID_SIZE];
    key_id_of(talk->live_pk, newest);
    return memcmp(newest, key_id, KEY_ID_SIZE) == 0;
}

/* Rule 12: what staff say among themselves has keys of its own. */
static void staff_room_of(const struct talk *talk, uint8_t room_id[CASE_ID_SIZE])
{
    uint8_t hash[HASH_SIZE];
    hash_labelled("udvej/1/staff-room", PARTS(PART(talk->case_id, CASE_ID_SIZE)), hash);
    memcpy(room_id, hash, CASE_ID_SIZE);
}

enum outcome colleague_psk(const struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE],
                           uint8_t class, uint8_t psk[PSK_SIZE])
{
    uint8_t room_id[CASE_ID_SIZE];
    const struct roster_entry *entry = roster_known(&client->roster, who);
    if (entry == NULL)
        return REFUSED;
    memcpy(room_id, talk->case_id, CASE_ID_SIZE);
    if (class == CLASS_STAFF)
        staff_room_of(talk, room_id);
    return staff_psk(client->staff.seed_id, client->staff.cert_hash, entry->pk_id, who, room_id, psk);
}

/* Staff seal to the visitor: the live key while the visitor is heard, else the newest offline key (rule 10). */
static enum outcome add_visitor(const struct client *client, const struct talk *talk, struct sealing *sealing)
{
    invariant(talk->has_psk); /* send_is_open */
    if (talk->off_gen == 0)
        return GONE; /* a Hello that named no key */
    struct seal_recipient *recipient = &sealing->recipients[sealing->count];
    sealing->is_live = visitor_is_live(client, talk);
    memcpy(recipient->recipient, talk->visitor_id, HASH_SIZE);
    recipient->pk = sealing->is_live ? talk->live_pk : talk->off_pk;
    recipient->mode = WRAP_PSK;
    memcpy(sealing->psks[sealing->count], talk->psk, PSK_SIZE);
    recipient->psk = sealing->psks[sealing->count];
    sealing->count++;
    return OK;
}

/* The entry of a member who can be sealed to: certified now, with a receive key. */
static const struct roster_entry *reachable(const struct client *client, const uint8_t who[HASH_SIZE])
{
    const struct roster_entry *entry = roster_find(&client->roster, who, client_now_min(client));
    return entry == NULL || entry->key_issued_min == 0 ? NULL : entry;
}

static void add_colleague(const struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE],
                          uint8_t class, struct sealing *sealing)
{
    const struct roster_entry *entry = reachable(client, who);
    uint8_t *psk = sealing->psks[sealing->count];
    sealing->unreached = (uint8_t)(sealing->unreached + (entry == NULL ? 1 : 0));
    if (entry == NULL || colleague_psk(client, talk, who, class, psk) != OK)
        return;
    struct seal_recipient *recipient = &sealing->recipients[sealing->count++];
    memcpy(recipient->recipient, who, HASH_SIZE);
    recipient->pk = turn_pk_of(client, talk, entry, class);
    recipient->mode = WRAP_PSK;
    recipient->psk = psk;
}

/* A visitor's envelope to one of the staff; in base mode the psk goes along. */
static void add_staff(const struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE],
                      enum wrap_mode mode, struct sealing *sealing)
{
    const struct roster_entry *entry = reachable(client, who);
    if (entry == NULL)
        return;
    struct seal_recipient *recipient = &sealing->recipients[sealing->count];
    uint8_t *psk = sealing->psks[sealing->count++];
    visitor_psk(&client->visitor.keys, talk->case_id, who, psk);
    memcpy(recipient->recipient, who, HASH_SIZE);
    recipient->pk = mode == WRAP_PSK ? turn_pk_of(client, talk, entry, CLASS_ROOM) : entry->key_pk;
    recipient->mode = (uint8_t)mode;
    if (mode == WRAP_PSK)
        recipient->psk = psk;
    else
        recipient->aux = psk;
}

bool recipients_has(const struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE])
{
    return room_has_on(&talk->room, who, (uint32_t)(client_now_min(client) / (24 * 60)));
}

bool recipients_is_alone(const struct client *client, const struct talk *talk)
{
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        const struct room_member *member = &talk->room.members[i];
        if (member->role != ROLE_VISITOR && memcmp(member->who, client_me(client), HASH_SIZE) != 0 &&
            recipients_has(client, talk, member->who))
            return false;
    }
    return true;
}

/* A visitor writes to all who got the intake while it waits, then to those members about whom the answer was yes; a Hello also introduces
 * the visitor to those who are new, and who is blocked learns that as the last thing. */
static void choose_of_visitor(const struct client *client, const struct talk *talk, const struct outgoing *head,
                              struct bytes content, struct sealing *sealing)
{
    const struct vault *vault = &client->visitor.vault;
    invariant(head->kind != BODY_BLOCK || content.size == HASH_SIZE);
    for (uint8_t i = 0; i < vault->pinned_count; i++) {
        const uint8_t *who = vault->pinned[i];
        bool is_here = talk->room.epoch == 0 || recipients_has(client, talk, who);
        bool is_blocked = head->kind == BODY_BLOCK && memcmp(content.data, who, HASH_SIZE) == 0;
        if (!is_here)
            continue;
        if (vault->consents[i] == CONSENT_YES || is_blocked)
            add_staff(client, talk, who, WRAP_PSK, sealing);
        else if (vault->consents[i] == CONSENT_NEW && head->kind == BODY_HELLO)
            add_staff(client, talk, who, WRAP_BASE, sealing);
    }
}

static enum outcome choose_of_staff(const struct client *client, const struct talk *talk, const struct outgoing *head,
                                    struct sealing *sealing)
{
    uint8_t class = head->is_staff ? CLASS_STAFF : CLASS_ROOM;
    if (class == CLASS_ROOM)
        TRY(add_visitor(client, talk, sealing));
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        const struct room_member *member = &talk->room.members[i];
        bool is_other = member->role != ROLE_VISITOR && memcmp(member->who, client_me(client), HASH_SIZE) != 0 &&
                        recipients_has(client, talk, member->who);
        if (is_other && (!head->has_only || memcmp(head->only, member->who, HASH_SIZE) == 0))
            add_colleague(client, talk, member->who, class, sealing);
    }
    return OK;
}

bool recipient_is_sound(const struct client *client, const uint8_t pk[KEM_PUBLIC_SIZE])
{
    uint8_t enc[crypto_kem_xwing_CIPHERTEXTBYTES];
    uint8_t secret[crypto_kem_xwing_SHAREDSECRETBYTES];
    uint8_t randomness[KEM_ENC_SEED_SIZE];
    client->draw(randomness, sizeof randomness);
    bool is_sound = crypto_kem_xwing_enc_deterministic(enc, secret, pk, randomness) == 0;
    wipe(secret, sizeof secret);
    wipe(randomness, sizeof randomness);
    return is_sound;
}

bool recipients_leave_out(const struct client *client, struct sealing *sealing)
{
    size_t count = 0;
    for (size_t i = 0; i < sealing->count; i++) {
        if (recipient_is_sound(client, sealing->recipients[i].pk))
            sealing->recipients[count++] = sealing->recipients[i];
        else if (i == 0)
            sealing->is_live = false; /* in class 2 the visitor stands first */
    }
    invariant(count < sealing->count); /* else nothing was wrong with the keys */
    sealing->count = count;
    return count > 0;
}

enum outcome recipients_choose(const struct client *client, const struct talk *talk, const struct outgoing *head,
                               struct bytes content, struct sealing *sealing)
{
    if (role_of(client) == CLIENT_VISITOR)
        choose_of_visitor(client, talk, head, content, sealing);
    else
        TRY(choose_of_staff(client, talk, head, sealing));
    return sealing->count > 0 ? OK : GONE;
}
