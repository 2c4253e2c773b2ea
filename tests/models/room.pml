/* PROTOCOL.md, rule 12: can a server that shows different people different rooms make one of them take a message for what it is not?
 *
 * A visitor, two counsellors who reach for the case, a mentor. Clients sign an event on top of the head that they see. The server
 * holds every signed event and may show each of them to anybody at any time (FORK=1), or keeps one chain (FORK=0). A head is the list
 * of its events, written as a number to base 5: what a hash that nobody can break stands for. Everybody says something now
 * and then, sealed for the members of the room that they see; the server delivers the last thing said, or an older one, or nothing.
 *
 *   FORK=0      a server as it should be: the room moves on for everybody, and no second claim is ever kept
 *   CAS=0       (with FORK=0) it takes events without comparing the head: the chain breaks
 *   CHECK=0     receivers compare the epoch alone, not the roster hash: a message crosses a fork
 *   CHAIN=0     receivers do not compare the event's prev: a removed mentor is in the room again, although nobody let her in
 *   REACH=1..3  claim that there is no fork, that no message of a longer room is taken, that no mentor is removed: must be refuted */
#ifndef FORK
#define FORK 1
#endif
#ifndef CAS
#define CAS 1
#endif
#ifndef CHECK
#define CHECK 1
#endif
#ifndef CHAIN
#define CHAIN 1
#endif
#ifndef REACH
#define REACH 0
#endif

#define BASE 5
#define CLAIM_A 1
#define CLAIM_B 2
#define ADD 3
#define REMOVE 4
#define NO_HEAD 625  /* beyond four events */
#define LAST_PREV 125

/* The people; the first two are also the events by which they claim. */
#define A 1
#define B 2
#define MENTOR 3
#define VISITOR 0
#define PEOPLE 4

short view[PEOPLE];              /* the head that each one sees */
bool is_signed[625];             /* prev * BASE + event */
short chain;                     /* of a server as it should be */
byte said_by;                    /* the message that the server has in hand ... */
short said_at = NO_HEAD;         /* ... and the head it was sealed under */

/* Who is in the room of `head`: `holder` and `has_mentor`. */
inline look(head)
{
    h = head;
    holder = 0;
    has_mentor = false;
    is_settled = false;
    do
    :: h > 0 ->
        if
        :: h % BASE == CLAIM_A || h % BASE == CLAIM_B -> holder = h % BASE
        :: h % BASE == ADD || h % BASE == REMOVE ->
            has_mentor = (is_settled -> has_mentor : h % BASE == ADD);
            is_settled = true
        fi;
        h = h / BASE
    :: else -> break
    od
}

#define epoch_of(h) (h == 0 -> 0 : (h < 5 -> 1 : (h < 25 -> 2 : (h < 125 -> 3 : 4))))
#define is_member(who) (who == VISITOR || holder == who || (who == MENTOR && has_mentor))

/* The room of `head` when it had as many events as `wanted` has: `h`, or `head` itself where it is shorter. */
inline cut(head, wanted)
{
    h = head;
    do
    :: h > 0 && epoch_of(h) > epoch_of(wanted) -> h = h / BASE
    :: else -> break
    od
}


/* Which moves a room has: rule 12's table. The signer is the holder, or claims. */
#define may_follow(event) \
    (((event) == CLAIM_A || (event) == CLAIM_B) && holder == 0 || \
     (event) == ADD && holder != 0 && !has_mentor || (event) == REMOVE && holder != 0 && has_mentor)

/* --- what people do --- */

inline sign(who)
{
    look(view[who]);
    if
    :: view[who] < LAST_PREV && holder == 0 -> is_signed[view[who] * BASE + who] = true
    :: view[who] < LAST_PREV && holder == who && !has_mentor -> is_signed[view[who] * BASE + ADD] = true
    :: view[who] < LAST_PREV && holder == who && has_mentor -> is_signed[view[who] * BASE + REMOVE] = true
    :: else
    fi
}

inline say(who)
{
    look(view[who]);
    if
    :: is_member(who) -> said_by = who; said_at = view[who]
    :: else
    fi
}

