### English. The measure for the other languages: same keys, same arguments.
### Short calm sentences. No blame. No name for the person or the milieu.

## common: both sides

common-language = Language
common-back = Back
common-loading = One moment…
common-role-visitor = you
common-role-counsellor = counsellor
common-role-supervisor = supervisor
common-role-mentor = mentor
common-role-interpreter = interpreter
common-role-parent-coach = parent coach
common-you = You
common-nobody-yet = No counsellor yet
common-member = { $name }, { $role }
common-visitor = Visitor
common-weekday-1 = Monday
common-weekday-2 = Tuesday
common-weekday-3 = Wednesday
common-weekday-4 = Thursday
common-weekday-5 = Friday
common-weekday-6 = Saturday
common-weekday-7 = Sunday
common-month-1 = January
common-month-2 = February
common-month-3 = March
common-month-4 = April
common-month-5 = May
common-month-6 = June
common-month-7 = July
common-month-8 = August
common-month-9 = September
common-month-10 = October
common-month-11 = November
common-month-12 = December
common-date = { $weekday } { $day } { $month }
common-date-time = { $date } at { $time }
common-time-span = { $start } to { $end }
common-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
common-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
  }
common-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
common-appointment-chat = Chat
common-appointment-phone = Phone call
common-appointment-meeting = Meeting
common-appointment-heading = Appointment
common-appointment-when = When
common-appointment-length = How long
common-appointment-place = Where
common-appointment-number = Number
common-appointment-state-offered = Offered, not answered yet
common-appointment-state-accepted = Agreed
common-appointment-state-declined = Declined
common-appointment-state-moved = A new time is offered
common-appointment-state-called_off = Called off
common-time-zone = Danish time
common-offline = No connection. We keep trying.
common-online = Connected
common-unreadable = A message could not be opened.
common-retracted = { $name }: taken back
common-retract = Take back
common-expired = Something that was written here was not read in time, and has been deleted on the server.
common-gap = { $count ->
    [one] { $count } message from { $name } has not arrived yet.
   *[other] { $count } messages from { $name } have not arrived yet.
  }
common-joined = { $name } ({ $role }) is now in the conversation.
common-left = { $name } has left the conversation.
common-reopened = The conversation is open again.
common-downgrade = The server wrongly said “away”. A message was locked in a weaker way because of that.
common-mark-sending = Sending
common-mark-sent = Sent
common-mark-read = Read
common-mark-unsent = Not sent
common-told-own-cannot_write = You have said that you can’t write now.
common-told-own-only_reading = You have said that you are only reading.
common-told-cannot_write = The visitor can’t write now.
common-told-only_reading = The visitor is only reading.
common-appointment-state-asked = Another time is asked for
common-topic-0 = I would rather not say
common-topic-1 = Threats or danger
common-topic-2 = Somewhere to live
common-topic-3 = Money or debt
common-topic-4 = Work or school
common-topic-5 = Family and children
common-topic-6 = Thoughts and feelings
common-topic-7 = Something else
common-stopped-server = The server could not show that it belongs to this programme.
common-stopped-roster = The list of those who work here could not be confirmed.
common-stopped-room = What the server told about who is in the conversation does not fit together.
common-stopped-equivocation = Two different messages came in the place of one.
common-stopped-rollback = Someone else may have used the same number, or the server showed an old copy.
common-not-sent = It could not be sent. Your text is still here. Try again in a moment.
common-delete-kept = Delete this
common-send = Send
common-too-long = { $count ->
    [one] The message is { $count } character too long.
   *[other] The message is { $count } characters too long.
  }

## leave: the way out of the page

leave-now = Leave now
leave-skip = Leave this page now
leave-hint = You can also press Shift three times.
leave-region = Leave this page
leave-shift-two = Shift. Press two more times to leave.
leave-shift-one = Shift. Press once more to leave.
leave-shift-over = Leaving by Shift was stopped.
leave-limits = “Leave now” closes this page at once. It cannot remove the visit from the history of this device, or from the log of the network you are on.

