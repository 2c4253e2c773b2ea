/* PROTOCOL.md, rule 10.3: a device replaces its receive key and destroys the old private half; is everything that the server took for it
 * opened before?
 *
 * Time goes in steps of twelve hours. The device is on or away as it likes; its clock may be ahead of the server's. Visitors seal
 * to the newest key that they were told when they came, however long ago, and the server is asked to take it at any time.
 *
 *   REFUSE=0    the server takes wraps to keys that were replaced long ago
 *   DRAIN=0     the device destroys by the clock alone, without having read its mailbox first
 *   AHEAD=n     steps by which the device's clock has gone ahead since: 3 is borne, 5 is more than the 48 hours between refusal and destruction
 *   REACH=1     claims that no private half is ever destroyed: must be refuted */
#ifndef REFUSE
#define REFUSE 1
#endif
#ifndef DRAIN
#define DRAIN 1
#endif
#ifndef AHEAD
#define AHEAD 3
#endif
#ifndef REACH
#define REACH 0
#endif

#define KEYS 3
#define STEPS 14
#define RENEW 2    /* 20 hours, in whole steps */
#define REFUSED 2  /* 24 hours */
#define DESTROYED 6 /* 72 hours */

byte now;
byte newest;
byte replaced_at[KEYS];
bool has_private[KEYS] = { true, false, false };
bool is_stored[KEYS]; /* a wrap to this key waits at the server */
byte told;            /* the key that a visitor goes by */
bool is_on;
bool has_read;
bool is_over;

active proctype clock()
{
    do
    :: now < STEPS -> now++
    :: now == STEPS -> is_over = true; break
    od
}

active proctype visitor()
{
    do
    :: told = newest /* comes back, and is shown the roster */
    :: atomic {
           if
           :: told == newest || !REFUSE || now < replaced_at[told] + REFUSED -> is_stored[told] = true
           :: else /* STALE_KEY */
           fi
       }
    :: is_over -> break
    od
}

/* A device that is connected is handed what comes; `has_read`: it has also read what was there before. */
inline read_all()
{
    key = 0;
    do
    :: key < KEYS ->
        if
        :: is_stored[key] -> assert(has_private[key]); is_stored[key] = false
        :: else
        fi;
        key++
    :: else -> break
    od;
    has_read = true
}

inline destroy_old()
{
    key = 0;
    do
    :: key < newest ->
        if
        :: has_private[key] && now + AHEAD >= replaced_at[key] + DESTROYED -> has_private[key] = false
        :: else
        fi;
        key++
    :: else -> break
    od
}

active proctype device()
{
    byte key;
    do
    :: !is_on -> atomic { is_on = true; has_read = false }
    :: is_on -> is_on = false
    :: is_on && newest < KEYS - 1 && (newest == 0 || now >= replaced_at[newest - 1] + RENEW) ->
        atomic {
            replaced_at[newest] = now;
            newest++;
            has_private[newest] = true
        }
    :: is_on -> atomic { read_all() }
    :: is_on && !DRAIN -> atomic { destroy_old() }
    :: is_on && DRAIN && has_read -> atomic { read_all(); destroy_old() }
    :: is_over -> break
    od
}

#define can_be_opened(key) (!is_stored[key] || has_private[key])

active proctype monitor()
{
    do
    :: is_over -> break
    :: atomic { !can_be_opened(0) -> assert(false) }
    :: atomic { !can_be_opened(1) -> assert(false) }
    :: atomic { !can_be_opened(2) -> assert(false) }
#if REACH
    :: atomic { (newest > 0 && !has_private[0]) -> assert(false) }
#endif
    od
}
