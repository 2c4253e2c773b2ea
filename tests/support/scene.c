#include "scene.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "login.h"
#include "store/store_memory.h"
#include "store_digest.h"

enum { DOOR = 1 };

static struct scene *playing; /* clients ask for randomness without a context */

/* --- chance --- */

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
}

uint64_t scene_chance(struct scene *scene, uint64_t below)
{
    return splitmix(&scene->chance) % below;
}

bool scene_is_visitor(enum scene_actor actor)
{
    return actor == SCENE_VISITOR || actor == SCENE_NEIGHBOUR;
}

static void fill(void *out, size_t size)
{
    uint8_t *at = out;
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)splitmix(&playing->chance);
}

void scene_remember(struct scene *scene, const void *data, size_t size)
{
    scene->history = digest_add(scene->history, data, size);
}

void scene_remember_store(struct scene *scene)
{
    uint64_t digest = store_digest(scene->store, &scene->keys.roster);
    scene_remember(scene, &digest, sizeof digest);
}

/* What the clock of this device says. */
static uint64_t now_of(const struct scene *scene, enum scene_actor actor)
{
    return (uint64_t)((int64_t)scene->now_s + scene->devices[actor].clock_off_s);
}

/* --- queues --- */

void scene_queue_put(struct scene_queue *queue, struct frame *frame)
{
    invariant(queue->count < SCENE_QUEUE && frame != NULL);
    queue->frames[(queue->first + queue->count++) % SCENE_QUEUE] = frame;
}

static struct frame *queue_take(struct scene_queue *queue)
{
    if (queue->count == 0)
        return NULL;
    struct frame *frame = queue->frames[queue->first];
    queue->first = (queue->first + 1) % SCENE_QUEUE;
    queue->count--;
    return frame;
}

static void queue_clear(struct scene_queue *queue)
{
    for (struct frame *frame; (frame = queue_take(queue)) != NULL;)
        frame_release(frame);
}

static struct frame *frame_of(const void *data, size_t size)
{
    struct frame *frame = frame_new(size);
    invariant(frame != NULL);
    memcpy(frame->data, data, size);
    frame->size = (uint32_t)size;
    return frame;
}

static void put_message(struct scene_queue *queue, const struct message *message)
{
    static uint8_t data[MESSAGE_MAX];
    size_t size;
    invariant(message_encode(message, data, sizeof data, &size) == OK);
    scene_queue_put(queue, frame_of(data, size));
}

void scene_inject(struct scene *scene, enum scene_actor actor, const struct message *message)
{
    invariant(scene->devices[actor].link != NULL);
    put_message(&scene->devices[actor].link->to_client, message);
}

/* --- the programme --- */

static bool describe_door(void *context, size_t index, uint64_t now_min, struct message *door)
{
    (void)context;
    (void)now_min;
    memset(&door->as.door, 0, sizeof door->as.door);
    door->as.door.door = DOOR;
    return index == 0;
}

static bool door_exists(void *context, uint8_t door)
{
    (void)context;
    return door == DOOR;
}

void scene_open(struct scene *scene, uint64_t seed)
{
    static struct scene_keys keys;
    static bool has_keys;
    invariant(sodium_init() >= 0);
    if (!has_keys)
        scene_keys_make(&keys);
    has_keys = true;
    memset(scene, 0, sizeof *scene);
    playing = scene;
    scene->keys = keys;
    scene->chance = seed;
    scene->history = 0xcbf29ce484222325U;
    scene->now_s = scene_start_s();
    for (size_t i = 0; i < SCENE_STATEMENTS; i++)
        scene->statements[i] = (struct bytes){scene->keys.papers[i].octets, scene->keys.papers[i].size};
    memcpy(scene->service.seed, keys.service_seed, SIGN_SEED_SIZE);
    memcpy(scene->service.pk, keys.service_pk, SIGN_PUBLIC_SIZE);
    scene->programme = (struct programme){
        .roster = &scene->keys.roster,
        .statements = scene->statements,
        .statement_count = SCENE_STATEMENTS,
        .doors = {NULL, describe_door, door_exists},
        .service = &scene->service,
    };
    invariant(store_memory_open(&scene->store) == OK);
    fill(scene->esk, sizeof scene->esk);
    login_epk(scene->epk, scene->esk);
    scene->puzzle_key[0] = 1;
    scene->tries = PUZZLE_STEP_MAX;
}

