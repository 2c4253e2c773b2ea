/* What the files of `listen` know of each other; nobody else includes this. */
#ifndef UDVEJ_SERVER_LISTEN_PARTS_H
#define UDVEJ_SERVER_LISTEN_PARTS_H

#include <libwebsockets.h>

#include "listen.h"

enum {
    LISTENERS_MAX = LISTEN_INHERITED_MAX + 8,
    GATHER_SIZE = 128 * 1024, /* octets handed to the library at once */
    READ_SIZE = 16 * 1024,    /* octets read of one connection in one loop pass */
    CONTROL_SIZE = 256,       /* where the library gathers a control frame: memory of each connection */
    PUT_OUT_MAX = 16,         /* whose sockets are still there while others have their places: descriptors to spare */
};

struct listener {
    uv_poll_t poll;
    struct listen *listen;
    int fd;
    bool is_staffs; /* `staff_listen` of the configuration */
    char path[108]; /* of a Unix socket that we made and remove again; else "" */
};

/* One WebSocket: the library's memory of a session. */
struct link {
    struct connection connection; /* the first field: deliver's touched peers lead here */
    struct listen *listen;
    struct lws *wsi;
    struct link *before;
    struct link *after;
    bool is_leaving;   /* a close frame went or came: write nothing more */
    bool is_at_staffs; /* came by the staff's socket */
    bool is_put_out;   /* its place is another's already: only its socket is still there */
    bool is_newcomer;  /* in one of the two chains below */
    struct link *older;
    struct link *newer;
};

/* Those without a mailbox, in the order in which they came (listen_newcomers.c). */
struct newcomers {
    struct link *oldest;
    struct link *newest;
    size_t count;
};

enum guest_state { GUEST_READING, GUEST_ANSWERING, GUEST_LINGERING };

/* A socket before it is a WebSocket, or one that only fetches files. */
struct guest {
    uv_poll_t poll; /* its memory goes in its close callback */
    struct listen *listen;
    struct guest *before;
    struct guest *after;
    int fd; /* -1: given away or closed */
    bool is_at_staffs;
    enum guest_state state;
    uint64_t since_ms; /* accepted */
    uint64_t deadline_ms;
    unsigned answers;
    bool closes;            /* after this answer */
    struct bytes answer[2]; /* what is left to write */
    size_t size;            /* octets in `head` */
    size_t looked_at;
    uint8_t head[GATE_HEAD_MAX];
};

struct listen {
    struct listen_settings settings;
    struct listener listeners[LISTENERS_MAX];
    size_t listener_count;
    bool is_waiting;     /* nothing is accepted until somebody goes, or `patience` ends */
    bool waits_for_time; /* and only the latter: that somebody goes would not help */
    uv_timer_t patience;
    int spare_fd;               /* closed to be able to refuse when there are no descriptors left */
    struct guest *guests_first; /* the oldest */
    struct guest *guests_last;
    size_t guest_count;
    struct link *links;
    size_t link_count;
    size_t places_held[2];         /* all but those put out; [1]: by those who came by the staff's socket */
    struct newcomers newcomers[2]; /* likewise */
    size_t evicted_count;          /* guests that went for new ones, since the last look */
    size_t refused_count;          /* peers dropped for want of descriptors, likewise */
    struct listen_counts counts;
    struct listen_counts said; /* `counts` when the log was last told */
    size_t adopting_host;      /* of the socket being handed over; the library calls back within that call */
    bool is_adopting_staffs;   /* likewise */
    struct lws_context *context;
    struct lws_vhost *vhost;
    uv_check_t check;
    uv_timer_t timer;
    uv_timer_t pulse;    /* runs while somebody is quiet */
    uint8_t *gather;     /* LWS_PRE + GATHER_SIZE */
    size_t open_handles; /* of check and timers */
    bool is_stopping;
};

/* listen_sockets.c */
MUST_USE enum outcome sockets_open(struct listen *listen, struct reason *reason); /* outcomes of listen_open */
void sockets_close(struct listen *listen);
void sockets_wait(struct listen *listen, uint64_t patience_ms); /* accepts nothing for so long */
void sockets_resume(struct listen *listen);

/* listen_guest.c */
void guest_accept(struct listener *listener, int fd); /* takes `fd`; there must be room */
/* Is there room for one more? Makes it, if the oldest was here for long enough; else says in how many ms it will have been. */
bool guests_have_room(struct listen *listen, uint64_t *wait_ms);
void guests_look(struct listen *listen, uint64_t now_ms);
void guests_close(struct listen *listen);

/* listen_websocket.c */
MUST_USE enum outcome websocket_open(struct listen *listen);
/* Takes `fd`. */
void websocket_adopt(struct listen *listen, int fd, const struct gate_request *request, bool is_at_staffs);
void websocket_flush(struct listen *listen);                  /* all touched peers */
void websocket_put_out(struct link *link);                    /* `link` is gone then, or soon */
void websocket_pulse(struct listen *listen, uint64_t now_ms); /* cells of those whose moment has come */
void websocket_look(struct listen *listen);                   /* deadlines of all connections */
void websocket_destroy(struct listen *listen);

/* listen_newcomers.c */
void newcomer_add(struct link *link);
void newcomer_settle(struct link *link); /* leaves if it is none any more */
void newcomer_leave(struct link *link);
/* A place is taken, or free again. */
void places_take(struct link *link);
void places_leave(struct link *link);
/* Is there a place for one more? Makes one if somebody without a mailbox may go for it. */
bool newcomers_have_place(struct listen *listen, bool is_at_staffs);

#endif