## visitor: before the conversation

visitor-first-heading = You can write here
visitor-first-1 = You can write to a counsellor, about yourself or about someone you worry about.
visitor-first-2 = You do not have to say who you are.
visitor-first-3 = Only the people who help you can read what you write.
visitor-first-start = Write to a counsellor
visitor-first-return = I have a number from before
visitor-quiet = Quiet mode
visitor-quiet-text = It hides from anyone watching the network here whether you write while this page is open, not that you opened it. Messages take some seconds, and it uses about 7 MB an hour each way.
visitor-quiet-wait = Quiet mode is on: this can take a minute.
visitor-danger = Is someone in danger right now?
visitor-hotline = Would you rather talk?
visitor-hotline-hours = Open { $hours }.
visitor-call = Call { $number }

visitor-doors-heading = What is it about?
visitor-doors-intro = Choose what fits best. You can explain it in your own words later.
visitor-doors-none = The doors could not be loaded yet. We keep trying. You can also call.
visitor-door-open = Open now
visitor-door-closed = Closed now. You can write, and your message waits safely.
visitor-door-hours = Hours: { $hours }
visitor-door-answer = We usually answer within { $time }.
visitor-door-choose = Choose

visitor-limits-heading = Before you write
visitor-limits-intro = You should know who reads what you write, and where our silence ends.
visitor-limits-who = Who answers
visitor-limits-who-text = A counsellor from the programme answers you. You always see who is in the conversation. Nobody joins without you being told.
visitor-limits-silence = We keep it to ourselves
visitor-limits-silence-text = The counsellors have a duty of confidentiality (in Danish: tavshedspligt). They may not pass on what you tell them: not to your family, not to people you know, and not to the police. There are two exceptions.
visitor-limits-children = If a child is not safe
visitor-limits-children-text = If a counsellor learns that someone under 18 is being harmed or is not cared for, they must tell the municipality (underretningspligt).
visitor-limits-crime = If lives are in danger
visitor-limits-crime-text = If a counsellor learns that a serious crime is planned, one that puts people’s lives or safety in danger, they must try to prevent it. That can mean telling the police (afværgepligt).
visitor-limits-ask = You can always ask the counsellor where the limits are before you tell more. You decide what you say about who you are.
visitor-limits-stored = What is kept, where, and how long
visitor-limits-stored-device = On this device: nothing. When you close the page, it is gone.
visitor-limits-stored-server = On our server: your messages, locked. The server has no key. Each message is deleted there when it has been read, and after about 30 days if nobody reads it. Your address and your name are not kept.
visitor-limits-stored-staff = With the counsellor: the conversation, locked on the counsellor’s own device.
visitor-limits-terms-undelivered = What nobody reads is deleted on the server after about { $count } days.
visitor-limits-terms-idle = If you do not come back for about { $count } days, everything on the server is deleted.
visitor-limits-terms-closed = A closed conversation that you do not open is deleted on the server after about { $count } days.
visitor-limits-terms-record = With the counsellor the conversation is deleted { $time } after the case is closed.
visitor-limits-terms-burn = You can delete everything on the server yourself at any time.
visitor-limits-cannot = What we cannot protect you from
visitor-limits-cannot-text = Someone who looks at your screen. A program on this device that watches you. Someone who has taken over this website and sends you a false page.
visitor-limits-version = Version { $version } of this text
visitor-limits-accept = I have read this

visitor-wishes-heading = Is there something we should know?
visitor-wishes-intro = You can leave all of this empty. Only counsellors can read it.
visitor-wishes-language = Which language would you like to write in?
visitor-wishes-counsellor = Who would you like to write with?
visitor-wishes-any = It does not matter
visitor-wishes-woman = A woman
visitor-wishes-man = A man
visitor-wishes-safe = Is it safe for you to write right now?
visitor-wishes-safe-yes = Yes
visitor-wishes-safe-no = No
visitor-wishes-safe-unsaid = I would rather not say
visitor-wishes-safe-hint = If it is not safe, leave now. You are welcome when it suits you better. If there is danger, call 112.
visitor-wishes-topic = What is it mostly about?
visitor-wishes-go-on = Go on