void scene_renew(struct scene *scene, bool names_before)
{
    enum { SNAPSHOT_AT = SCENE_STATEMENTS - 1 };
    scene_keys_renew(&scene->keys, scene->now_s / 60, names_before);
    scene->statements[SNAPSHOT_AT].size = scene->keys.papers[SNAPSHOT_AT].size;
}

static void drop_link(struct scene *scene, struct scene_link *link)
{
    queue_clear(&link->to_server);
    queue_clear(&link->to_client);
    queue_clear(&link->cells_to_client);
    for (size_t i = 0; i < SCENE_DEVICES; i++) {
        if (scene->devices[i].link == link)
            scene->devices[i].link = NULL;
    }
    memset(link, 0, sizeof *link);
}

void scene_close(struct scene *scene)
{
    scene_turn_drop(scene);
    for (size_t i = 0; i < SCENE_LINKS; i++)
        drop_link(scene, &scene->links[i]);
    for (enum scene_actor actor = 0; actor < SCENE_DEVICES; actor++) {
        struct scene_device *device = &scene->devices[actor];
        if (device->client != NULL)
            client_close(device->client);
        free(device->memory);
        free(device->state);
    }
    answers_close(&scene->answers);
    scene->store->ways->close(scene->store);
}

static struct request request_of(const struct scene_link *link, enum request_kind kind)
{
    struct request request = {.kind = kind, .who = link->who, .connection = link->id};
    memcpy(request.principal, link->principal, HASH_SIZE);
    return request;
}

/* --- logins, as the server's edge checks them --- */

static struct login_transcript transcript_of(const struct scene *scene, const struct scene_link *link)
{
    return (struct login_transcript){
        .host = PART_TEXT("test.invalid"),
        .deployment_id = scene->keys.deployment_id,
        .epk = scene->epk,
        .nonce_s = link->nonce_s,
    };
}

static void refuse_login(struct scene_link *link)
{
    struct message error = {.code = MESSAGE_ERROR, .as.error.code = ERROR_BAD_LOGIN};
    put_message(&link->to_client, &error);
    link->is_cut = true;
}

static void login_visitor(struct scene *scene, struct scene_link *link, const struct message *message)
{
    struct login_transcript transcript = transcript_of(scene, link);
    struct request request;
    uint8_t client_mac[MAC_SIZE], server_mac[MAC_SIZE];
    transcript.who = message->as.visitor_login.pk_login;
    transcript.nonce_c = message->as.visitor_login.nonce_c;
    if (login_visitor_macs(&transcript, scene->esk, transcript.who, client_mac, server_mac) != OK ||
        memcmp(client_mac, message->as.visitor_login.mac, MAC_SIZE) != 0) {
        refuse_login(link);
        return;
    }
    login_visitor_id(transcript.who, link->principal);
    memcpy(scene->devices[link->actor].principal, link->principal, HASH_SIZE);
    memcpy(link->pk_login, transcript.who, DH_SIZE);
    link->has_login = true;
    request = request_of(link, REQUEST_VISITOR_LOGIN);
    memcpy(request.server_mac, server_mac, MAC_SIZE);
    scene_decide(scene, &request);
}

static void login_staff(struct scene *scene, struct scene_link *link, const struct message *message)
{
    struct login_transcript transcript = transcript_of(scene, link);
    transcript.who = message->as.staff_login.cert_hash;
    transcript.nonce_c = message->as.staff_login.nonce_c;
    const struct roster_entry *entry = roster_find(&scene->keys.roster, transcript.who, scene->now_s / 60);
    if (entry == NULL || login_staff_verify(&transcript, entry->pk_sign, message->as.staff_login.signature) != OK) {
        refuse_login(link);
        return;
    }
    memcpy(link->principal, transcript.who, HASH_SIZE);
    link->has_login = true;
    struct request request = request_of(link, REQUEST_STAFF_LOGIN);
    scene_decide(scene, &request);
}

/* --- work, as the server's edge asks for it (rule 17) --- */

struct puzzle scene_puzzle(const struct scene *scene)
{
    struct puzzle puzzle = {0};
    if (scene->puzzle_d1 > 0)
        puzzle_make(scene->puzzle_key, (uint32_t)(scene->now_s / PUZZLE_SLOT_S), scene->puzzle_d1, scene->puzzle_d2,
                    &puzzle);
    return puzzle;
}

