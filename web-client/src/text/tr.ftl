### For review by native speakers (see README).

# untranslated
common-language = Language
# untranslated
common-language-da = Danish
# untranslated
common-language-en = English
# untranslated
common-language-ar = Arabic
# untranslated
common-language-tr = Turkish
# untranslated
common-language-so = Somali
# untranslated
common-language-ur = Urdu
# untranslated
common-back = Back
# untranslated
common-loading = One moment…
# untranslated
common-role-visitor = you
# untranslated
common-role-counsellor = counsellor
# untranslated
common-role-supervisor = supervisor
# untranslated
common-role-mentor = mentor
# untranslated
common-role-interpreter = interpreter
# untranslated
common-you = You
# untranslated
common-nobody-yet = No counsellor yet
# untranslated
common-member = { $name }, { $role }
# untranslated
common-visitor = Visitor
# untranslated
common-weekday-1 = Monday
# untranslated
common-weekday-2 = Tuesday
# untranslated
common-weekday-3 = Wednesday
# untranslated
common-weekday-4 = Thursday
# untranslated
common-weekday-5 = Friday
# untranslated
common-weekday-6 = Saturday
# untranslated
common-weekday-7 = Sunday
# untranslated
common-month-1 = January
# untranslated
common-month-2 = February
# untranslated
common-month-3 = March
# untranslated
common-month-4 = April
# untranslated
common-month-5 = May
# untranslated
common-month-6 = June
# untranslated
common-month-7 = July
# untranslated
common-month-8 = August
# untranslated
common-month-9 = September
# untranslated
common-month-10 = October
# untranslated
common-month-11 = November
# untranslated
common-month-12 = December
# untranslated
common-date = { $weekday } { $day } { $month }
# untranslated
common-date-time = { $date } at { $time }
# untranslated
common-time-span = { $start } to { $end }
# untranslated
common-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
# untranslated
common-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
  }
# untranslated
common-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
# untranslated
common-appointment-chat = Chat
# untranslated
common-appointment-phone = Phone call
# untranslated
common-appointment-meeting = Meeting
# untranslated
common-appointment-heading = Appointment
# untranslated
common-appointment-when = When
# untranslated
common-appointment-length = How long
# untranslated
common-appointment-place = Where
# untranslated
common-appointment-number = Number
# untranslated
common-appointment-state-offered = Offered, not answered yet
# untranslated
common-appointment-state-accepted = Agreed
# untranslated
common-appointment-state-declined = Declined
# untranslated
common-appointment-state-moved = A new time is offered
# untranslated
common-appointment-state-called_off = Called off
# untranslated
common-time-zone = Danish time
# untranslated
common-offline = No connection. We keep trying.
# untranslated
common-online = Connected
# untranslated
common-unreadable = A message could not be opened.
common-retracted = { $name }: geri alındı
common-retract = Geri al
common-expired = Burada yazılan bir şey zamanında okunmadı ve sunucudan silindi.
# untranslated
common-gap = { $count ->
    [one] { $count } message from { $name } has not arrived yet.
   *[other] { $count } messages from { $name } have not arrived yet.
  }
# untranslated
common-joined = { $name } ({ $role }) is now in the conversation.
# untranslated
common-left = { $name } has left the conversation.
# untranslated
common-mark-sending = Sending
# untranslated
common-mark-sent = Sent
# untranslated
common-mark-read = Read
# untranslated
common-mark-unsent = Not sent
# untranslated
common-told-own-cannot_write = You have said that you can’t write now.
# untranslated
common-told-own-only_reading = You have said that you are only reading.
# untranslated
common-told-cannot_write = The visitor can’t write now.
# untranslated
common-told-only_reading = The visitor is only reading.
# untranslated
common-appointment-state-asked = Another time is asked for
# untranslated
common-topic-0 = I would rather not say
# untranslated
common-topic-1 = Threats or danger
# untranslated
common-topic-2 = Somewhere to live
# untranslated
common-topic-3 = Money or debt
# untranslated
common-topic-4 = Work or school
# untranslated
common-topic-5 = Family and children
# untranslated
common-topic-6 = Thoughts and feelings
# untranslated
common-topic-7 = Something else
# untranslated
common-stopped-server = The server could not show that it belongs to this programme.
# untranslated
common-stopped-roster = The list of those who work here could not be confirmed.
# untranslated
common-stopped-room = What the server told about who is in the conversation does not fit together.
# untranslated
common-stopped-equivocation = Two different messages came in the place of one.
# untranslated
common-stopped-rollback = Someone else may have used the same number, or the server showed an old copy.
# untranslated
common-not-sent = It could not be sent. Your text is still here. Try again in a moment.
common-delete-kept = Bunu sil
# untranslated
common-send = Send
# untranslated
common-too-long = { $count ->
    [one] The message is { $count } character too long.
   *[other] The message is { $count } characters too long.
  }
