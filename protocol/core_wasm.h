/* What the files of functions for the browser share.
 * Owns: the size of what was lent last. Used by: core_wasm, core_wasm_staff. */
#ifndef UDVEJ_PROTOCOL_CORE_WASM_H
#define UDVEJ_PROTOCOL_CORE_WASM_H

#include "client.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

/* What core_lent_size tells next. */
void core_lend_size(size_t size);

/* Numbers of the page that must fit into an octet; anything else is made a value that every check refuses. */
uint8_t core_octet(int number);

#endif
