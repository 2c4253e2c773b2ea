/* The lists as octets: for each word the number of letters that it shares with the one before, then its other letters; a zero ends the
 * list. Both are gone through from the front only. Made at build time by words/make_lists.py. Used by: word_list. */
#ifndef UDVEJ_PROTOCOL_WORD_LIST_DATA_H
#define UDVEJ_PROTOCOL_WORD_LIST_DATA_H

#include <stdint.h>

extern const uint8_t word_list_da[];
extern const uint8_t word_list_en[];

#endif