# untranslated
leave-now = Leave now
# untranslated
leave-skip = Leave this page now
# untranslated
leave-skip-content = Go to the content
# untranslated
leave-hint = You can also press Shift three times.
# untranslated
leave-region = Leave this page
# untranslated
leave-shift-two = Shift. Press two more times to leave.
# untranslated
leave-shift-one = Shift. Press once more to leave.
# untranslated
leave-shift-over = Leaving by Shift was stopped.
# untranslated
leave-limits = “Leave now” closes this page at once. It cannot remove the visit from the history of this device, or from the log of the network you are on.
# untranslated
visitor-first-heading = You can write here
# untranslated
visitor-first-1 = You can write to a counsellor, about yourself or about someone you worry about.
# untranslated
visitor-first-2 = You do not have to say who you are.
# untranslated
visitor-first-3 = Only the people who help you can read what you write.
# untranslated
visitor-first-start = Write to a counsellor
# untranslated
visitor-first-return = I have a number from before
# untranslated
visitor-danger = Is someone in danger right now?
# untranslated
visitor-hotline = Would you rather talk?
# untranslated
visitor-hotline-hours = Open { $hours }.
# untranslated
visitor-call = Call { $number }
# untranslated
visitor-doors-heading = What is it about?
# untranslated
visitor-doors-intro = Choose what fits best. You can explain it in your own words later.
# untranslated
visitor-doors-none = The doors could not be loaded yet. We keep trying. You can also call.
# untranslated
visitor-door-open = Open now
# untranslated
visitor-door-closed = Closed now. You can write, and your message waits safely.
# untranslated
visitor-door-hours = Hours: { $hours }
# untranslated
visitor-door-answer = We usually answer within { $time }.
# untranslated
visitor-door-choose = Choose
# untranslated
visitor-limits-heading = Before you write
# untranslated
visitor-limits-intro = You should know who reads what you write, and where our silence ends.
# untranslated
visitor-limits-who = Who answers
# untranslated
visitor-limits-who-text = A counsellor from the programme answers you. You always see who is in the conversation. Nobody joins without you being told.
# untranslated
visitor-limits-silence = We keep it to ourselves
# untranslated
visitor-limits-silence-text = The counsellors have a duty of confidentiality (in Danish: tavshedspligt). They may not pass on what you tell them: not to your family, not to people you know, and not to the police. There are two exceptions.
# untranslated
visitor-limits-children = If a child is not safe
# untranslated
visitor-limits-children-text = If a counsellor learns that someone under 18 is being harmed or is not cared for, they must tell the municipality (underretningspligt).
# untranslated
visitor-limits-crime = If lives are in danger
# untranslated
visitor-limits-crime-text = If a counsellor learns that a serious crime is planned, one that puts people’s lives or safety in danger, they must try to prevent it. That can mean telling the police (afværgepligt).
# untranslated
visitor-limits-ask = You can always ask the counsellor where the limits are before you tell more. You decide what you say about who you are.
# untranslated
visitor-limits-stored = What is kept, where, and how long
# untranslated
visitor-limits-stored-device = On this device: nothing. When you close the page, it is gone.
# untranslated
visitor-limits-stored-server = On our server: your messages, locked. The server has no key. Each message is deleted there when it has been read, and after about 30 days if nobody reads it. Your address and your name are not kept.
# untranslated
visitor-limits-stored-staff = With the counsellor: the conversation, locked on the counsellor’s own device, as long as the case is open and as long as the law asks after that.
visitor-limits-terms-undelivered = Kimsenin okumadığı şeyler yaklaşık { $count } gün sonra sunucudan silinir.
visitor-limits-terms-idle = Yaklaşık { $count } gün geri gelmezsen sunucudaki her şey silinir.
visitor-limits-terms-burn = Sunucudaki her şeyi istediğin zaman kendin silebilirsin.
# untranslated
visitor-limits-stored-idle = If you do not come back for a year, everything on the server is deleted.
# untranslated
visitor-limits-cannot = What we cannot protect you from
# untranslated
visitor-limits-cannot-text = Someone who looks at your screen. A program on this device that watches you. Someone who has taken over this website and sends you a false page.
# untranslated
visitor-limits-version = Version { $version } of this text
# untranslated
visitor-limits-accept = I have read this
# untranslated
visitor-wishes-heading = Is there something we should know?
# untranslated
visitor-wishes-intro = You can leave all of this empty. Only counsellors can read it.
# untranslated
visitor-wishes-language = Which language would you like to write in?
# untranslated
visitor-wishes-counsellor = Who would you like to write with?
# untranslated
visitor-wishes-any = It does not matter
# untranslated
visitor-wishes-woman = A woman
# untranslated
visitor-wishes-man = A man
# untranslated
visitor-wishes-safe = Is it safe for you to write right now?
# untranslated
visitor-wishes-safe-yes = Yes
# untranslated
visitor-wishes-safe-no = No
# untranslated
visitor-wishes-safe-unsaid = I would rather not say
# untranslated
visitor-wishes-safe-hint = If it is not safe, leave now. You are welcome when it suits you better. If there is danger, call 112.
# untranslated
visitor-wishes-topic = What is it mostly about?
# untranslated
visitor-wishes-go-on = Go on
# untranslated
visitor-write-heading = Write your first message
# untranslated
visitor-write-intro = You do not have to explain everything now. A few words are enough.
# untranslated
visitor-write-names = Wait with names and addresses, your own and others’, until you want to share them.
# untranslated
visitor-write-label = Your message
# untranslated
visitor-write-empty = Write a few words first.
# untranslated
visitor-write-send = Send
# untranslated
visitor-busy-heading = One moment
# untranslated
visitor-busy-keys = Your keys are being made on this device. On an older phone it can take half a minute.
# untranslated
visitor-busy-open = Your message is being locked and sent.
# untranslated
visitor-busy-return = We are looking for your conversation.
# untranslated
visitor-code-heading = Your number
# untranslated
visitor-code-intro = With this number you can come back, from any phone or computer.
# untranslated
visitor-code-only = It is the only way back. Nobody can find it for you, and you see it only here.
# untranslated
visitor-code-like = It looks like three phone numbers, so you can keep it as that.
# untranslated
visitor-code-group = Part { $part } of 3
# untranslated
visitor-code-hide = Hide the number
# untranslated
visitor-code-show = Show the number
# untranslated
visitor-code-hidden = The number is hidden.
# untranslated
visitor-code-copy = Copy
# untranslated
visitor-code-copied = Copied. Other programs on this device may see what is copied.
# untranslated
visitor-code-copy-failed = It could not be copied. Please write it down.
# untranslated
visitor-code-type = Type the number to check that you have it
# untranslated
visitor-code-type-hint = Spaces do not matter. You can also paste it.
# untranslated
visitor-code-check = Check and go on
# untranslated
visitor-code-wrong = That is not the number shown here. Compare it digit by digit.
# untranslated
visitor-code-aside-heading = You do not want to keep it?
# untranslated
visitor-code-aside = I understand that I cannot come back to this conversation without the number.
# untranslated
visitor-code-aside-go = Go on without the number
# untranslated
visitor-return-heading = Welcome back
# untranslated
visitor-return-intro = Type the number you got last time.
# untranslated
visitor-return-label = Your number
# untranslated
visitor-return-hint = 24 digits. Spaces and dashes do not matter.
# untranslated
visitor-return-go = Open my conversation
# untranslated
visitor-return-empty = Type your number first.
# untranslated
visitor-return-short = There are { $count } digits. There should be 24.
# untranslated
visitor-return-mistyped = A digit is mistyped. Compare it with what you kept.
# untranslated
visitor-return-unknown = We do not know this number. The conversation may have been deleted. Check the number, or write to us anew.
# untranslated
visitor-return-new = Write to us anew
# untranslated
visitor-room-heading = Your conversation
# untranslated
visitor-room-messages = Messages
# untranslated
visitor-room-earlier = What you have read before is not kept here.
# untranslated
visitor-waiting-heading = Your message has arrived
# untranslated
visitor-waiting-text = A counsellor will read it. You can wait here, or leave and come back with your number.
# untranslated
visitor-waiting-first = You are next.
# untranslated
visitor-waiting-few = A few people are before you.
# untranslated
visitor-waiting-many = Many people are writing today, so it can take longer.
# untranslated
visitor-waiting-closed = The counsellors are not here now. Your message waits until they are.
# untranslated
visitor-waiting-opens = They are here again { $time }.
# untranslated
visitor-away = You do not have to keep the page open. The answer waits for you.
# untranslated
visitor-members-heading = Who is in the conversation
# untranslated
visitor-compose-label = Your message
# untranslated
visitor-cannot-write = I can’t write now
# untranslated
visitor-only-reading = I am only reading
# untranslated
visitor-announce-message = New message from { $name }
# untranslated
visitor-announce-appointment = { $name } has offered an appointment
# untranslated
visitor-last-signed-in = You were last here on { $date }.
# untranslated
visitor-appointment-accept = Yes, that suits me
# untranslated
visitor-appointment-decline = No, thank you
# untranslated
visitor-appointment-move = I need another time
# untranslated
visitor-appointment-call-off = Call it off
# untranslated
visitor-appointment-move-label = When would suit you?
# untranslated
visitor-appointment-move-send = Ask for another time
# untranslated
visitor-stopped-heading = We have stopped, for your safety
# untranslated
visitor-stopped-text = This page could not confirm that it is talking to the right people. Nothing more is sent from here.
# untranslated
visitor-stopped-do = Call the hotline and say that the page stopped. Do not write your number on other pages.
# untranslated
visitor-closed-heading = This conversation is closed
# untranslated
visitor-closed-text = The counsellor has closed the conversation. You can write to us anew whenever you want.
# untranslated
visitor-superseded-heading = Opened in another place
# untranslated
visitor-superseded-text = Your conversation was opened on another page or device, so it was closed here. If that was not you, call the hotline.
# untranslated
visitor-unreachable-heading = We cannot get through
# untranslated
visitor-unreachable-text = Something went wrong on our side. Please try again later, or call.
# untranslated
visitor-refused-busy = There are many writing right now. Please try again in a little while.
# untranslated
visitor-refused-nobody = No counsellor can receive your message yet. It has not been sent. Please try again later, or call us.
# untranslated
visitor-old-heading = This page is out of date
# untranslated
visitor-old-text = Please load the page again to go on.
# untranslated
visitor-core-heading = The page cannot start
# untranslated
visitor-core-text = The part that locks your messages could not be loaded. Nothing has been sent. Please load the page again, or call.
# untranslated
visitor-hidden-warning = You have been away. The conversation is hidden in { $count ->
    [one] { $count } second
   *[other] { $count } seconds
  }.