visitor-write-heading = Write your first message
visitor-write-intro = You do not have to explain everything now. A few words are enough.
visitor-write-names = Wait with names and addresses, your own and others’, until you want to share them.
visitor-write-label = Your message
visitor-write-empty = Write a few words first.
visitor-write-send = Send

visitor-busy-heading = One moment
visitor-busy-keys = Your keys are being made on this device. On an older phone it can take half a minute.
visitor-busy-slow = While this goes on, the page cannot answer. If you must leave in this moment, close the tab.
visitor-busy-open = Your message is being locked and sent.
visitor-busy-return = We are looking for your conversation.
visitor-busy-work = Many are writing to us right now. So this device has to do a little arithmetic first. After that your message is sent by itself.
visitor-busy-work-progress = How far it is
visitor-busy-work-slow = In this browser it can take some minutes, and the page answers late. If you must leave in this moment, close the tab.

## visitor: the number

visitor-code-heading = Your number
visitor-code-intro = With this number you can come back, from any phone or computer.
visitor-code-only = It is the only way back. Nobody can find it for you, and you see it only here.
visitor-code-like = It looks like three phone numbers, so you can keep it as that.
visitor-code-group = Part { $part } of 3
visitor-code-hide = Hide the number
visitor-code-show = Show the number
visitor-code-hidden = The number is hidden.
visitor-code-copy = Copy
visitor-code-copied = Copied. Other programs on this device may see what is copied.
visitor-code-copy-failed = It could not be copied. Please write it down.
visitor-code-type = Type the number to check that you have it
visitor-code-type-hint = Spaces do not matter. You can also paste it.
visitor-code-check = Check and go on
visitor-code-wrong = That is not the number shown here. Compare it digit by digit.
visitor-code-aside-heading = You do not want to keep it?
visitor-code-aside = I understand that I cannot come back to this conversation without the number.
visitor-code-aside-go = Go on without the number
visitor-code-form = How do you want to see it?
visitor-code-form-digits = As a number
visitor-code-form-da = As seven Danish words
visitor-code-form-en = As seven English words
visitor-code-words-heading = Your seven words
visitor-code-words-intro = With these words you can come back, from any phone or computer.
visitor-code-words-like = The words and the number are the same key: either brings you back. Keep the words in this order. The first four letters of each are enough.
visitor-code-words-hide = Hide the words
visitor-code-words-show = Show the words
visitor-code-words-hidden = The words are hidden.
visitor-code-words-type = Type the words to check that you have them
visitor-code-words-type-hint = The first four letters of each are enough. You can also paste them.
visitor-code-words-wrong = Those are not the words shown here. Compare them word by word.

visitor-return-heading = Welcome back
visitor-return-intro = Type the number you got last time.
visitor-return-label = Your number
visitor-return-hint = 24 digits. Spaces and dashes do not matter.
visitor-return-go = Open my conversation
visitor-return-empty = Type your number first.
visitor-return-short = There are { $count } digits. There should be 24.
visitor-return-mistyped = A digit is mistyped. Compare it with what you kept.
visitor-return-unknown = We do not know this number. The conversation may have been deleted. Check the number, or write to us anew.
visitor-return-new = Write to us anew
visitor-return-form = What did you keep?
visitor-return-form-digits = A number
visitor-return-form-words = Seven words
visitor-return-words-intro = Type the words you got last time.
visitor-return-words-label = Your seven words
visitor-return-words-hint = Danish or English, with a space between them. The first four letters of each are enough.
visitor-return-words-mistyped = A word is mistyped, or there are not seven. Compare them with what you kept.

## visitor: the conversation

