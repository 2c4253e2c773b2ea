#include "decide.h"

/* Only the sender's own, and only what nobody has read yet. DONE whatever was there: that it was, or that there is such a case, is not told. */
enum outcome decide_retract(struct relay *relay, const struct asked *asked)
{
    TRY(ASK(relay->store, envelope_retract, asked->message->as.retract.case_id, asked->request->principal,
            asked->message->as.retract.msg_id));
    return answer_done(relay, asked);
}