# untranslated
visitor-hidden-stay = Stay here
# untranslated
visitor-wiped-heading = The conversation is hidden
# untranslated
visitor-wiped-text = The page was out of sight for ten minutes, so the conversation was removed from this device. Come back with your number.
# untranslated
visitor-end = Finish and clear the page
visitor-keep = Bu konuşmayı sakla
visitor-keep-is-off = Konuşma saklanmıyor: okudukların sayfayı kapatınca yok olur.
visitor-keep-is-on = Konuşma saklanıyor. Numaran kimdeyse onu okuyabilir.
visitor-keep-heading = Konuşma saklansın mı?
visitor-keep-what = Bundan sonra okudukların ve yazdıkların sunucumuzda kilitli saklanır ve numaranla geri geldiğinde gösterilir.
visitor-keep-who = Biz okuyamayız. Sunucu kaç mesajın saklandığını ve yaklaşık uzunluklarını görür.
visitor-keep-risk = Numaranı ele geçiren ya da vermeye zorlayan herkes hepsini okuyabilir. Emin değilsen kapalı bırak.
visitor-keep-sure = Evet, bundan sonra sakla
visitor-keep-not = Hayır, olduğu gibi kalsın
visitor-keep-changing = Bir dakika: sunucuda değiştiriliyor.
visitor-keep-full = Yer doldu: daha yeni mesajlar saklanmıyor.
visitor-keep-off = Saklamayı durdur ve saklananları sil
visitor-keep-off-heading = Saklananlar silinsin mi?
visitor-keep-off-what = Saklananlar kalıcı olarak silinir ve artık bir şey saklanmaz. Konuşmanın kendisi sürer.
visitor-keep-off-sure = Evet, saklananları sil
visitor-burn = Şimdi her şeyi sil
visitor-burn-heading = Her şey silinsin mi?
visitor-burn-server = Sunucumuzda senin için saklanan her şey hemen ve kalıcı olarak silinir: mesajlar, okumadığın yanıtlar ve onların anahtarları.
visitor-burn-number = Numaran bundan sonra hiçbir yere götürmez. Kullanıldığını kimse göremez.
visitor-burn-staff = Danışmana konuşmanın bittiği bildirilir. Danışmanın okuduğu şeyler, yasa istediği sürece onun cihazında kilitli kalır.
visitor-burn-sure = Evet, her şeyi sil
visitor-burn-keep = Hayır, kalsın
visitor-busy-burn = Her şey siliniyor. Şu anda bağlantı yoksa, bağlantı gelir gelmez olur; o zamana kadar sayfayı açık tut.
visitor-burnt-heading = Silindi
visitor-burnt-gone = Artık olmayanlar
visitor-burnt-server = Sunucumuzda: her şey. Anahtarlar yok edildi bile; son izler bir dakika içinde dosyalardan çıkar.
visitor-burnt-page = Bu sayfada: konuşma ve anahtarları.
visitor-burnt-number = Numaran: artık hiçbir şey açmaz. Atabilirsin.
visitor-burnt-left = Silinmeyenler
visitor-burnt-staff = Danışmanın okudukları: yasa istediği sürece danışmanın cihazında kilitlidir.
visitor-burnt-history = Bu cihazın geçmişindeki ve bulunduğun ağın kayıtlarındaki ziyaret. Bunu biz silemeyiz.
# untranslated
staff-title = Console
# untranslated
staff-unlock-heading = Unlock
# untranslated
staff-unlock-import = Choose key file
# untranslated
staff-unlock-import-hint = Choose the key file you were given. It stays locked on this device.
# untranslated
staff-unlock-other = Use another key file
# untranslated
staff-unlock-passphrase = Passphrase
# untranslated
staff-unlock-go = Unlock
# untranslated
staff-unlock-working = Unlocking. This takes a few seconds.
# untranslated
staff-unlock-wrong = The passphrase does not fit this key file.
# untranslated
staff-unlock-bad-file = This is not a key file.
# untranslated
staff-unlock-no-file = Choose a key file first.
# untranslated
staff-unlock-refused = The server does not accept this key. It may have been revoked. Ask a supervisor.
# untranslated
staff-unlock-wrong-role = This key belongs to another console.
# untranslated
staff-unlock-have = A key file is ready on this device.
# untranslated
staff-case-first = First message
# untranslated
staff-lock = Lock
# untranslated
staff-stopped-heading = Stopped
# untranslated
staff-stopped-text = A check of keys or of the room failed. Nothing more is sent. Speak with a supervisor before you go on.
# untranslated
staff-queue-heading = Waiting
# untranslated
staff-queue-empty = Nobody is waiting.
# untranslated
staff-queue-count = { $count ->
    [one] { $count } person is waiting
   *[other] { $count } persons are waiting
  }
