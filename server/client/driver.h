/* Runs one client of the protocol (protocol/client.h) on a link: feeds it, saves what it must not forget, sends what it says, and hands
 * its events up.
 * Owns: the client's memory (locked, wiped), the link, the staff state file. Uses: client, link, key_file. Used by: script. */
#ifndef UDVEJ_CLIENT_DRIVER_H
#define UDVEJ_CLIENT_DRIVER_H

#include "client.h"
#include "link.h"
#include "passphrase.h"

struct driver_settings {
    enum client_role role;
    uint8_t deployment_id[HASH_SIZE];
    struct link_address address;
    const char *state; /* staff: path of the sealed state; NULL for visitors */
    bool uses_cells;   /* quiet mode: client_quiet */
    bool is_manual;    /* messages count as shown only when driver_shown says so */
    void *context;
    void (*event)(void *context, struct bytes event); /* one JSON object; must not call back */
    void (*turn)(void *context); /* after anything happened, and every second; may call anything here */
};

struct driver;

/* Gives a driver that is not connected, or NULL with the reason in words. `settings` is copied. */
struct driver *driver_new(uv_loop_t *loop, const struct driver_settings *settings, struct reason *reason);

/* Staff: opens the key file and the state. False with the reason in words. Half a second: Argon2id. */
bool driver_unlock(struct driver *driver, const char *key_path, const struct passphrase *passphrase,
                   struct reason *reason);

/* For commands of protocol/client.h; call driver_pump afterwards. */
struct client *driver_client(struct driver *driver);
/* Saves, sends and hands up until nothing is left. */
void driver_pump(struct driver *driver);

void driver_connect(struct driver *driver);
/* Forgets everything: a stranger again, without connection. */
void driver_forget(struct driver *driver);
/* The server is left; nothing is forgotten. */
void driver_disconnect(struct driver *driver);

/* True: connected, and nothing was sent or received for `ms`; in cells, which never end: nothing came up. */
bool driver_is_quiet(const struct driver *driver, uint64_t ms);
bool driver_is_connected(const struct driver *driver);
/* Why there is no connection, or why the state could not be saved (then nothing more is sent); "" if all is well. */
const char *driver_trouble(const struct driver *driver);
bool driver_has_failed(const struct driver *driver);

uint64_t driver_now_s(void);

/* Wipes; the memory goes when the loop has run. NULL is fine. */
void driver_free(struct driver *driver);

#endif