/* True: it was refused. */
static bool refuse_opening(struct scene *scene, struct scene_link *link, const struct message *message)
{
    const struct puzzle *puzzle = &message->as.open_case.puzzle;
    struct puzzle_solution solution;
    uint8_t detail[PUZZLE_SIZE];
    struct puzzle now = scene_puzzle(scene);
    struct message error = {.code = MESSAGE_ERROR, .tag = message->tag, .as.error.detail = {detail, sizeof detail}};
    if (message->code != MESSAGE_OPEN_CASE || scene->puzzle_d1 == 0)
        return false;
    memcpy(solution.nonce1, message->as.open_case.nonce1, PUZZLE_NONCE_SIZE);
    memcpy(solution.nonce2, message->as.open_case.nonce2, PUZZLE_NONCE_SIZE);
    if (puzzle->d1 < scene->puzzle_d1 || puzzle->d2 < scene->puzzle_d2 || now.slot_5min - puzzle->slot_5min > 1 ||
        !puzzle_is_ours(scene->puzzle_key, puzzle))
        error.as.error.code = ERROR_POW_NEEDED;
    else if (puzzle_verify(puzzle, link->pk_login, &solution) != OK)
        error.as.error.code = ERROR_POW_BAD;
    if (error.as.error.code == 0)
        return false;
    puzzle_encode(&now, detail);
    put_message(&link->to_client, &error);
    return true;
}

static void become_quiet(struct scene_link *link, const struct message *message)
{
    struct message done = {.code = MESSAGE_DONE, .tag = message->tag};
    link->is_quiet = true;
    put_message(&link->to_client, &done);
}

static void server_reads(struct scene *scene, struct scene_link *link, struct frame *frame)
{
    struct message message;
    invariant(message_decode(&message, frame->data, frame->size) == OK); /* our clients say nothing else */
    scene_remember(scene, frame->data, frame->size);
    if (message.code == MESSAGE_VISITOR_LOGIN)
        login_visitor(scene, link, &message);
    else if (message.code == MESSAGE_STAFF_LOGIN)
        login_staff(scene, link, &message);
    else if (message.code == MESSAGE_QUIET)
        become_quiet(link, &message);
    else if ((scene->heard == NULL || scene->heard(scene, link->actor, &message)) &&
             !refuse_opening(scene, link, &message)) {
        struct request request = request_of(link, REQUEST_MESSAGE);
        request.frame = frame;
        scene_decide(scene, &request);
    }
}

static void server_reads_cell(struct scene *scene, struct scene_link *link, const struct frame *cell)
{
    struct cell_piece piece;
    invariant(link->cells_unanswered-- > 0);
    enum outcome outcome = cell_read(&link->reader, (struct bytes){cell->data, cell->size}, false);
    while (outcome == OK && (outcome = cell_next(&link->reader, &piece)) == OK) {
        link->empty_cells = 0;
        link->received = piece.is_first ? 0 : link->received;
        memcpy(link->message + link->received, piece.data.data, piece.data.size);
        link->received += piece.data.size;
        if (piece.left > 0 || link->is_cut)
            continue;
        struct frame *frame = frame_of(link->message, link->received);
        server_reads(scene, link, frame);
        frame_release(frame);
    }
    invariant(outcome == GONE); /* our clients make good cells */
}

static void end_link(struct scene *scene, struct scene_link *link)
{
    struct request request = request_of(link, REQUEST_GONE);
    bool has_login = link->has_login;
    enum scene_actor actor = link->actor;
    struct scene_device *device = &scene->devices[actor];
    bool is_present = device->link == link;
    drop_link(scene, link);
    if (has_login)
        scene_decide(scene, &request);
    if (is_present && device->client != NULL) {
        client_disconnected(device->client, now_of(scene, actor));
        scene_pump(scene, actor);
    }
}

bool scene_to_server(struct scene *scene, struct scene_link *link)
{
    if (scene->turn.count > 0 && scene->turn.count >= scene->turn.size) {
        scene_turn(scene);
        return true;
    }
    if (!link->is_used)
        return false;
    if (link->wants_more && !link->is_cut && link->to_client.count == 0 && link->cells_to_client.count == 0) {
        struct request request = request_of(link, REQUEST_MORE);
        request.cursor = link->cursor;
        request.tag = link->more_tag;
        request.has_asker = link->more_has_asker;
        link->wants_more = false;
        scene_decide(scene, &request);
        return true;
    }
    struct frame *frame = queue_take(&link->to_server);
    if (frame != NULL && !link->is_cut && link->is_quiet)
        server_reads_cell(scene, link, frame);
    else if (frame != NULL && !link->is_cut)
        server_reads(scene, link, frame);
    frame_release(frame);
    if (frame == NULL &&
        (link->is_left || (link->is_cut && link->to_client.count == 0 && link->cells_to_client.count == 0))) {
        end_link(scene, link);
        return true;
    }
    return frame != NULL;
}