# untranslated
staff-card-waited = Has waited { $time }
# untranslated
staff-card-new = New
# untranslated
staff-card-returning = Has been here before
# untranslated
staff-card-language = Language: { $language }
# untranslated
staff-card-wants-woman = Wants a woman
# untranslated
staff-card-wants-man = Wants a man
# untranslated
staff-card-safe-no = Not safe to write now
# untranslated
staff-card-topic = Topic: { $topic }
# untranslated
staff-card-door = Door: { $door }
# untranslated
staff-card-unread = This card cannot be read with this key.
# untranslated
staff-card-take = Take it
# untranslated
staff-card-taking = Taking…
# untranslated
staff-card-taken = { $holder } has already taken this case.
# untranslated
staff-cases-heading = Your conversations
# untranslated
staff-cases-empty = You have no conversation yet.
# untranslated
staff-case-name = Conversation { $number }
# untranslated
staff-case-unread = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
  }
# untranslated
staff-case-live = Is here now
# untranslated
staff-case-away = Is not here now. Your answer waits.
# untranslated
staff-case-closed = Closed
staff-case-burnt = Sunucuda silindi: ziyaretçi sildi ya da kimse geri gelmedi.
# untranslated
staff-case-none = Choose a conversation.
# untranslated
staff-case-compose = Your answer
# untranslated
staff-case-empty = Write something first.
# untranslated
staff-case-close = Close the conversation
# untranslated
staff-case-close-sure = Yes, close it
# untranslated
staff-case-close-keep = No, keep it open
# untranslated
staff-case-members = In the conversation
# untranslated
staff-offer-heading = Offer an appointment
# untranslated
staff-offer-kind = Kind
# untranslated
staff-offer-date = Date
# untranslated
staff-offer-time = Time
# untranslated
staff-offer-length = Length
# untranslated
staff-offer-place = Place or number (only the visitor reads it)
# untranslated
staff-offer-send = Offer it
# untranslated
staff-offer-past = That time has passed.
# untranslated
staff-offer-bad = Fill in date and time.
# untranslated
staff-offer-move = Offer another time
# untranslated
staff-offer-move-send = Send the new time
# untranslated
staff-offer-call-off = Call it off
# untranslated
staff-offer-cancel = Do not change it
# untranslated
staff-calendar-heading = Calendar
# untranslated
staff-calendar-empty = No appointments in the next two weeks.
# untranslated
staff-calendar-date = Date
# untranslated
staff-calendar-time = Time
# untranslated
staff-calendar-who = Who
# untranslated
staff-calendar-state = State
# untranslated
staff-presence-heading = On duty
# untranslated
staff-presence-none = Nobody else is on duty.
# untranslated
staff-announce-message = New message
# untranslated
staff-announce-card = A new person is waiting
# untranslated
staff-slot-offered = Offered
# untranslated
staff-slot-accepted = Agreed
# untranslated
staff-slot-held = Held
# untranslated
staff-slot-no_show = Did not take place
# untranslated
staff-superseded-heading = The console was opened in another place
# untranslated
staff-core-heading = The part that locks the messages could not be loaded
# untranslated
staff-case-messages = Messages
# untranslated
staff-slot-called_off = Called off
# untranslated
board-heading = Board
# untranslated
board-waiting = Waiting now
# untranslated
board-oldest = Longest wait
# untranslated
board-nobody = Nobody
# untranslated
board-duty = On duty
# untranslated
board-duty-none = Nobody is on duty.
# untranslated
board-appointments = Appointments today
# untranslated
board-appointments-none = None today.
# untranslated
board-table-caption = Everyone who waits, the longest first
# untranslated
board-column-door = Door
# untranslated
board-column-waited = Has waited
# untranslated
board-column-kind = New or returning
# untranslated
board-column-state = State
# untranslated
board-column-name = Name
# untranslated
board-column-role = Role
# untranslated
board-updated = Updated { $time }
# untranslated
board-state-on_duty = on duty
# untranslated
board-state-paused = has a break

# untranslated
staff-offer-taken = That time is not free in your calendar. Offer another one.

# untranslated
staff-unlock-broken = This device has too little free memory to unlock.

# untranslated
visitor-busy-slow = While this goes on, the page cannot answer. If you must leave in this moment, close the tab.
