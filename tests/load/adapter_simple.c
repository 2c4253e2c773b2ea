/* The protocol that the reference relays share. Binary messages, numbers little-endian; to the server: 01 box:u32 hmac[32] logs in,
 * 02 tag:u64 to:u32 body sends, 03 id:u64 acknowledges; from the server: 81 welcome, 82 tag:u64 acknowledged and on the disk,
 * 83 id:u64 body. */
#include <string.h>

#include "load.h"
#include "protocol/hash.h"

enum {
    SIMPLE_LOGIN = 0x01,
    SIMPLE_SEND = 0x02,
    SIMPLE_TAKEN = 0x03,
    SIMPLE_WELCOME = 0x81,
    SIMPLE_KEPT = 0x82,
    SIMPLE_DELIVERY = 0x83,
    SIMPLE_KEY_SIZE = 32,
};

static void write_number(uint8_t *out, uint64_t number, size_t octets)
{
    for (size_t i = 0; i < octets; i++)
        out[i] = (uint8_t)(number >> (8 * i));
}

static uint64_t read_number(const uint8_t *in)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number |= (uint64_t)in[i] << (8 * i);
    return number;
}

/* The octets mean nothing to these servers; they only must not be all alike. */
static void fill(uint8_t parcel[PARCEL_SIZE], uint32_t seed)
{
    for (size_t i = 0; i < PARCEL_SIZE; i++) {
        seed = seed * 1664525 + 1013904223;
        parcel[i] = (uint8_t)(seed >> 24);
    }
}

static bool prepare(struct load *load)
{
    for (uint32_t i = 0; load->conversations != NULL && i < load->visitor_count; i++) {
        fill(load->conversations[i].to_staff, 2 * i);
        fill(load->conversations[i].to_visitor, 2 * i + 1);
    }
    return true;
}

static void opened(struct load *load, struct party *party)
{
    static const uint8_t key[SIMPLE_KEY_SIZE] = "udvej-bench-secret";
    uint8_t login[1 + 4 + MAC_SIZE] = {SIMPLE_LOGIN};
    write_number(login + 1, (uint64_t)party->number + 1, 4);
    hash_mac((struct bytes){key, sizeof key}, PARTS(PART(login + 1, 4)), login + 5);
    link_send(&load->loop, &party->link, (struct bytes){login, sizeof login}, (struct bytes){NULL, 0});
}

static void message(struct load *load, struct party *party, struct bytes data)
{
    uint8_t taken[1 + 8] = {SIMPLE_TAKEN};
    if (data.size == 1 && data.data[0] == SIMPLE_WELCOME) {
        load_ready(load, party);
    } else if (data.size == 9 && data.data[0] == SIMPLE_KEPT) {
        load_acknowledged(load, (uint32_t)read_number(data.data + 1));
    } else if (data.size == 9 + PARCEL_SIZE && data.data[0] == SIMPLE_DELIVERY) {
        if (load->is_hoarding)
            return;
        memcpy(taken + 1, data.data + 1, 8);
        link_send(&load->loop, &party->link, (struct bytes){taken, sizeof taken}, (struct bytes){NULL, 0});
        load_arrived(load, data.data + 9);
    } else {
        load_refused(load, 0, data.size > 0 ? data.data[0] : 0);
    }
}

static void settle(struct load *load)
{
    (void)load;
}

static void send_parcel(struct load *load, struct conversation *conversation, uint32_t number)
{
    bool is_staffs = conversation->is_staffs_turn;
    uint8_t *parcel = is_staffs ? conversation->to_visitor : conversation->to_staff;
    uint32_t from = is_staffs ? conversation->counsellor : conversation->visitor;
    uint32_t to = is_staffs ? conversation->visitor : conversation->counsellor;
    uint8_t head[1 + 8 + 4] = {SIMPLE_SEND};
    write_number(head + 1, number, 8);
    write_number(head + 9, (uint64_t)to + 1, 4);
    parcel_number(parcel, number);
    link_send(&load->loop, &load->parties[from].link, (struct bytes){head, sizeof head},
              (struct bytes){parcel, PARCEL_SIZE});
}

static void close_simple(struct load *load)
{
    (void)load;
}

const struct adapter adapter_simple = {
    .name = "simple",
    .path = "/ws",
    .prepare = prepare,
    .opened = opened,
    .message = message,
    .settle = settle,
    .send = send_parcel,
    .close = close_simple,
};