/* Whether a message may go on to its client, perhaps changed. */
static bool passes(struct scene *scene, const struct scene_link *link, uint8_t *data, size_t *size)
{
    return scene->filter == NULL || scene->filter(scene, link->actor, data, size);
}

/* Makes the next cell out of what waits for this client. */
static void make_cell(struct scene *scene, struct scene_link *link, uint8_t cell[CELL_SIZE])
{
    static uint8_t data[MESSAGE_MAX + 64];
    struct frame *frame;
    while ((frame = queue_take(&link->to_client)) != NULL) {
        size_t size = frame->size;
        memcpy(data, frame->data, size);
        frame_release(frame);
        if (passes(scene, link, data, &size) && size > 0) /* a cell carries no message of nothing */
            scene_queue_put(&link->cells_to_client, frame_of(data, size));
    }
    cell_begin(&link->maker, cell);
    while (link->cells_to_client.count > 0) {
        link->empty_cells = 0;
        frame = link->cells_to_client.frames[link->cells_to_client.first];
        if (!cell_put(&link->maker, (struct bytes){frame->data, frame->size}))
            break;
        frame_release(queue_take(&link->cells_to_client));
    }
    cell_end(&link->maker);
}

static bool cell_to_client(struct scene *scene, struct scene_link *link)
{
    struct scene_device *device = &scene->devices[link->actor];
    uint8_t cell[CELL_SIZE];
    if (link->is_left || device->client == NULL || device->link != link)
        queue_clear(&link->to_client);
    else if (link->to_client.count + link->cells_to_client.count > 0 || link->empty_cells++ < SCENE_EMPTY_CELLS) {
        make_cell(scene, link, cell);
        link->cells_unanswered++;
        client_receive(device->client, (struct bytes){cell, sizeof cell}, now_of(scene, link->actor));
        scene_pump(scene, link->actor);
        return true;
    }
    return false;
}

bool scene_to_client(struct scene *scene, struct scene_link *link)
{
    struct scene_device *device = &scene->devices[link->actor];
    if (link->is_used && link->is_quiet)
        return cell_to_client(scene, link);
    struct frame *frame = link->is_used ? queue_take(&link->to_client) : NULL;
    if (frame == NULL)
        return false;
    size_t size = frame->size;
    static uint8_t data[MESSAGE_MAX + 64];
    memcpy(data, frame->data, size);
    frame_release(frame);
    if (link->is_left || device->client == NULL || device->link != link)
        return true;
    if (!passes(scene, link, data, &size))
        return true;
    scene_remember(scene, data, size);
    client_receive(device->client, (struct bytes){data, size}, now_of(scene, link->actor));
    scene_pump(scene, link->actor);
    return true;
}

void scene_run(struct scene *scene)
{
    for (size_t i = 0; i < SCENE_LINKS; i++)
        scene->links[i].empty_cells = 0;
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (size_t i = 0; i < SCENE_LINKS; i++) {
            goes_on = scene_to_server(scene, &scene->links[i]) || goes_on;
            goes_on = scene_to_client(scene, &scene->links[i]) || goes_on;
        }
        for (enum scene_actor actor = 0; actor < SCENE_DEVICES; actor++)
            goes_on = scene_work(scene, actor) || goes_on;
        if (scene->turn.count > 0) {
            scene_turn(scene);
            goes_on = true;
        }
    }
}

/* --- devices --- */