visitor-room-heading = Your conversation
visitor-room-messages = Messages
visitor-room-earlier = What you have read before is not kept here.
visitor-waiting-heading = Your message has arrived
visitor-waiting-text = A counsellor will read it. You can wait here, or leave and come back with your number.
visitor-waiting-first = You are next.
visitor-waiting-few = A few people are before you.
visitor-waiting-many = Many people are writing today, so it can take longer.
visitor-waiting-closed = The counsellors are not here now. Your message waits until they are.
visitor-waiting-opens = They are here again { $time }.
visitor-away = You do not have to keep the page open. The answer waits for you.
visitor-members-heading = Who is in the conversation
visitor-compose-label = Your message
visitor-cannot-write = I can’t write now
visitor-only-reading = I am only reading
visitor-announce-message = New message from { $name }
visitor-announce-appointment = { $name } has offered an appointment
visitor-last-signed-in = You were last here on { $date }.
visitor-consent-ask = May { $name } read what you write from now on?
visitor-consent-yes = { $name } can read what you write from now on.
visitor-consent-no = From now on { $name } gets nothing of what you write, and you get nothing from { $name }.
visitor-consent-before = You can decide again whether { $name } reads what you write.
visitor-consent-holder = { $name } has taken over your conversation.
visitor-consent-heir = May { $name } take over your conversation? If you say no, { $name } leaves it.
visitor-consent-what = Nothing of what you have written is shown to { $name }, unless you write it again. Until you say yes, nothing goes between you.
visitor-consent-counsellor = { $name } is a counsellor and can talk with you.
visitor-consent-supervisor = { $name } is a supervisor and advises the counsellors.
visitor-consent-mentor = { $name } is a mentor and helps with everyday things.
visitor-consent-interpreter = { $name } is an interpreter and translates for you.
visitor-consent-parent-coach = { $name } is a parent coach and helps relatives.

visitor-appointment-accept = Yes, that suits me
visitor-appointment-decline = No, thank you
visitor-appointment-move = I need another time
visitor-appointment-call-off = Call it off
visitor-appointment-move-label = When would suit you?
visitor-appointment-move-send = Ask for another time

## visitor: when something stops

visitor-stopped-heading = We have stopped, for your safety
visitor-stopped-text = This page could not confirm that it is talking to the right people. Nothing more is sent from here.
visitor-stopped-do = Call the hotline and say that the page stopped. Do not write your number on other pages.
visitor-closed-heading = This conversation is closed
visitor-closed-text = The counsellor has closed the conversation. You can write to us anew whenever you want.
visitor-closed-ended = We have ended this conversation, and it will not be opened again. You can still read it, and you can begin a new one.
visitor-reopen = Ask us to open it again
visitor-superseded-heading = Opened in another place
visitor-superseded-text = Your conversation was opened on another page or device, so it was closed here. If that was not you, call the hotline.
visitor-unreachable-heading = We cannot get through
visitor-unreachable-text = Something went wrong on our side. Please try again later, or call.
visitor-refused-busy = There are many writing right now. Please try again in a little while.
visitor-refused-nobody = No counsellor can receive your message yet. It has not been sent. Please try again later, or call us.
visitor-old-heading = This page is out of date
visitor-old-text = Please load the page again to go on.
visitor-core-heading = The page cannot start
visitor-core-text = The part that locks your messages could not be loaded. Nothing has been sent. Please load the page again, or call.
visitor-hidden-warning = You have been away. The conversation is hidden in { $count ->
    [one] { $count } second
   *[other] { $count } seconds
  }.
