/* Memory for secrets: between guard pages, locked into RAM where the system allows it, left out of core dumps, wiped when
 * given back. And the one source of randomness of the programs that hold keys.
 * Owns: nothing. Uses: libsodium. Used by: keys, udvej-keys, udvej-client. */
#ifndef UDVEJ_KEYS_SECRET_H
#define UDVEJ_KEYS_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Call first in main: starts libsodium, switches core dumps off, and forbids other processes of the same user to look in.
 * False: this machine cannot keep a secret (no randomness); stop. */
bool secret_start(void);

/* Gives `size` octets of zeros, or NULL without memory. A low RLIMIT_MEMLOCK is no failure: then the octets may be swapped. */
void *secret_new(size_t size);

/* Takes, wipes, frees. NULL is fine. */
void secret_free(void *secret);

void secret_wipe(void *secret, size_t size);
void secret_random(void *out, size_t size);

#endif