void scene_pump(struct scene *scene, enum scene_actor actor)
{
    struct scene_device *device = &scene->devices[actor];
    bool goes_on = true;
    while (goes_on && device->client != NULL) {
        goes_on = false;
        if (client_is_dirty(device->client)) {
            size_t max = client_save_size(device->client);
            free(device->state);
            device->state = malloc(max);
            invariant(device->state != NULL &&
                      client_save(device->client, device->state, max, &device->state_size) == OK);
            client_saved(device->client);
            scene_remember(scene, device->state, device->state_size);
            if (scene->saved != NULL)
                scene->saved(scene, actor);
        }
        struct bytes data;
        while (!device->keeps_frames && device->link != NULL && (data = client_frame(device->client)).size > 0) {
            invariant(!scene->is_quiet || data.size == CELL_SIZE || data.data[0] == MESSAGE_QUIET);
            scene_queue_put(&device->link->to_server, frame_of(data.data, data.size));
            device->link->vaults_sent += !scene->is_quiet && data.data[0] == MESSAGE_PUT_VAULT;
            client_frame_taken(device->client);
            goes_on = true;
        }
        while (device->client != NULL && (data = client_event(device->client)).size > 0) {
            struct frame *event = frame_of(data.data, data.size);
            client_event_taken(device->client);
            scene_remember(scene, event->data, event->size);
            if (event_is((struct bytes){event->data, event->size}, "reconnect"))
                device->wants_reconnect = true;
            scene->event(scene, actor, (struct bytes){event->data, event->size});
            frame_release(event);
            goes_on = true;
        }
    }
}

void scene_start(struct scene *scene, enum scene_actor actor)
{
    struct scene_device *device = &scene->devices[actor];
    struct client_settings settings = {
        .role = scene_is_visitor(actor) ? CLIENT_VISITOR : CLIENT_STAFF,
        .host = PART_TEXT("test.invalid"),
        .draw = fill,
    };
    invariant(device->client == NULL);
    memcpy(settings.deployment_id, scene->keys.deployment_id, HASH_SIZE);
    if (device->memory == NULL)
        device->memory = malloc(client_size());
    invariant(device->memory != NULL);
    device->client = client_open(device->memory, &settings);
    client_quiet(device->client, scene->is_quiet);
    device->wants_reconnect = false;
    if (scene_is_visitor(actor))
        return;
    size_t staff = actor - SCENE_ALPHA;
    uint8_t *copy = malloc(device->state_size + 1);
    invariant(copy != NULL);
    if (device->state_size > 0)
        memcpy(copy, device->state, device->state_size);
    invariant(staff_unlock(device->client,
                           (struct bytes){scene->keys.key_file[staff], scene->keys.key_file_size[staff]},
                           scene_passphrase(), copy, device->state_size) == OK);
    free(copy);
    scene_pump(scene, actor);
}

void scene_kill(struct scene *scene, enum scene_actor actor)
{
    struct scene_device *device = &scene->devices[actor];
    if (device->client == NULL)
        return;
    if (device->link != NULL)
        device->link->is_left = true;
    device->link = NULL;
    client_close(device->client);
    device->client = NULL;
}

void scene_connect(struct scene *scene, enum scene_actor actor)
{
    struct scene_device *device = &scene->devices[actor];
    struct scene_link *link = NULL;
    struct message challenge = {.code = MESSAGE_CHALLENGE};
    for (size_t i = 0; i < SCENE_LINKS && link == NULL; i++)
        link = scene->links[i].is_used ? NULL : &scene->links[i];
    if (device->client == NULL || device->link != NULL || link == NULL)
        return;
    *link = (struct scene_link){.is_used = true, .actor = actor, .id = ++scene->last_id, .who = WHO_STRANGER};
    fill(link->nonce_s, sizeof link->nonce_s);
    device->link = link;
    device->wants_reconnect = false;
    memcpy(challenge.as.challenge.deployment_id, scene->keys.deployment_id, HASH_SIZE);
    memcpy(challenge.as.challenge.epk, scene->epk, DH_SIZE);
    memcpy(challenge.as.challenge.nonce_s, link->nonce_s, NONCE_SIZE);
    challenge.as.challenge.puzzle = scene_puzzle(scene);
    put_message(&link->to_client, &challenge);
    client_connected(device->client, now_of(scene, actor));
    scene_pump(scene, actor);
}

void scene_expire(struct scene *scene)
{
    struct request request = {.kind = REQUEST_EXPIRE};
    scene->turn_chance = scene_chance(scene, UINT16_MAX);
    scene_decide_now(scene, &request);
    scene->turn_chance = 0;
}

