/* The server under test: the real udvejd with its data on a disk, which is killed by SIGKILL and started again.
 * Owns: the process, its configuration, its socket. Used by: main. */
#ifndef UDVEJ_TESTS_CHAOS_KEEPER_H
#define UDVEJ_TESTS_CHAOS_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { KEEPER_PATH = 512, KEEPER_PORT = 8470 /* in the server's name only */ };

struct keeper {
    const char *binaries;
    const char *folder; /* of everything: programme.bin, data, log */
    char socket_folder[64];
    char socket_path[80];
    pid_t pid; /* 0: none */
    uint32_t kills;
};

/* Makes folders and configuration. False: said why not. */
bool keeper_open(struct keeper *keeper, uint32_t doors);
/* Kills what runs, and removes the socket. From every state. */
void keeper_close(struct keeper *keeper);

bool keeper_start(struct keeper *keeper);
void keeper_kill(struct keeper *keeper);
/* By SIGTERM. False: it did not end well. */
bool keeper_stop(struct keeper *keeper);
/* Did it end by itself? */
bool keeper_has_ended(struct keeper *keeper);

/* What `udvej doctor` finds, but for what is this machine's or of the certificates; -1: it cannot be asked. Says each finding. */
int keeper_doctor(const struct keeper *keeper);

#endif
