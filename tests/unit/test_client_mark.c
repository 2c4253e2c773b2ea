/* Does a mark remember which messages of a stream were read, within its window, as a list of them would? */
#include "check.h"
#include "client_parts.h"
#include "stage.h"

enum { NUMBERS = 400, WINDOW = 64, ROUNDS = 300, STEPS = 120 };

/* The list: whether each number was read; what is more than a window behind the last one is given up. */
struct model {
    bool read[NUMBERS + 1];
};

static uint64_t base_of(const struct model *model)
{
    uint64_t base = 0;
    while (base < NUMBERS && model->read[base + 1])
        base++;
    return base;
}

static void model_set(struct model *model, uint64_t seq)
{
    for (uint64_t i = 1; i + WINDOW <= seq; i++)
        model->read[i] = seq <= base_of(model) ? model->read[i] : true;
    model->read[seq] = true;
}

/* What lies more than a window above it is forgotten with it: it will come again, and is known by its name. */
static void model_clear(struct model *model, uint64_t seq)
{
    if (seq == 0 || !model->read[seq])
        return;
    bool was_below = seq <= base_of(model);
    model->read[seq] = false;
    for (uint64_t i = seq + WINDOW; was_below && i <= NUMBERS; i++)
        model->read[i] = false;
}

static void compare(const struct mark *mark, const struct model *model)
{
    uint64_t top = 0, missing = 0;
    bool is_same = true;
    for (uint64_t seq = 1; seq <= NUMBERS; seq++) {
        is_same = is_same && mark_has(mark, seq) == model->read[seq];
        top = model->read[seq] ? seq : top;
    }
    for (uint64_t seq = 1; seq <= top; seq++)
        missing += !model->read[seq];
    CHECK(is_same && mark_top(mark) == top && mark_missing(mark) == missing && mark->at.seq == base_of(model));
}

static void a_mark_is_a_list(void)
{
    uint64_t state = 1;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct mark mark = {.ahead = 0};
        struct model model = {{true}};
        uint64_t reach = round % 3 == 0 ? 6 : round % 3 == 1 ? 70 : 130;
        for (unsigned step = 0; step < STEPS; step++) {
            uint64_t seq = mark_top(&mark) + 1 + check_random(&state) % reach;
            seq -= check_random(&state) % 2 == 0 && seq > reach ? reach : 0;
            if (seq > NUMBERS)
                break;
            if (check_random(&state) % 4 == 0) {
                mark_clear(&mark, seq > 1 ? seq - 1 : 0);
                model_clear(&model, seq > 1 ? seq - 1 : 0);
            } else {
                mark_set(&mark, seq);
                model_set(&model, seq);
            }
            compare(&mark, &model);
        }
    }
}

static void the_edges_of_the_window(void)
{
    struct mark mark = {.ahead = 0};
    mark_set(&mark, WINDOW); /* the last that fits */
    CHECK(mark.at.seq == 0 && mark_top(&mark) == WINDOW && mark_missing(&mark) == WINDOW - 1);
    mark_set(&mark, WINDOW + 1);
    CHECK(mark.at.seq == 1 && mark_has(&mark, 1) && !mark_has(&mark, 2));
    mark_set(&mark, UINT64_MAX); /* a sender may say any number */
    CHECK(mark_top(&mark) == UINT64_MAX && mark_missing(&mark) == WINDOW - 1);
    mark_set(&mark, 3); /* given up long ago */
    CHECK(mark_has(&mark, 3) && mark_top(&mark) == UINT64_MAX);
}

/* So many streams are known; the one not used for longest gives way, and that is remembered. */
static void streams_are_bounded(void)
{
    static struct talk talk;
    uint8_t member[HASH_SIZE] = {1}, session[SESSION_SIZE] = {0};
    for (unsigned i = 0; i < MARKS_MAX; i++) {
        session[0] = (uint8_t)i;
        mark_set(mark_for(&talk, member, session), 5);
    }
    session[0] = 0;
    CHECK(!talk.has_forgotten_marks && mark_find(&talk, member, session) == &talk.marks[0]);
    session[0] = MARKS_MAX;
    CHECK(mark_top(mark_for(&talk, member, session)) == 0 && talk.has_forgotten_marks && talk.mark_count == MARKS_MAX);
    session[0] = 1;
    CHECK(mark_find(&talk, member, session) == NULL);
    session[0] = 0;
    CHECK(mark_find(&talk, member, session) != NULL);
    member[0] = 2;
    CHECK(mark_find(&talk, member, session) == NULL);
}

/* --- gaps --- */

/* What is missing may come with what is just being read, or with what had to be left: it is told when neither is so. */
static void a_gap_is_told_when_all_is_read(void)
{
    for (int is_left = 0; is_left < 2; is_left++) {
        stage_with_talk();
        CHECK(say(SCENE_VISITOR, "the first") == OK);
        go();
        struct client *client = client_of(SCENE_ALPHA);
        struct talk *talk = &client->talks[0];
        struct mark *mark = mark_find(talk, talk->visitor_id, client_of(SCENE_VISITOR)->visitor.session);
        if (CHECK(mark != NULL))
            mark_set(mark, mark_top(mark) + 2);
        if (is_left)
            talk->missed_seq = 1;
        client->is_reading = true;
        for (unsigned i = 0; i < 3; i++) {
            client->is_reading = !is_left;
            talk->is_replaying = is_left; /* and cannot be read yet */
            mark_tick(client);
            scene.now_s += GAP_AFTER_S + 1;
            client->now_s = scene.now_s;
        }
        go();
        CHECK(count_of(SCENE_ALPHA, "gap") == 0);
        client->is_reading = talk->is_replaying = false;
        talk->missed_seq = 0;
        wait(0);
        wait(GAP_AFTER_S + 1);
        CHECK(says(SCENE_ALPHA, "gap", "missing", "1") && nobody_stopped());
        end();
    }
}

int main(void)
{
    RUN(a_mark_is_a_list);
    RUN(the_edges_of_the_window);
    RUN(streams_are_bounded);
    RUN(a_gap_is_told_when_all_is_read);
    return check_end();
}