void scene_disconnect(struct scene *scene, enum scene_actor actor)
{
    struct scene_device *device = &scene->devices[actor];
    if (device->link == NULL)
        return;
    struct scene_link *link = device->link;
    link->is_left = true;
    device->link = NULL;
    /* Some of what was sent last never arrives. */
    size_t keeps = (size_t)scene_chance(scene, link->to_server.count + 1);
    while (link->to_server.count > keeps)
        frame_release(link->to_server.frames[(link->to_server.first + --link->to_server.count) % SCENE_QUEUE]);
    client_disconnected(device->client, now_of(scene, actor));
    scene_pump(scene, actor);
}

void scene_crash_server(struct scene *scene)
{
    bool is_shredded;
    scene_turn_drop(scene);
    for (size_t i = 0; i < SCENE_LINKS; i++)
        drop_link(scene, &scene->links[i]);
    struct relay relay = scene_relay(scene);
    invariant(scene->store->ways->begin(scene->store) == OK && relay_start(&relay) == OK);
    invariant(scene->store->ways->commit(scene->store, &is_shredded) == OK);
    answers_cut(&scene->answers, 0);
    for (enum scene_actor actor = 0; actor < SCENE_DEVICES; actor++) {
        if (scene->devices[actor].client == NULL)
            continue;
        client_disconnected(scene->devices[actor].client, now_of(scene, actor));
        scene_pump(scene, actor);
    }
}

void scene_tick(struct scene *scene, enum scene_actor actor)
{
    if (scene->devices[actor].client == NULL)
        return;
    client_tick(scene->devices[actor].client, now_of(scene, actor));
    scene_pump(scene, actor);
}

bool scene_work(struct scene *scene, enum scene_actor actor)
{
    const struct scene_device *device = &scene->devices[actor];
    if (device->client == NULL || scene->tries == 0)
        return false;
    bool goes_on = client_work(device->client, scene->tries, now_of(scene, actor));
    scene_pump(scene, actor);
    return goes_on || (device->link != NULL && device->link->to_server.count > 0);
}

/* --- looking into the store --- */

size_t scene_generations(struct scene *scene, const uint8_t visitor[HASH_SIZE])
{
    struct salt_row salts[SALTS_MAX];
    size_t count = 0;
    bool is_shredded;
    invariant(scene->store->ways->begin(scene->store) == OK);
    if (ASK(scene->store, salts_load, visitor, salts, &count) != OK)
        count = 0;
    invariant(ASK(scene->store, commit, &is_shredded) == OK);
    return count;
}

struct counting {
    size_t count;
    bool only_awaiting;
};

static bool count_row(void *context, const struct envelope_row *row)
{
    struct counting *counting = context;
    counting->count += !counting->only_awaiting || row->wrap_state == WRAP_AWAITS;
    return true;
}

size_t scene_waiting(struct scene *scene, const uint8_t recipient[HASH_SIZE], bool only_awaiting)
{
    struct counting counting = {0, only_awaiting};
    bool is_shredded;
    invariant(scene->store->ways->begin(scene->store) == OK);
    invariant(ASK(scene->store, envelope_each, recipient, 0, count_row, &counting) == OK);
    invariant(ASK(scene->store, commit, &is_shredded) == OK);
    return counting.count;
}

/* --- what an event says --- */

bool event_says(struct bytes event, const char *key, const char *value)
{
    struct bytes field = event_field(event, key);
    return field.size == strlen(value) && memcmp(field.data, value, field.size) == 0;
}

bool event_is(struct bytes event, const char *name)
{
    return event_says(event, "event", name);
}

struct bytes event_field(struct bytes event, const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 0; i + length + 3 < event.size; i++) {
        const uint8_t *at = event.data + i;
        if (at[0] != '"' || memcmp(at + 1, key, length) != 0 || at[length + 1] != '"' || at[length + 2] != ':')
            continue;
        size_t start = i + length + 3;
        bool is_quoted = event.data[start] == '"';
        start += is_quoted;
        size_t end = start;
        while (end < event.size && event.data[end] != '"' &&
               (is_quoted || (event.data[end] != ',' && event.data[end] != '}')))
            end++;
        return (struct bytes){event.data + start, end - start};
    }
    return (struct bytes){NULL, 0};
}

bool event_id(struct bytes event, const char *key, uint8_t *out, size_t size)
{
    struct bytes field = event_field(event, key);
    size_t used;
    return field.size == 2 * size &&
           sodium_hex2bin(out, size, (const char *)field.data, field.size, NULL, &used, NULL) == 0 && used == size;
}