proctype person(byte who)
{
    short h;
    byte holder;
    bool has_mentor;
    bool is_settled;
    do
    :: (who == A || who == B) -> d_step { sign(who); h = 0; holder = 0; has_mentor = false; is_settled = false }
    :: d_step { say(who); h = 0; holder = 0; has_mentor = false; is_settled = false }
    od
}

/* --- what the server does --- */

/* Did somebody sign this event, on top of whatever head? For the faults alone. */
inline find_signed(event)
{
    found = false;
    h = 0;
    do
    :: h < LAST_PREV -> found = found || is_signed[h * BASE + event]; h++
    :: else -> break
    od
}

/* A receiver's own checks, then its view moves on. */
inline try_event(who, event)
{
    if
    :: view[who] >= LAST_PREV
    :: view[who] < LAST_PREV && CHAIN -> found = is_signed[view[who] * BASE + event]
    :: else -> find_signed(event)
    fi;
    look(view[who]);
    if
    :: found && may_follow(event) ->
        /* Whoever may let a person in has done so, here and not elsewhere. */
        assert(is_signed[view[who] * BASE + event]);
        view[who] = view[who] * BASE + event
    :: else
    fi
}

inline keep(event)
{
    look(chain);
    if
    :: chain >= LAST_PREV
    :: chain < LAST_PREV && CAS -> found = is_signed[chain * BASE + event] && may_follow(event)
    :: else -> find_signed(event)
    fi;
    if
    :: found -> chain = chain * BASE + event
    :: else
    fi
}

/* The next event of the one chain; a receiver that cannot apply it stops, which must never be the server's doing. */
inline show_next(who)
{
    if
    :: epoch_of(view[who]) < epoch_of(chain) ->
        h = chain;
        do
        :: epoch_of(h) > epoch_of(view[who]) + 1 -> h = h / BASE
        :: else -> break
        od;
        assert(is_signed[h] && h / BASE == view[who]);
        view[who] = h
    :: else
    fi
}

inline deliver(who)
{
    look(said_at);
    if
    :: is_member(who) && is_member(said_by) && who != said_by && epoch_of(view[who]) >= epoch_of(said_at) ->
        cut(view[who], said_at);
        if
        :: !CHECK || h == said_at ->
            /* What the reader believes about who reads along is what the writer believed. */
            sealed_to = holder + (has_mentor -> 4 : 0);
            look_again = h;
            look(look_again);
            assert(sealed_to == holder + (has_mentor -> 4 : 0));
            assert(REACH != 2 || epoch_of(said_at) < 2)
        :: else /* refused, and told */
        fi
    :: else
    fi
}

inline rest()
{
    h = 0; holder = 0; has_mentor = false; is_settled = false; found = false; sealed_to = 0; look_again = 0
}

active proctype server()
{
    short h;
    short look_again;
    byte holder;
    byte sealed_to;
    bool has_mentor;
    bool is_settled;
    bool found;
    byte who;
    byte event;
    do
    :: FORK -> select(who : 0 .. 3); select(event : 1 .. 4); d_step { try_event(who, event); rest(); who = 0; event = 0 }
    :: !FORK -> select(event : 1 .. 4); d_step { keep(event); rest(); event = 0 }
    :: !FORK -> select(who : 0 .. 3); d_step { show_next(who); rest(); who = 0 }
    :: said_at != NO_HEAD -> select(who : 0 .. 3); d_step { deliver(who); rest(); who = 0 }
    od
}

#if REACH == 1
active proctype no_fork() { atomic { (view[A] % BASE == CLAIM_A && view[B] % BASE == CLAIM_B) -> assert(false) } }
#endif
#if REACH == 3
active proctype no_removal() { atomic { (view[MENTOR] % BASE == REMOVE) -> assert(false) } }
#endif
/* A server as it should be never lets two people believe that each holds the case. */
#if !FORK
active proctype one_holder() { atomic { (view[A] == CLAIM_A && view[B] == CLAIM_B) -> assert(false) } }
#endif

init
{
    atomic { run person(A); run person(B); run person(MENTOR); run person(VISITOR) }
}