visitor-hidden-stay = Stay here
visitor-wiped-heading = The conversation is hidden
visitor-wiped-text = The page was out of sight for ten minutes, so the conversation was removed from this device. Come back with your number.
visitor-end = Finish and clear the page
visitor-keep = Keep this conversation
visitor-keep-is-off = The conversation is not kept: what you have read is gone when you close the page.
visitor-keep-is-on = The conversation is kept. Whoever has your number can read it.
visitor-keep-heading = Keep the conversation?
visitor-keep-what = What you read and write from now on is kept on our server, locked, and shown when you come back with your number.
visitor-keep-who = We cannot read it. The server sees how many messages are kept and roughly how long they are.
visitor-keep-risk = Anyone who gets your number, or makes you give it, can read all of it. If you are not sure, leave it off.
visitor-keep-sure = Yes, keep it from now on
visitor-keep-not = No, leave it as it is
visitor-keep-changing = One moment: this is being changed on the server.
visitor-keep-full = It is full: newer messages are not kept.
visitor-keep-off = Stop keeping, and delete what is kept
visitor-keep-off-heading = Delete what is kept?
visitor-keep-off-what = What was kept is deleted for good, and nothing more is kept. The conversation itself goes on.
visitor-keep-off-sure = Yes, delete what is kept
visitor-burn = Delete everything now
visitor-burn-heading = Delete everything?
visitor-burn-server = Everything that is kept for you on our server is deleted at once and for good: messages, answers you have not read, and the keys to them.
visitor-burn-number = Your number leads nowhere afterwards. Nobody can see that it was ever used.
visitor-burn-staff = The counsellor is told that the conversation is over. What the counsellor has read stays locked on the counsellor’s device as long as the law asks.
visitor-burn-sure = Yes, delete everything
visitor-burn-keep = No, keep it
visitor-busy-burn = Everything is being deleted. If there is no connection now, it happens as soon as there is one; please keep the page open until then.
visitor-burnt-heading = It is deleted
visitor-burnt-gone = What is gone
visitor-burnt-server = On our server: everything. The keys are destroyed already; the last traces leave the files within a minute.
visitor-burnt-page = On this page: the conversation and its keys.
visitor-burnt-number = Your number: it opens nothing any more. You can throw it away.
visitor-burnt-left = What is not gone
visitor-burnt-staff = What the counsellor has read: it is locked on the counsellor’s device, as long as the law asks.
visitor-burnt-history = The visit in the history of this device, and in the log of the network you are on. We cannot remove that.
visitor-receipt = Receipt that everything is deleted
visitor-receipt-text = The server signs that it keeps nothing under your number. You can copy the receipt or let it go. Kept on a device, it shows others that you have been here.
visitor-receipt-none = A receipt cannot be had right now.

## staff: counsellor's and supervisor's console

staff-title = Console
staff-unlock-heading = Unlock
staff-unlock-import = Choose key file
staff-unlock-import-hint = Choose the key file you were given. It stays locked on this device.
staff-unlock-other = Use another key file
staff-unlock-passphrase = Passphrase
staff-unlock-go = Unlock
staff-unlock-broken = This device has too little free memory to unlock.
staff-unlock-working = Unlocking. This takes a few seconds.
staff-unlock-wrong = The passphrase does not fit this key file.
staff-unlock-bad-file = This is not a key file.
staff-unlock-no-file = Choose a key file first.
staff-unlock-refused = The server does not accept this key. It may have been revoked. Ask a supervisor.
staff-unlock-wrong-role = This key belongs to another console.
staff-unlock-have = A key file is ready on this device.
staff-lock = Lock
staff-stopped-heading = Stopped
staff-stopped-text = A check of keys or of the room failed. Nothing more is sent. Speak with a supervisor before you go on.
staff-queue-heading = Waiting
staff-queue-empty = Nobody is waiting.
staff-queue-count = { $count ->
    [one] { $count } person is waiting
   *[other] { $count } persons are waiting
  }
staff-card-waited = Has waited { $time }
staff-card-new = New
staff-card-returning = Has been here before
staff-card-language = Language: { $language }
staff-card-wants-woman = Wants a woman
staff-card-wants-man = Wants a man
staff-card-safe-no = Not safe to write now
staff-card-topic = Topic: { $topic }
staff-card-door = Door: { $door }
staff-card-unread = This card cannot be read with this key.
staff-card-take = Take it
staff-card-taking = Taking…
staff-card-taken = { $holder } has already taken this case.
staff-cases-heading = Your conversations
staff-cases-empty = You have no conversation yet.
staff-case-name = Conversation { $number }
staff-case-unread = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
  }
