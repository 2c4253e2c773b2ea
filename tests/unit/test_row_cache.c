/* The rows that the store remembers: never another's, as many as there is room for, and the busy ones longest. */
#include "check.h"
#include "store/row_cache.h"

enum { ROOM = 64, KEY_SIZE = 16 };

static struct row_cache cache;

/* Keys fall into few chains, as an attacker's would who could choose them. */
static const uint8_t *key_of(uint32_t number)
{
    static uint8_t key[KEY_SIZE];
    memset(key, 0, sizeof key);
    key[0] = (uint8_t)(number % 3);
    memcpy(key + 8, &number, sizeof number);
    return key;
}

static void put(uint32_t number)
{
    uint64_t row = number * 7919U;
    (void)row_cache_put(&cache, key_of(number), &row, sizeof row);
}

static bool has(uint32_t number)
{
    bool is_gone;
    const uint64_t *row = row_cache_find(&cache, key_of(number), &is_gone);
    return row && CHECK(*row == number * 7919U && !is_gone);
}

static void keeps_as_many_as_it_has_room_for(void)
{
    bool is_gone;
    for (uint32_t i = 0; i < ROOM; i++)
        put(i);
    for (uint32_t i = 0; i < ROOM; i++)
        CHECK(has(i));
    CHECK(!has(ROOM));
    CHECK(row_cache_find(&cache, key_of(ROOM), &is_gone) == NULL && !is_gone);
}

static void knows_what_is_not_there(void)
{
    bool is_gone;
    put(1);
    (void)row_cache_put(&cache, key_of(1), NULL, 0);
    CHECK(row_cache_find(&cache, key_of(1), &is_gone) == NULL && is_gone);
    put(1);
    CHECK(has(1));
}

/* Whatever comes by meanwhile, who is asked for again and again stays; and what is found is always the row of that key. */
static void keeps_the_busy(void)
{
    unsigned found = 0;
    for (uint32_t i = 0; i < 20 * ROOM; i++) {
        put(1000 + i);
        for (uint32_t busy = 0; busy < 8; busy++) {
            if (!has(busy))
                put(busy);
            else
                found++;
        }
        if (i >= 4)
            CHECK(has(1000 + i - 4));
    }
    CHECK(found == 8 * (20 * ROOM - 1));
    unsigned left = 0;
    for (uint32_t i = 0; i < 20 * ROOM; i++)
        left += has(1000 + i);
    CHECK(left == ROOM - 8);
}

static void forgets_all(void)
{
    for (uint32_t i = 0; i < 2 * ROOM; i++)
        put(i);
    row_cache_clear(&cache);
    for (uint32_t i = 0; i < 2 * ROOM; i++)
        CHECK(!has(i));
    for (uint32_t i = 0; i < ROOM; i++)
        put(i);
    for (uint32_t i = 0; i < ROOM; i++)
        CHECK(has(i));
}

static void fresh(void (*play)(void))
{
    if (!CHECK(row_cache_open(&cache, KEY_SIZE, sizeof(uint64_t), ROOM) == OK))
        return;
    play();
    row_cache_close(&cache);
}

int main(void)
{
    fresh(keeps_as_many_as_it_has_room_for);
    fresh(knows_what_is_not_there);
    fresh(keeps_the_busy);
    fresh(forgets_all);
    return check_end();
}
