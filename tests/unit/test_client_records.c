/* What a colleague's device keeps of a case, for how long, and that it is gone then: also from the state that was kept. */
#include <stdlib.h>

#include "check.h"
#include "stage.h"

enum { DAY_S = 24 * 60 * 60, SEALED_SIZE = 256 };

struct record {
    size_t size;
    uint8_t sealed[SEALED_SIZE];
};

static const uint8_t no_case[CASE_ID_SIZE];

static struct record keep(const uint8_t *of_case, const char *text)
{
    struct record record;
    CHECK(staff_record_seal(client_of(SCENE_ALPHA), of_case, (struct bytes){(const uint8_t *)text, strlen(text)},
                            record.sealed, sizeof record.sealed, &record.size) == OK);
    CHECK(record.size == strlen(text) + RECORD_OVERHEAD);
    return record;
}

static enum outcome look(const struct record *record, const char *text)
{
    uint8_t plain[SEALED_SIZE];
    size_t size = 0;
    enum outcome outcome = staff_record_open(client_of(SCENE_ALPHA), (struct bytes){record->sealed, record->size},
                                             plain, sizeof plain, &size);
    CHECK(outcome != OK || (size == strlen(text) && memcmp(plain, text, size) == 0));
    return outcome;
}

static void come_again(void)
{
    scene_kill(&scene, SCENE_ALPHA);
    come(SCENE_ALPHA);
    go();
}

/* Hours pass one after the other, so that everything that has its time happens. */
static void wait_days(unsigned days)
{
    for (unsigned hour = 0; hour < days * 24; hour++)
        wait(DAY_S / 24);
}

static void the_case_has_a_key_of_its_own(void)
{
    stage_with_talk();
    struct record one = keep(case_id, "of the case");
    struct record two = keep(case_id, "of the case");
    struct record other = keep(no_case, "of none");
    CHECK(memcmp(one.sealed, two.sealed, RECORD_ID_SIZE) == 0 && memcmp(one.sealed, two.sealed, one.size) != 0);
    CHECK(memcmp(one.sealed, other.sealed, RECORD_ID_SIZE) != 0);
    CHECK(memmem(one.sealed, one.size, case_id, CASE_ID_SIZE) == NULL);
    CHECK(look(&one, "of the case") == OK && look(&other, "of none") == OK);
    memcpy(other.sealed, one.sealed, RECORD_ID_SIZE);
    CHECK(look(&other, "of none") == REFUSED);
    one.sealed[RECORD_OVERHEAD] ^= 1;
    CHECK(look(&one, "of the case") == REFUSED);
    one.size = RECORD_OVERHEAD - 1;
    CHECK(look(&one, "") == MALFORMED);
    go();
    come_again(); /* the keys are part of what is kept */
    CHECK(look(&two, "of the case") == OK);
    end();
}

static void a_closed_case_is_shredded_in_its_time(void)
{
    stage();
    scene.programme.record_days = 3;
    come_again();
    CHECK(says(SCENE_ALPHA, "terms", "record_days", "3"));
    CHECK(open_door(1) == OK);
    go();
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    struct record record = keep(case_id, "of the case");
    struct record of_none = keep(no_case, "of none");
    wait_days(4);
    CHECK(look(&record, "of the case") == OK); /* while it is open it stays */
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    wait_days(2);
    come_again();
    CHECK(count_of(SCENE_ALPHA, "shredded") == 0 && look(&record, "of the case") == OK);
    wait_days(1);
    CHECK(count_of(SCENE_ALPHA, "shredded") == 1);
    CHECK(look(&record, "of the case") == GONE && look(&of_none, "of none") == OK);
    come_again(); /* and what was kept last does not bring it back */
    CHECK(look(&record, "of the case") == GONE);
    CHECK(nobody_stopped());
    end();
}

static void a_case_that_goes_on_is_kept(void)
{
    stage_with_talk();
    struct record record = keep(case_id, "of the case");
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    wait_days(RECORD_DAYS - 1);
    CHECK(staff_reopen(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    wait_days(RECORD_DAYS);
    CHECK(count_of(SCENE_ALPHA, "shredded") == 0 && look(&record, "of the case") == OK);
    end();
}

static void who_has_left_keeps_nothing(void)
{
    stage_with_talk();
    struct record record = keep(case_id, "of the case");
    CHECK(staff_remove(client_of(SCENE_ALPHA), case_id, scene.keys.cert_hash[0]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "removed") == 1);
    struct record last = keep(case_id, "that we have left"); /* what is kept after that ends too */
    wait_days(RECORD_DAYS);
    CHECK(look(&record, "of the case") == GONE && look(&last, "that we have left") == GONE);
    struct record late = keep(case_id, "once more");
    wait_days(RECORD_DAYS);
    CHECK(look(&late, "once more") == GONE);
    end();
}

static void a_burnt_case_is_kept_no_longer_than_a_closed_one(void)
{
    stage_with_talk();
    struct record record = keep(case_id, "of the case");
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && look(&record, "of the case") == OK);
    wait_days(RECORD_DAYS);
    CHECK(look(&record, "of the case") == GONE);
    end();
}

/* The table of keys is full: what ends first gives way; while nothing ends, nothing is taken. */
static void many_cases(void)
{
    enum { KEYS = 512 };
    uint8_t some_case[CASE_ID_SIZE] = {1};
    uint8_t sealed[SEALED_SIZE];
    size_t size;
    stage_with_talk();
    struct record ours = keep(case_id, "of the case");
    struct record first = keep(some_case, "the first that is not ours any more");
    for (unsigned i = 1; i < KEYS - 1; i++) {
        scene.now_s += 60;
        scene_tick(&scene, SCENE_ALPHA);
        some_case[0] = (uint8_t)i;
        some_case[1] = (uint8_t)(1 + i / 256);
        CHECK(staff_record_seal(client_of(SCENE_ALPHA), some_case, PART_TEXT("x"), sealed, sizeof sealed, &size) == OK);
    }
    CHECK(look(&first, "the first that is not ours any more") == OK && count_of(SCENE_ALPHA, "shredded") == 0);
    some_case[2] = 1;
    CHECK(staff_record_seal(client_of(SCENE_ALPHA), some_case, PART_TEXT("x"), sealed, sizeof sealed, &size) == OK);
    go();
    CHECK(look(&first, "the first that is not ours any more") == GONE && count_of(SCENE_ALPHA, "shredded") == 1);
    CHECK(look(&ours, "of the case") == OK);
    end();
}

int main(void)
{
    RUN(the_case_has_a_key_of_its_own);
    RUN(a_closed_case_is_shredded_in_its_time);
    RUN(a_case_that_goes_on_is_kept);
    RUN(who_has_left_keeps_nothing);
    RUN(a_burnt_case_is_kept_no_longer_than_a_closed_one);
    RUN(many_cases);
    return check_end();
}