staff-case-live = Is here now
staff-case-away = Is not here now. Your answer waits.
staff-case-closed = Closed
staff-case-burnt = Deleted on the server: by the visitor, or because nobody came back.
staff-case-none = Choose a conversation.
staff-case-compose = Your answer
staff-case-empty = Write something first.
staff-case-close = Close the conversation
staff-case-close-sure = Yes, close it
staff-case-close-keep = No, keep it open
staff-case-members = In the conversation
staff-offer-heading = Offer an appointment
staff-offer-kind = Kind
staff-offer-date = Date
staff-offer-time = Time
staff-offer-length = Length
staff-offer-place = Place or number (only the visitor reads it)
staff-offer-send = Offer it
staff-offer-past = That time has passed.
staff-offer-bad = Fill in date and time.
staff-offer-taken = That time is not free in your calendar. Offer another one.
staff-offer-move = Offer another time
staff-offer-move-send = Send the new time
staff-offer-call-off = Call it off
staff-offer-cancel = Do not change it
staff-calendar-heading = Calendar
staff-calendar-empty = No appointments in the next two weeks.
staff-calendar-date = Date
staff-calendar-time = Time
staff-calendar-who = Who
staff-calendar-state = State
staff-presence-heading = On duty
staff-presence-none = Nobody else is on duty.
staff-announce-message = New message
staff-announce-card = A new person is waiting
staff-slot-offered = Offered
staff-slot-accepted = Agreed
staff-slot-held = Held
staff-slot-no_show = Did not take place
staff-superseded-heading = The console was opened in another place
staff-core-heading = The part that locks the messages could not be loaded
staff-case-messages = Messages
staff-slot-called_off = Called off
staff-part-talk = Conversation with the visitor
staff-case-parts = Parts of the case
staff-notes-heading = Notes among colleagues
staff-notes-who = The visitor never sees what stands here.
staff-notes-empty = There are no notes yet.
staff-notes-compose = Note to your colleagues, not to the visitor
staff-notes-share = Share with colleagues
staff-notes-nobody = No colleague is in this conversation, so there is nobody to share a note with.
staff-note-read-by = Read by { $name }
staff-note-for-you = For you alone
staff-note-for = For { $name } alone
staff-case-unconfirmed = No colleague has confirmed that this is the person who wrote first. Be careful with what you tell until somebody has.
staff-case-unread-notes = { $count ->
    [one] { $count } new note
   *[other] { $count } new notes
  }
