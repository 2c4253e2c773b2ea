/* SHA-1 of a short text, for one purpose: the handshake of RFC 6455 asks for it. It protects nothing here.
 * Owns: nothing. Used by: ws_client. Source: RFC 3174. */
#ifndef UDVEJ_CLIENT_SHA1_H
#define UDVEJ_CLIENT_SHA1_H

#include "bytes.h"

enum { SHA1_SIZE = 20 };

void sha1(struct bytes data, uint8_t out[SHA1_SIZE]);

#endif
