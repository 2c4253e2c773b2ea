/* PROTOCOL.md, rules 10 and 13: is what staff write to a visitor read at last, although the visitor's page may die at any moment and
 * old salts are destroyed?
 *
 * One visitor without state, one staff device that comes and goes, one server. A message is wrapped to the live key of a session (it
 * can be opened only while that page is there) or to an offline generation (as long as the server has its salt). Processes take
 * their steps in any order; a page or a device may end between any two of them.
 *
 *   GUARD=0   the server destroys a salt, and takes a wrap, without looking: a stored wrap loses its salt
 *   REWRAP=0  the device never wraps again what was sealed to a page that died: a message is lost
 *   REACH=1   claims that no wrap ever moves from a live key to an offline one: must be refuted */
#ifndef GUARD
#define GUARD 1
#endif
#ifndef REWRAP
#define REWRAP 1
#endif
#define MESSAGES 3
#define SESSIONS 3

#define NONE 0
#define STORED 1
#define READ 2
#define LIVE 1
#define OFFLINE 2

byte state[MESSAGES];
byte wrap[MESSAGES]; /* LIVE or OFFLINE */
byte key[MESSAGES];  /* the session, or the generation */
bool salt[SESSIONS + 1];

byte session;       /* the visitor's newest, which is also the newest generation it announced */
bool is_open;       /* its page is there */
bool is_on = true;  /* the staff device is unlocked */
byte known_session; /* by the newest Hello that the device has read */
byte sent;
bool has_moved;
bool is_over;

#define opens(m) ((wrap[m] == LIVE && is_open && key[m] == session) || (wrap[m] == OFFLINE && salt[key[m]]))

inline read_all()
{
    i = 0;
    do
    :: i < MESSAGES ->
        if
        :: state[i] == STORED && opens(i) -> state[i] = READ
        :: else
        fi;
        i++
    :: else -> break
    od
}

/* Rule 10.5: from a session that is over to the offline key. */
inline rewrap_all()
{
    i = 0;
    do
    :: i < MESSAGES ->
        if
        :: state[i] == STORED && wrap[i] == LIVE && !(is_open && key[i] == session) && (!GUARD || salt[known_session]) ->
            wrap[i] = OFFLINE;
            key[i] = known_session;
            has_moved = true
        :: else
        fi;
        i++
    :: else -> break
    od
}

/* Rule 10.6: everybody has used a newer generation, and no stored wrap needs this one. */
inline destroy(generation)
{
    i = 0;
    is_needed = false;
    do
    :: i < MESSAGES ->
        is_needed = is_needed || (state[i] == STORED && wrap[i] == OFFLINE && key[i] == generation);
        i++
    :: else -> break
    od;
    if
    :: salt[generation] && (!GUARD || (known_session > generation && !is_needed)) -> salt[generation] = false
    :: else
    fi
}

active proctype visitor()
{
    byte i;
    byte generation;
    bool is_needed;
    do
    :: !is_open && session < SESSIONS ->
        atomic {
            session++;
            is_open = true;
            read_all();
            salt[session] = true
        }
    :: is_open -> atomic { read_all() }
    :: is_open ->
        atomic {
            generation = 0;
            do
            :: generation < session -> destroy(generation); generation++
            :: else -> break
            od
        }
    :: is_open -> is_open = false
    :: is_over -> break
    od
}

active proctype staff()
{
    byte i;
    do
    :: is_on -> is_on = false
    :: !is_on -> is_on = true
    :: is_on -> known_session = session /* reads the Hello */
    :: is_on && sent < MESSAGES ->
        atomic {
            if
            :: is_open && known_session == session -> state[sent] = STORED; wrap[sent] = LIVE; key[sent] = session; sent++
            :: !(is_open && known_session == session) && (!GUARD || salt[known_session]) ->
                state[sent] = STORED; wrap[sent] = OFFLINE; key[sent] = known_session; sent++
            :: else /* STALE_KEY: reads its inbox first */
            fi
        }
    :: is_on && REWRAP -> atomic { rewrap_all() }
    :: is_over -> break
    od
}

/* After everything above in any order: the device is there once more, and then the visitor once more. */
init
{
    byte i;
    salt[0] = true;
    (session == SESSIONS && !is_open && sent == MESSAGES);
    atomic {
        known_session = session;
        if
        :: REWRAP -> rewrap_all()
        :: else
        fi;
        read_all();
        i = 0;
        do
        :: i < MESSAGES -> assert(state[i] == READ); i++
        :: else -> break
        od;
        is_over = true
    }
}

#define has_its_salt(m) (state[m] != STORED || wrap[m] != OFFLINE || salt[key[m]])

active proctype monitor()
{
    do
    :: is_over -> break
    :: atomic { !has_its_salt(0) -> assert(false) }
    :: atomic { !has_its_salt(1) -> assert(false) }
    :: atomic { !has_its_salt(2) -> assert(false) }
#ifdef REACH
    :: atomic { has_moved -> assert(false) }
#endif
    od
}