staff-answer-asked = the visitor has not answered yet
staff-answer-yes = the visitor has said yes
staff-answer-no = the visitor has said no
staff-answer-blocked = blocked by the visitor
staff-take-out = Take { $name } out
staff-take-out-sure = Yes, take out
staff-take-out-keep = No, let be
staff-bring-heading = Bring a colleague in
staff-bring-who = Who
staff-bring-words = Words for this colleague alone (may be empty)
staff-bring-go = Bring in
staff-bring-hint = The visitor is asked. Until the answer is yes, nothing the visitor writes goes to the one you bring in.
staff-bring-nobody = There is nobody to bring in.
staff-bring-unconfirmed = Words can go along only when a colleague has confirmed the visitor.
staff-bring-refused = That is not possible right now. Your text is still here. Try again in a moment.
staff-escalate-heading = Ask a supervisor in
staff-escalate-why = Why you ask (only the supervisor reads it)
staff-escalate-empty = Write why first.
staff-escalate-go = Ask in
staff-hand-heading = Hand the conversation over
staff-hand-hint = The colleague says yes or no. After a yes the visitor is asked: if the visitor says yes, you leave the conversation; if no, the colleague does.
staff-hand-go = Offer it
staff-hand-offers = Offers to take over
staff-hand-own = You have offered it to { $name }
staff-hand-offered = { $name } offers it to you
staff-hand-offered-hint = If you say yes, you come into the conversation at once, and the visitor is asked whether you take it over.
staff-hand-yes = Yes, I take it over
staff-hand-no = No, I do not
staff-hand-back = Take it back
staff-hand-over-declined = The case does not change hands: the answer was no.
staff-hand-over-withdrawn = The case does not change hands: it was taken back.
staff-hand-over-too_old = The case does not change hands: nobody answered in time.
staff-room-handed_over = Is being handed over
staff-room-escalated = A supervisor is to look at it
staff-room-resting = Rests
staff-room-returned = The visitor wants it open again
staff-room-ended = Ended for good
staff-look-asked = A colleague asks a supervisor to look at this conversation.
staff-look-unanswered = The visitor has waited too long for an answer.
staff-look-gone = The one who has it has been away for too long.
staff-set-escalated = Ask a supervisor to look at it
staff-set-resting = Let it rest
staff-set-resting-hint = It rests until the visitor writes; until then nobody waits for an answer.
staff-set-settled = It is settled
staff-set-go-on = Go on with it
staff-set-ended = End it for good
staff-set-closed = Let the visitor ask for it again
staff-state-on_duty = on duty
staff-state-paused = has a break
staff-state-away = away
staff-leave = Leave the conversation
staff-leave-sure = Yes, leave
staff-leave-keep = No, stay
staff-leave-others = Your colleagues stay in the conversation. You can read nothing of it from then on.
staff-leave-alone = No colleague is in it. The visitor then waits for a counsellor again.
staff-removed-by = { $name } ({ $role }) has taken you out of this conversation.
staff-removed = You are not in this conversation any more.
staff-left = You have left this conversation.
staff-removed-nothing = Nothing of it is shown here any more.
staff-case-unheard = The visitor has not said yes to you. You cannot write to the visitor.
staff-case-gone = You are out
staff-case-reopen = Open the conversation again
staff-failed-claim = The case was not taken.
staff-failed-add = Nobody was brought in.
staff-failed-takeover = The take-over did not happen.
staff-failed-remove = Nobody has left the conversation.
staff-failed-close = The conversation was not closed.
staff-failed-reopen = The conversation was not opened again.
staff-failed-handover = The conversation was not handed over.
staff-failed-decline = The answer did not get through.
staff-failed-state = How the conversation stands was not changed.
staff-why-not-allowed = It is not allowed in the conversation as it is now.
staff-why-conflict = Somebody else changed something in the same moment. Look, and try again.
staff-why-disconnected = The connection was lost. Try again.
staff-why-full = There is no more room.
staff-why-other = Try again in a moment.
staff-announce-note = New note from a colleague
staff-announce-added = You have been brought into a conversation
staff-announce-proposal = A take-over is proposed
staff-announce-offered = A conversation is offered to you

## board: the supervisor's board

board-heading = Board
board-waiting = Waiting now
board-oldest = Longest wait
board-nobody = Nobody
board-duty = On duty
board-duty-none = Nobody is on duty.
board-appointments = Appointments today
board-appointments-none = None today.
board-table-caption = Everyone who waits, the longest first
board-column-door = Door
board-column-waited = Has waited
board-column-kind = New or returning
board-column-state = State
board-column-name = Name
board-column-role = Role
board-updated = Updated { $time }
board-state-on_duty = on duty
board-state-paused = has a break
board-rooms = Conversations that somebody has
board-rooms-hint = Everybody in a conversation sees that you join, and the visitor is asked about you.
board-rooms-none = Nobody has a conversation now.
board-room-holder = { $name } has it
board-room-open = Show it below
board-room-join = Join in sight of all
board-room-stay = Join for { $time }
board-propose = Propose a take-over
board-propose-hint = It happens when another supervisor agrees. The one who has it leaves the conversation.
board-propose-who = Who takes over
board-proposals = Proposed take-overs
board-proposal = { $by } proposes that { $name } takes over from { $holder }.
board-proposal-own = You have proposed that { $name } takes over from { $holder }. Another supervisor has to agree.
board-second = Agree to the take-over
board-proposal-no = Say no to it
