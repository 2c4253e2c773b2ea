### العربية. جمل قصيرة وهادئة، بلا لوم وبلا أوصاف للشخص.
### For review by native speakers (see README).

## common

common-language = اللغة
common-back = رجوع
common-loading = لحظة من فضلك…
common-role-visitor = أنت
common-role-counsellor = مستشار/ة
common-role-supervisor = مشرف/ة
common-role-mentor = موجّه/ة
common-role-interpreter = مترجم/ة
common-role-parent-coach = مرشد/ة للأهل
common-you = أنت
common-nobody-yet = لا يوجد مستشار بعد
common-member = { $name }، { $role }
common-visitor = الزائر
common-weekday-1 = الاثنين
common-weekday-2 = الثلاثاء
common-weekday-3 = الأربعاء
common-weekday-4 = الخميس
common-weekday-5 = الجمعة
common-weekday-6 = السبت
common-weekday-7 = الأحد
common-month-1 = يناير
common-month-2 = فبراير
common-month-3 = مارس
common-month-4 = أبريل
common-month-5 = مايو
common-month-6 = يونيو
common-month-7 = يوليو
common-month-8 = أغسطس
common-month-9 = سبتمبر
common-month-10 = أكتوبر
common-month-11 = نوفمبر
common-month-12 = ديسمبر
common-date = { $weekday } { $day } { $month }
common-date-time = { $date }، الساعة { $time }
common-time-span = من { $start } إلى { $end }
common-minutes = { $count ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
   *[other] { $count } دقيقة
  }
common-hours = { $count ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
   *[other] { $count } ساعة
  }
common-days = { $count ->
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
  }
common-appointment-chat = محادثة كتابية
common-appointment-phone = مكالمة هاتفية
common-appointment-meeting = لقاء
common-appointment-heading = موعد
common-appointment-when = الوقت
common-appointment-length = المدة
common-appointment-place = المكان
common-appointment-number = الرقم
common-appointment-state-offered = مقترح، بلا جواب حتى الآن
common-appointment-state-accepted = متفق عليه
common-appointment-state-declined = مرفوض
common-appointment-state-moved = اقتُرح وقت جديد
common-appointment-state-called_off = ملغى
common-time-zone = بتوقيت الدنمارك
common-offline = لا يوجد اتصال. نواصل المحاولة.
common-online = الاتصال قائم
common-unreadable = تعذّر فتح إحدى الرسائل.
common-retracted = { $name }: سُحبت الرسالة
common-retract = اسحب الرسالة
common-expired = شيء مما كُتب هنا لم يُقرأ في الوقت المناسب، فحُذف من الخادم.
common-gap = { $count ->
    [one] لم تصل بعد رسالة واحدة من { $name }.
    [two] لم تصل بعد رسالتان من { $name }.
    [few] لم تصل بعد { $count } رسائل من { $name }.
   *[other] لم تصل بعد { $count } رسالة من { $name }.
  }
common-joined = { $name } ({ $role }) الآن في المحادثة.
common-left = لم تعد المحادثة تضم { $name }.
common-reopened = المحادثة مفتوحة من جديد.
common-downgrade = قال الخادم «غائب» خطأً. لذلك قُفلت رسالة بطريقة أضعف.
common-mark-sending = جارٍ الإرسال
common-mark-sent = أُرسلت
common-mark-read = قُرئت
common-mark-unsent = لم تُرسل
common-told-own-cannot_write = أخبرتنا أنه لا يمكنك الكتابة الآن.
common-told-own-only_reading = أخبرتنا أنك هنا للقراءة فقط.
common-told-cannot_write = لا يمكن للزائر الكتابة الآن.
common-told-only_reading = الزائر هنا للقراءة فقط.
common-appointment-state-asked = طُلب وقت آخر
common-appointment-state-missed = لم يتم الموعد. يمكن الاتفاق على وقت جديد
common-topic-0 = أفضّل عدم الإجابة
common-topic-1 = تهديد أو خطر
common-topic-2 = مكان للسكن
common-topic-3 = مال أو ديون
common-topic-4 = عمل أو مدرسة
common-topic-5 = عائلة وأطفال
common-topic-6 = أفكار ومشاعر
common-topic-7 = شيء آخر
common-stopped-server = لم يستطع الخادم أن يثبت أنه تابع لبرنامج المساعدة هذا.
common-stopped-roster = تعذّر التأكد من قائمة العاملين هنا.
common-stopped-room = معلومات الخادم عمّن في المحادثة لا تتفق بعضها مع بعض.
common-stopped-equivocation = وصلت رسالتان مختلفتان مكان رسالة واحدة.
common-stopped-rollback = ربما استخدم شخص آخر الرقم نفسه، أو عرض الخادم نسخة قديمة.
common-not-sent = تعذّر الإرسال. ما زال نصك هنا. الرجاء المحاولة مرة أخرى بعد لحظة.
common-delete-kept = احذف هذا
common-send = إرسال
common-too-long = { $count ->
    [one] الرسالة أطول من المسموح بحرف واحد.
    [two] الرسالة أطول من المسموح بحرفين.
    [few] الرسالة أطول من المسموح بـ { $count } أحرف.
    [many] الرسالة أطول من المسموح بـ { $count } حرفًا.
   *[other] الرسالة أطول من المسموح بـ { $count } حرف.
  }

## leave

leave-now = مغادرة الآن
leave-skip = مغادرة هذه الصفحة الآن
leave-hint = يمكنك أيضًا الضغط على مفتاح Shift ثلاث مرات.
leave-region = مغادرة هذه الصفحة
leave-shift-two = مفتاح Shift: ضغطتان أخريان للمغادرة.
leave-shift-one = مفتاح Shift: ضغطة أخرى للمغادرة.
leave-shift-over = أُوقفت المغادرة بمفتاح Shift.
leave-limits = زر «مغادرة الآن» يغلق هذه الصفحة فورًا. لكنه لا يستطيع أن يمحو الزيارة من سجل هذا الجهاز، ولا من سجل الشبكة المستخدمة.

## visitor: قبل المحادثة

visitor-first-heading = يمكنك الكتابة هنا
visitor-first-1 = يمكنك الكتابة إلى مستشار، عن نفسك أو عن شخص يقلقك أمره.
visitor-first-2 = لا يلزمك الكشف عن هويتك.
visitor-first-3 = لا يمكن أن يقرأ كلماتك إلا من يساعدونك.
visitor-first-start = الكتابة إلى مستشار
visitor-first-return = لدي رقم من مرة سابقة
visitor-quiet = الوضع الهادئ
visitor-quiet-text = يُخفي عمّن يراقب الشبكة هنا هل تجري الكتابة أثناء فتح هذه الصفحة، ولا يُخفي أنها فُتحت. تستغرق الرسائل بضع ثوانٍ، ويستهلك نحو 7 ميغابايت في الساعة في كل اتجاه.
visitor-quiet-wait = الوضع الهادئ مفعّل: قد يستغرق هذا دقيقة.
visitor-danger = هل هناك شخص في خطر الآن؟
visitor-hotline = هل التحدث بالهاتف أنسب لك؟
visitor-hotline-hours = مفتوح { $hours }.
visitor-call = الاتصال بالرقم { $number }

visitor-doors-heading = ما الموضوع؟
visitor-doors-intro = الرجاء اختيار الأنسب لك. يمكنك الشرح بكلماتك لاحقًا.
visitor-doors-none = تعذّر عرض الخيارات حتى الآن. نواصل المحاولة. يمكنك أيضًا الاتصال بالهاتف.
visitor-door-open = مفتوح الآن
visitor-door-closed = مغلق الآن. يمكنك الكتابة، ورسالتك تنتظر بأمان.
visitor-door-hours = الأوقات: { $hours }
visitor-door-answer = نجيب عادةً خلال هذه المدة: { $time }.
visitor-door-choose = اختيار

visitor-limits-heading = قبل الكتابة
visitor-limits-intro = ينبغي أن يكون واضحًا لك من يقرأ كلماتك، وأين تنتهي السرية عندنا.
visitor-limits-who = من يجيب
visitor-limits-who-text = يجيبك مستشار من برنامج المساعدة. يمكنك دائمًا رؤية من في المحادثة. لا ينضم إليها أحد دون إخبارك.
visitor-limits-silence = كلامك سرّ عندنا
visitor-limits-silence-text = على المستشارين واجب السرية (بالدنماركية: tavshedspligt). لا يجوز لهم أن ينقلوا كلامك: لا إلى عائلتك، ولا إلى معارفك، ولا إلى الشرطة. هناك استثناءان.
visitor-limits-children = إذا لم يكن طفل في أمان
visitor-limits-children-text = إذا علم المستشار أن شخصًا عمره أقل من 18 سنة يتعرض للأذى أو لا يلقى الرعاية، فيجب عليه أن يبلغ البلدية (underretningspligt).
visitor-limits-crime = إذا كانت حياة الناس في خطر
visitor-limits-crime-text = إذا علم المستشار أن هناك تخطيطًا لجريمة خطيرة تعرّض حياة الناس أو سلامتهم للخطر، فيجب عليه أن يحاول منعها. قد يعني ذلك إبلاغ الشرطة (afværgepligt).
visitor-limits-ask = يمكنك دائمًا سؤال المستشار أين تقع الحدود قبل أن تحكي المزيد. القرار لك في ما يُذكر هنا عن هويتك.
visitor-limits-stored = ما الذي يُحفظ، وأين، وإلى متى
visitor-limits-stored-device = على هذا الجهاز: لا شيء. عند إغلاق الصفحة يختفي كل شيء.
visitor-limits-stored-server = على خادمنا: رسائلك، مقفلة. ليس لدى الخادم مفتاح. تُحذف كل رسالة منه بعد قراءتها. لا يُحفظ عنوانك ولا اسمك.
visitor-limits-stored-staff = عند المستشار: المحادثة، مقفلة على جهاز المستشار نفسه.
visitor-limits-terms-undelivered = ما لا يقرؤه أحد بعد تولّي الحالة يُحذف من الخادم بعد نحو { $count } يومًا.
visitor-limits-terms-idle = إذا لم تعد خلال نحو { $count } يومًا، يُحذف كل شيء على الخادم.
visitor-limits-terms-closed = المحادثة المغلقة التي لا تفتحها تُحذف من الخادم بعد نحو { $count } يومًا.
visitor-limits-terms-record = عند المستشار تُحذف المحادثة بعد { $time } من إغلاق الحالة.
visitor-limits-terms-burn = تستطيع أن تحذف بنفسك كل ما على الخادم في أي وقت.
visitor-limits-cannot = ما لا نستطيع حمايتك منه
visitor-limits-cannot-text = شخص ينظر إلى شاشتك. تطبيق على هذا الجهاز يراقبك. شخص استولى على هذا الموقع ويرسل إليك صفحة مزيفة.
visitor-limits-version = الإصدار { $version } من هذا النص
visitor-limits-accept = قرأت هذا النص

visitor-wishes-heading = هل هناك ما ينبغي أن نعرفه؟
visitor-wishes-intro = يمكنك ترك كل هذا فارغًا. لا يمكن أن يقرأه إلا المستشارون.
visitor-wishes-language = ما اللغة التي تناسبك للكتابة؟
visitor-wishes-counsellor = مع من تناسبك الكتابة أكثر؟
visitor-wishes-any = لا فرق عندي
visitor-wishes-woman = امرأة
visitor-wishes-man = رجل
visitor-wishes-safe = هل الكتابة آمنة لك الآن؟
visitor-wishes-safe-yes = نعم
visitor-wishes-safe-no = لا
visitor-wishes-safe-unsaid = أفضّل عدم الإجابة
visitor-wishes-safe-hint = إن لم تكن الكتابة آمنة، فالرجاء مغادرة الصفحة الآن. أهلًا بك في وقت أنسب لك. إن كان هناك خطر، فالرجاء الاتصال بالرقم 112.
visitor-wishes-topic = ما الموضوع الأساسي؟
visitor-wishes-go-on = متابعة

visitor-write-heading = كتابة رسالتك الأولى
visitor-write-intro = لا يلزمك شرح كل شيء الآن. تكفي كلمات قليلة.
visitor-write-names = الرجاء تأجيل ذكر الأسماء والعناوين، الخاصة بك وبغيرك، إلى أن تكون لديك رغبة في مشاركتها.
visitor-write-label = رسالتك
visitor-write-empty = الرجاء كتابة بضع كلمات أولًا.
visitor-write-send = إرسال

visitor-busy-heading = لحظة من فضلك
visitor-busy-keys = يجري إعداد مفاتيحك على هذا الجهاز. قد يستغرق ذلك نصف دقيقة على هاتف قديم.
visitor-busy-slow = أثناء ذلك لا تستطيع الصفحة أن تستجيب. إذا اضطررت إلى المغادرة في هذه اللحظة، فالرجاء إغلاق علامة التبويب.
visitor-busy-open = يجري قفل رسالتك وإرسالها.
visitor-busy-return = نبحث عن محادثتك.
visitor-busy-work = كثيرون يكتبون إلينا الآن، لذلك يجري جهازك حسابا قصيرا أولا. بعد ذلك تُرسل رسالتك تلقائيا.
visitor-busy-work-progress = مقدار ما أُنجز
visitor-busy-work-slow = في هذا المتصفح قد يستغرق ذلك بضع دقائق، وتتأخر الصفحة في الاستجابة. إذا اضطررت إلى المغادرة في هذه اللحظة، فأغلق علامة التبويب.

## visitor: الرقم

visitor-code-heading = رقمك
visitor-code-intro = بهذا الرقم يمكنك العودة من أي هاتف أو حاسوب.
visitor-code-only = إنه الطريق الوحيد للعودة. لا يستطيع أحد أن يجده لك، ولا يظهر لك إلا هنا.
visitor-code-like = يشبه ثلاثة أرقام هواتف، فيمكنك حفظه على هذا الشكل.
visitor-code-group = الجزء { $part } من 3
visitor-code-hide = إخفاء الرقم
visitor-code-show = إظهار الرقم
visitor-code-hidden = الرقم مخفي.
visitor-code-copy = نسخ
visitor-code-copied = تم النسخ. قد ترى تطبيقات أخرى على هذا الجهاز ما تم نسخه.
visitor-code-copy-failed = تعذّر النسخ. الرجاء كتابة الرقم عندك.
visitor-code-type = الرجاء كتابة الرقم للتأكد من أنه معك
visitor-code-type-hint = المسافات لا تهم. يمكنك أيضًا لصقه.
visitor-code-check = التحقق والمتابعة
visitor-code-wrong = ليس هذا هو الرقم الظاهر هنا. الرجاء المقارنة خانة خانة.
visitor-code-aside-heading = ألا يناسبك الاحتفاظ به؟
visitor-code-aside = أفهم أنه لا يمكنني العودة إلى هذه المحادثة بدون الرقم.
visitor-code-aside-go = المتابعة بدون الرقم
visitor-code-form = كيف تريد أن تراه؟
visitor-code-form-digits = كرقم
visitor-code-form-da = كسبع كلمات دنماركية
visitor-code-form-en = كسبع كلمات إنجليزية
visitor-code-words-heading = كلماتك السبع
visitor-code-words-intro = بهذه الكلمات يمكنك العودة من أي هاتف أو حاسوب.
visitor-code-words-like = الكلمات والرقم مفتاح واحد: أيّ منهما يعيدك إلى هنا. احفظ الكلمات بهذا الترتيب. تكفي الأحرف الأربعة الأولى من كل كلمة.
visitor-code-words-hide = أخفِ الكلمات
visitor-code-words-show = أظهر الكلمات
visitor-code-words-hidden = الكلمات مخفية.
visitor-code-words-type = اكتب الكلمات لتتأكد من أنها معك
visitor-code-words-type-hint = تكفي الأحرف الأربعة الأولى من كل كلمة. يمكنك أيضًا لصقها.
visitor-code-words-wrong = ليست هذه هي الكلمات الظاهرة هنا. قارنها كلمة كلمة.

visitor-return-heading = أهلًا بعودتك
visitor-return-intro = الرجاء كتابة الرقم الذي حصلت عليه في المرة السابقة.
visitor-return-label = رقمك
visitor-return-hint = الرقم من 24 خانة. المسافات والشرطات لا تهم.
visitor-return-go = فتح محادثتي
visitor-return-empty = الرجاء كتابة رقمك أولًا.
visitor-return-short = عدد الخانات { $count }. يجب أن يكون 24.
visitor-return-mistyped = هناك خانة مكتوبة خطأ. الرجاء المقارنة بما احتفظت به.
visitor-return-unknown = هذا الرقم غير معروف لدينا. ربما حُذفت المحادثة. الرجاء التحقق من الرقم، أو الكتابة إلينا من جديد.
visitor-return-new = الكتابة إلينا من جديد
visitor-return-form = بماذا احتفظت؟
visitor-return-form-digits = رقم
visitor-return-form-words = سبع كلمات
visitor-return-words-intro = اكتب الكلمات التي حصلت عليها في المرة السابقة.
visitor-return-words-label = كلماتك السبع
visitor-return-words-hint = بالدنماركية أو الإنجليزية، وبينها مسافات. تكفي الأحرف الأربعة الأولى من كل كلمة.
visitor-return-words-mistyped = هناك كلمة مكتوبة خطأ، أو أن الكلمات ليست سبعًا. قارنها بما احتفظت به.

## visitor: المحادثة

visitor-room-heading = محادثتك
visitor-room-messages = الرسائل
visitor-room-earlier = ما قرأته من قبل لا يُحفظ هنا.
visitor-waiting-heading = وصلت رسالتك
visitor-waiting-text = سيقرؤها مستشار. يمكنك الانتظار هنا، أو المغادرة والعودة برقمك.
visitor-waiting-first = دورك هو التالي.
visitor-waiting-few = قبلك عدد قليل من الأشخاص.
visitor-waiting-many = يكتب إلينا كثيرون اليوم، لذلك قد يطول الانتظار.
visitor-waiting-closed = المستشارون ليسوا هنا الآن. رسالتك تنتظر حتى يعودوا.
visitor-waiting-opens = يعود المستشارون يوم { $time }.
visitor-away = لا يلزمك إبقاء الصفحة مفتوحة. الجواب ينتظرك.
visitor-members-heading = من في المحادثة
visitor-compose-label = رسالتك
visitor-cannot-write = لا يمكنني الكتابة الآن
visitor-only-reading = أنا هنا للقراءة فقط
visitor-announce-message = رسالة جديدة من { $name }
visitor-announce-appointment = موعد مقترح من { $name }
visitor-last-signed-in = كنت هنا آخر مرة يوم { $date }.
visitor-consent-ask = هل يجوز أن تصل كلماتك من الآن إلى { $name }؟
visitor-consent-yes = كلماتك من الآن تصل إلى { $name }.
visitor-consent-no = من الآن لا تصل كلماتك إلى { $name }، ولا يصلك شيء من { $name }.
visitor-consent-before = القرار لك: هل تصل كلماتك إلى { $name }؟
visitor-consent-holder = محادثتك الآن عند { $name }.
visitor-consent-heir = هل يتسلّم { $name } محادثتك؟ إن رفضت غادرها { $name }.
visitor-consent-what = لا يظهر ما كتبته من قبل لدى { $name } إلا إذا كتبته مرة أخرى. قبل موافقتك لا يمر شيء بينكما.
visitor-consent-counsellor = { $name }: مستشار/ة للحديث معك.
visitor-consent-supervisor = { $name }: مشرف/ة لإرشاد المستشارين.
visitor-consent-mentor = { $name }: موجّه/ة للمساعدة في أمور الحياة اليومية.
visitor-consent-interpreter = { $name }: مترجم/ة لترجمة كلامك.
visitor-consent-parent-coach = { $name }: مرشد/ة لمساعدة الأهل والأقارب.

visitor-appointment-accept = نعم، يناسبني
visitor-appointment-decline = لا، شكرًا
visitor-appointment-move = أحتاج إلى وقت آخر
visitor-appointment-call-off = إلغاء الموعد
visitor-appointment-move-label = ما الوقت الذي يناسبك؟
visitor-appointment-move-send = طلب وقت آخر

## visitor: عندما يتوقف شيء

visitor-stopped-heading = توقفنا حفاظًا على سلامتك
visitor-stopped-text = لم تستطع هذه الصفحة أن تتأكد من أنها تتصل بالأشخاص المقصودين. لن يُرسل من هنا أي شيء بعد الآن.
visitor-stopped-do = الرجاء الاتصال بالخط الساخن والقول إن الصفحة توقفت. الرجاء عدم كتابة رقمك في صفحات أخرى.
visitor-closed-heading = هذه المحادثة مغلقة
visitor-closed-text = أغلق المستشار المحادثة. يمكنك الكتابة إلينا من جديد متى شئت.
visitor-closed-ended = لقد أنهينا هذه المحادثة ولن تُفتح من جديد. ما زال بإمكانك قراءة ما هو مكتوب هنا، ويمكنك بدء محادثة جديدة.
visitor-reopen = طلب فتحها من جديد
visitor-superseded-heading = فُتحت في مكان آخر
visitor-superseded-text = فُتحت محادثتك في صفحة أخرى أو على جهاز آخر، لذلك أُغلقت هنا. إن فتحها شخص غيرك، فالرجاء الاتصال بالخط الساخن.
visitor-unreachable-heading = تعذّر الاتصال
visitor-unreachable-text = حدث خطأ عندنا. الرجاء المحاولة مرة أخرى لاحقًا، أو الاتصال بالهاتف.
visitor-refused-busy = كثيرون يكتبون الآن. الرجاء المحاولة مرة أخرى بعد قليل.
visitor-refused-nobody = لا يوجد حتى الآن مستشار يستطيع استلام رسالتك. لم تُرسل الرسالة. الرجاء المحاولة مرة أخرى لاحقًا، أو الاتصال بنا.
visitor-old-heading = هذه الصفحة قديمة
visitor-old-text = الرجاء إعادة تحميل الصفحة للمتابعة.
visitor-core-heading = لا يمكن للصفحة أن تبدأ
visitor-core-text = تعذّر تحميل الجزء الذي يقفل رسائلك. لم يُرسل شيء. الرجاء إعادة تحميل الصفحة، أو الاتصال بالهاتف.
visitor-hidden-warning = لقد غبت عن الصفحة. ستُخفى المحادثة بعد { $count ->
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $count } ثوانٍ
   *[other] { $count } ثانية
  }.
visitor-hidden-stay = البقاء هنا
visitor-wiped-heading = المحادثة مخفية
visitor-wiped-text = بقيت الصفحة غير ظاهرة عشر دقائق، فأُزيلت المحادثة من هذا الجهاز. يمكنك العودة برقمك.
visitor-end = إنهاء ومسح الصفحة
visitor-keep = احتفظ بهذه المحادثة
visitor-keep-is-off = المحادثة لا تُحفظ: ما قرأته يختفي حين تغلق الصفحة.
visitor-keep-is-on = المحادثة محفوظة. من لديه رقمك يستطيع قراءتها.
visitor-keep-heading = هل تريد حفظ المحادثة؟
visitor-keep-what = ما تقرؤه وتكتبه من الآن يُحفظ مقفلًا على خادمنا، ويظهر حين تعود برقمك.
visitor-keep-who = لا نستطيع قراءته. يرى الخادم عدد الرسائل المحفوظة وطولها التقريبي.
visitor-keep-risk = كل من يحصل على رقمك، أو يجبرك على إعطائه، يستطيع قراءة كل شيء. إن لم تكن متأكدًا، فاتركه متوقفًا.
visitor-keep-sure = نعم، احفظها من الآن
visitor-keep-not = لا، اترك الأمر كما هو
visitor-keep-changing = لحظة: يجري تغيير ذلك على الخادم.
visitor-keep-full = امتلأ الحفظ: الرسائل الأحدث لا تُحفظ.
visitor-keep-off = أوقف الحفظ واحذف المحفوظ
visitor-keep-off-heading = هل تريد حذف المحفوظ؟
visitor-keep-off-what = يُحذف المحفوظ نهائيًا ولا يُحفظ شيء بعد ذلك. أما المحادثة نفسها فتستمر.
visitor-keep-off-sure = نعم، احذف المحفوظ
visitor-burn = احذف كل شيء الآن
visitor-burn-heading = هل تريد حذف كل شيء؟
visitor-burn-server = كل ما يُحفظ لك على خادمنا يُحذف فورًا ونهائيًا: الرسائل، والردود التي لم تقرأها، ومفاتيحها.
visitor-burn-number = بعد ذلك لا يقود رقمك إلى أي شيء. ولا يستطيع أحد أن يرى أنه استُعمل.
visitor-burn-staff = يُخبَر المستشار بأن المحادثة انتهت. وما قرأه المستشار يبقى مقفلًا على جهازه ما دام القانون يطلب ذلك.
visitor-burn-sure = نعم، احذف كل شيء
visitor-burn-keep = لا، أبقِه
visitor-busy-burn = يجري حذف كل شيء. إن لم يكن هناك اتصال الآن، فسيحدث ذلك حالما يعود الاتصال؛ أبقِ الصفحة مفتوحة حتى ذلك الحين.
visitor-burnt-heading = تم الحذف
visitor-burnt-gone = ما لم يعد موجودًا
visitor-burnt-server = على خادمنا: كل شيء. أُتلفت المفاتيح بالفعل، وتختفي آخر الآثار من الملفات خلال دقيقة.
visitor-burnt-page = على هذه الصفحة: المحادثة ومفاتيحها.
visitor-burnt-number = رقمك: لم يعد يفتح شيئًا. يمكنك التخلص منه.
visitor-burnt-left = ما لم يُحذف
visitor-burnt-staff = ما قرأه المستشار: وهو مقفل على جهازه ما دام القانون يطلب ذلك.
visitor-burnt-history = الزيارة في سجل هذا الجهاز، وفي سجل الشبكة التي تستعملها. لا نستطيع إزالة ذلك.
visitor-receipt = إيصال بأنه لا شيء محفوظ تحت هذا الرقم
visitor-receipt-text = يوقّع الخادم أنه لا يحتفظ بأي شيء تحت هذا الرقم. إن بقي الإيصال على جهاز، عرف الآخرون أنك كنت هنا.
visitor-receipt-none = لا يمكن الحصول على إيصال الآن.

## staff: واجهة عمل المستشارين والمشرفين

staff-title = واجهة العمل
staff-unlock-heading = فتح القفل
staff-unlock-import = اختيار ملف المفتاح
staff-unlock-import-hint = الرجاء اختيار ملف المفتاح الذي سُلّم إليك. يبقى مقفلًا على هذا الجهاز.
staff-unlock-other = استخدام ملف مفتاح آخر
staff-unlock-passphrase = عبارة المرور
staff-unlock-go = فتح القفل
staff-unlock-working = يجري فتح القفل. يستغرق ذلك بضع ثوانٍ.
staff-unlock-wrong = عبارة المرور لا توافق ملف المفتاح هذا.
staff-unlock-bad-file = هذا ليس ملف مفتاح.
staff-unlock-no-file = الرجاء اختيار ملف مفتاح أولًا.
staff-unlock-refused = لا يقبل الخادم هذا المفتاح. ربما أُبطل. الرجاء سؤال أحد المشرفين.
staff-unlock-wrong-role = هذا المفتاح يخص واجهة عمل أخرى.
staff-unlock-have = يوجد ملف مفتاح جاهز على هذا الجهاز.
staff-lock = قفل
staff-stopped-heading = تم الإيقاف
staff-stopped-text = لم ينجح فحص المفاتيح أو فحص غرفة المحادثة. لن يُرسل أي شيء بعد الآن. الرجاء التحدث مع أحد المشرفين قبل المتابعة.
staff-queue-heading = في الانتظار
staff-queue-empty = لا أحد في الانتظار.
staff-queue-count = { $count ->
    [one] شخص واحد في الانتظار
    [two] شخصان في الانتظار
    [few] { $count } أشخاص في الانتظار
    [many] { $count } شخصًا في الانتظار
   *[other] { $count } شخص في الانتظار
  }
staff-card-waited = مدة الانتظار: { $time }
staff-card-new = حالة جديدة
staff-card-returning = سبق التواصل
staff-card-language = اللغة: { $language }
staff-card-wants-woman = الرغبة في الكتابة مع امرأة
staff-card-wants-man = الرغبة في الكتابة مع رجل
staff-card-safe-no = الكتابة غير آمنة الآن
staff-card-topic = الموضوع: { $topic }
staff-card-door = الباب: { $door }
staff-card-unread = لا يمكن قراءة هذه البطاقة بهذا المفتاح.
staff-card-take = تولّي الحالة
staff-card-taking = جارٍ التولّي…
staff-card-taken = هذه الحالة لدى { $holder } بالفعل.
staff-card-more = كُتب الكثير. يصل كله عند تولّي الحالة.
staff-cases-heading = محادثاتك
staff-cases-empty = لا توجد لديك محادثات بعد.
staff-case-name = المحادثة { $number }
staff-case-unread = { $count ->
    [one] رسالة جديدة واحدة
    [two] رسالتان جديدتان
    [few] { $count } رسائل جديدة
   *[other] { $count } رسالة جديدة
  }
staff-case-live = الزائر هنا الآن
staff-case-away = الزائر ليس هنا الآن. جوابك ينتظر.
staff-case-closed = مغلقة
staff-case-burnt = حُذفت من الخادم: حذفها الزائر، أو لأن أحدًا لم يعد.
staff-case-none = الرجاء اختيار محادثة.
staff-case-compose = جوابك
staff-case-empty = الرجاء كتابة شيء أولًا.
staff-case-close = إغلاق المحادثة
staff-case-close-sure = نعم، إغلاقها
staff-case-close-keep = لا، إبقاؤها مفتوحة
staff-case-members = من في المحادثة
staff-offer-heading = اقتراح موعد
staff-offer-kind = النوع
staff-offer-date = التاريخ
staff-offer-time = الوقت
staff-offer-length = المدة
staff-offer-place = المكان أو الرقم (لا يقرؤه إلا الزائر)
staff-offer-send = اقتراح
staff-offer-past = هذا الوقت قد مضى.
staff-offer-bad = الرجاء إدخال التاريخ والوقت.
staff-offer-move = اقتراح وقت آخر
staff-offer-move-send = إرسال الوقت الجديد
staff-offer-call-off = إلغاء الموعد
staff-offer-cancel = بلا تغيير
staff-offer-missed = لم يتم الموعد
staff-offer-add = إضافة وقت
staff-calendar-heading = التقويم
staff-calendar-empty = لا مواعيد في الأسبوعين القادمين.
staff-calendar-date = التاريخ
staff-calendar-time = الوقت
staff-calendar-who = عند من
staff-calendar-state = الوضع
staff-calendar-file = تنزيل كملف تقويم
staff-calendar-file-hint = لا يحتوي الملف إلا على الأوقات: بلا أسماء ولا حالات. احتفظ به على هذا الجهاز؛ فمن يرى تقويمك يرى متى تكون مشغولًا.
staff-presence-heading = في المناوبة
staff-presence-none = لا أحد غيرك في المناوبة.
staff-announce-message = رسالة جديدة
staff-announce-card = شخص جديد في الانتظار
staff-slot-offered = مقترح
staff-slot-accepted = متفق عليه
staff-slot-held = تم الموعد
staff-slot-no_show = لم يتم الموعد
staff-superseded-heading = فُتحت واجهة العمل في مكان آخر
staff-core-heading = تعذّر تحميل الجزء الذي يقفل الرسائل
staff-case-messages = الرسائل
staff-slot-called_off = ملغى
staff-part-talk = المحادثة مع الزائر
staff-case-parts = أجزاء الحالة
staff-notes-heading = ملاحظات بين الزملاء
staff-notes-who = لا يرى الزائر أبدًا ما يُكتب هنا.
staff-notes-empty = لا توجد ملاحظات بعد.
staff-notes-compose = ملاحظة للزملاء، وليست للزائر
staff-notes-share = مشاركة مع الزملاء
staff-notes-nobody = لا يوجد زميل في هذه المحادثة، فلا أحد لمشاركة ملاحظة معه.
staff-note-read-by = قرأها { $name }
staff-note-for-you = لك وحدك
staff-note-for = فقط إلى { $name }
staff-case-unconfirmed = لم يؤكد أي زميل أن هذا هو الشخص الذي كتب أولًا. الرجاء الحذر في ما يُقال إلى أن يتم التأكيد.
staff-case-unread-notes = { $count ->
    [one] ملاحظة جديدة واحدة
    [two] ملاحظتان جديدتان
    [few] { $count } ملاحظات جديدة
   *[other] { $count } ملاحظة جديدة
  }
staff-answer-asked = لم يجب الزائر بعد
staff-answer-yes = وافق الزائر
staff-answer-no = لم يوافق الزائر
staff-answer-blocked = حظره الزائر
staff-take-out = إخراج { $name }
staff-take-out-sure = نعم، إخراج
staff-take-out-keep = لا، دون إخراج
staff-bring-heading = إشراك زميل
staff-bring-who = من
staff-bring-words = كلمات لهذا الزميل وحده (يمكن تركها فارغة)
staff-bring-go = إشراك
staff-bring-hint = يُسأل الزائر. قبل موافقته لا يصل شيء مما يكتبه إلى من يُشرَك.
staff-bring-nobody = لا يوجد من يمكن إشراكه.
staff-bring-unconfirmed = لا يمكن إرفاق كلمات إلا بعد أن يؤكد زميل هوية الزائر.
staff-bring-refused = لا يمكن ذلك الآن. ما زال نصك هنا. الرجاء المحاولة مرة أخرى بعد لحظة.
staff-escalate-heading = طلب حضور مشرف
staff-escalate-why = سبب الطلب (لا يقرؤه إلا المشرف)
staff-escalate-empty = الرجاء كتابة السبب أولًا.
staff-escalate-days = ينضم المشرف لمدة { $time }: يقرأ ويكتب من الآن فصاعدًا ثم يغادر.
staff-escalate-go = طلب الحضور
staff-hand-heading = تسليم المحادثة
staff-hand-hint = يوافق الزميل أو يعتذر. بعد موافقته يُسأل الزائر: إن وافق الزائر خرجت أنت من المحادثة، وإن لم يوافق خرج الزميل.
staff-hand-go = عرض التسليم
staff-hand-offers = عروض التسلّم
staff-hand-own = عرضتها على { $name }
staff-hand-offered = يعرضها عليك { $name }
staff-hand-offered-hint = إذا وافقت تنضم إلى المحادثة فورًا، ويُسأل الزائر عن تسلّمك لها.
staff-hand-yes = نعم، أتسلّمها
staff-hand-no = لا، لا أتسلّمها
staff-hand-back = سحب العرض
staff-hand-over-declined = لم يتم التسلّم: كان الجواب بالرفض.
staff-hand-over-withdrawn = لم يتم التسلّم: سُحب العرض.
staff-hand-over-too_old = لم يتم التسلّم: لم يُجب أحد في الوقت المحدد.
staff-room-handed_over = قيد التسليم
staff-room-escalated = بانتظار نظر مشرف
staff-room-resting = متوقفة مؤقتًا
staff-room-returned = يطلب الزائر فتحها من جديد
staff-room-ended = منتهية نهائيًا
staff-look-asked = يطلب زميل من مشرف النظر في هذه المحادثة.
staff-look-unanswered = انتظر الزائر الرد مدة أطول مما ينبغي.
staff-look-gone = من لديه المحادثة غائب منذ مدة طويلة.
staff-set-escalated = طلب نظر مشرف فيها
staff-set-resting = إيقافها مؤقتًا
staff-set-resting-hint = تبقى متوقفة إلى أن يكتب الزائر؛ وحتى ذلك الحين لا أحد ينتظر ردًا.
staff-set-settled = تمت معالجة الأمر
staff-set-go-on = متابعتها
staff-set-ended = إنهاؤها نهائيًا
staff-set-closed = السماح للزائر بطلبها من جديد
staff-state-on_duty = في المناوبة
staff-state-paused = في استراحة
staff-state-away = غائب
staff-leave = مغادرة المحادثة
staff-leave-sure = نعم، مغادرة
staff-leave-keep = لا، بقاء
staff-leave-others = يبقى زملاؤك في المحادثة. بعد المغادرة لا يمكنك قراءة شيء منها.
staff-leave-alone = لا يوجد زميل فيها. بعد ذلك ينتظر الزائر مستشارًا من جديد.
staff-removed-by = أخرجك { $name } ({ $role }) من هذه المحادثة.
staff-removed = لم تعد في هذه المحادثة.
staff-left = غادرت هذه المحادثة.
staff-removed-nothing = لا يظهر هنا أي شيء منها بعد الآن.
staff-case-unheard = لم يوافق الزائر عليك. لا يمكنك الكتابة إلى الزائر.
staff-case-gone = خارج المحادثة
staff-case-reopen = فتح المحادثة من جديد
staff-failed-claim = لم يتم تولّي الحالة.
staff-failed-add = لم يُشرَك أحد.
staff-failed-takeover = لم يتم التسلّم.
staff-failed-remove = لم يغادر أحد المحادثة.
staff-failed-close = لم تُغلق المحادثة.
staff-failed-reopen = لم تُفتح المحادثة من جديد.
staff-failed-handover = لم يتم التسليم.
staff-failed-decline = لم يصل الجواب.
staff-failed-state = لم تتغيّر حالة المحادثة.
staff-failed-appointment = لم يتغيّر الموعد.
staff-why-not-allowed = هذا غير مسموح في وضع المحادثة الحالي.
staff-why-conflict = غيّر شخص آخر شيئًا في اللحظة نفسها. الرجاء النظر ثم المحاولة مرة أخرى.
staff-why-disconnected = انقطع الاتصال قبل وصول الجواب. الرجاء النظر ثم المحاولة مرة أخرى.
staff-why-full = لا مكان للمزيد.
staff-why-too-early = بحسب ساعة الخادم لم يبدأ الموعد بعد. لم يُبلَّغ أحد بشيء. هل ساعة هذا الجهاز صحيحة؟
staff-why-other = الرجاء المحاولة مرة أخرى بعد لحظة.
staff-announce-note = ملاحظة جديدة من زميل
staff-announce-added = تم إشراكك في محادثة
staff-announce-proposal = هناك تسلّم مقترح
staff-announce-offered = عُرضت عليك محادثة

## board: لوحة المتابعة للمشرفين

board-heading = لوحة المتابعة
board-waiting = في الانتظار الآن
board-oldest = أطول انتظار
board-nobody = لا أحد
board-duty = في المناوبة
board-duty-none = لا أحد في المناوبة.
board-appointments = مواعيد اليوم
board-appointments-none = لا مواعيد اليوم.
board-table-caption = كل من في الانتظار، الأطول انتظارًا أولًا
board-column-door = الباب
board-column-waited = مدة الانتظار
board-column-kind = جديدة أم سبق التواصل
board-column-state = الوضع
board-column-name = الاسم
board-column-role = الدور
board-updated = آخر تحديث: { $time }
board-state-on_duty = في المناوبة
board-state-paused = في استراحة
board-rooms = المحادثات التي تولّاها أحد
board-rooms-hint = يرى كل من في المحادثة انضمامك، ويُسأل الزائر عنك.
board-rooms-none = لا أحد لديه محادثة الآن.
board-room-holder = لدى { $name }
board-room-open = عرضها في الأسفل
board-room-join = انضمام ظاهر للجميع
board-room-stay = انضمام لمدة { $time }
board-propose = اقتراح تسلّم
board-propose-hint = يتم التسلّم عندما يوافق مشرف آخر. ومن لديه المحادثة يغادرها.
board-propose-who = من يتسلّم
board-proposals = عمليات تسلّم مقترحة
board-proposal = يقترح { $by } أن يتسلّم { $name } من { $holder }.
board-proposal-own = اقترحت أن يتسلّم { $name } من { $holder }. يجب أن يوافق مشرف آخر.
board-second = الموافقة على التسلّم
board-proposal-no = رفض التسلّم
board-unnamed = زميل لم يعد له وصول ({ $id })
board-leaver = عندما يغادر زميل
board-leaver-hint = تُنقل كل محادثات زميل واحد في خطوة واحدة. يجب أن يوافق مشرف آخر، إلا عند الإعادة إلى الانتظار.
board-leaver-who = من يغادر
board-leaver-queue = إعادة إلى الانتظار، أو إلى من بقي فيها
board-leaver-stays = إنهاء مشاركته في محادثات الآخرين أيضًا
board-leaver-look = عرض ما لديه
board-leaver-go = نقلها كلها
board-leaver-ask = هل تُنقل كل محادثات { $name }؟
board-leaver-sure = نعم، انقلها
board-leaver-keep = لا، اتركها
board-leaver-found = المحادثات لدى { $name }: { $holds }. محادثات أخرى يشارك فيها: { $stays }.
board-leaver-under-way = يجري نقل محادثات { $name }.
board-leaver-result = محادثات { $name }: تم { $done }، وبقي كما كان { $left }.
board-leaver-left = المحادثات: { $count }. { $reason }
board-leaver-why-proposed = هذا مقترح من قبل.
board-leaver-why-closed = المحادثة مغلقة. افتحها من جديد أولًا.
board-leaver-why-full = لا يمكن نقل المزيد دفعة واحدة. أعد ذلك بعدها.
board-batch = يقترح { $by } أن يتسلّم { $name } من محادثات { $holder } ما عدده { $count }.
board-batch-own = اقترحت أن يتسلّم { $name } من محادثات { $holder } ما عدده { $count }. يجب أن يوافق مشرف آخر.
board-batch-yes = الموافقة على الكل
board-batch-no = رفض الكل
board-batch-back = سحب الكل
board-figures = الأرقام
board-figures-hint = بالخمسات الكاملة مقرّبة إلى الأدنى. { $few } تعني أقل من خمسة، وربما لا شيء. الأيام بالتوقيت العالمي، ولا يُعرض اليوم.
board-figures-from = من
board-figures-days = أيام (لا أكثر من { $count })
board-figures-show = عرض الأرقام
board-figures-none = لا أرقام لهذه الأيام.
board-figures-caption = عدد المحادثات، كل يوم انتهى، عند كل باب
board-figures-day = اليوم
board-figure-opened = فُتحت
board-figure-claimed_quarter = تولّاها أحد خلال 15 دقيقة
board-figure-claimed_hour = خلال ساعة
board-figure-claimed_4_hours = خلال 4 ساعات
board-figure-claimed_day = خلال يوم
board-figure-claimed_later = بعد ذلك
board-figure-returned = عادت (إلى الانتظار، أو طُلب فتحها من جديد)
board-figure-closed = أُغلقت
board-acts = ما فعله الزملاء
board-acts-hint = دون ذكر المحادثة أبدًا. يقوم كل سطر على ما قبله، وهذا الجهاز يتحقق من ذلك؛ وإن لم يصح سطر توقّف.
board-acts-read = قراءة القائمة
board-acts-save = حفظ الكل في ملف
board-acts-checked = تم التحقق حتى الرقم { $number }.
board-acts-known = وهي تتابع ما قُرئ من قبل.
board-acts-filter = عرض فقط
board-acts-everybody = الجميع
board-acts-caption = الأحدث أولًا، لا أكثر من { $count }
board-acts-number = الرقم
board-acts-act = ماذا
board-acts-actor = من
board-acts-second = وقّع ثانيًا
board-acts-subject = عمّن
board-act-claim = تولّى محادثة
board-act-add = أشرك أحدًا
board-act-takeover = جعل أحدًا يتسلّم
board-act-remove = أخرج أحدًا
board-act-close = أغلق
board-act-reopen = فتح من جديد
board-act-handover = سلّم
board-act-propose = اقترح
board-act-decline = رفض
board-act-escalate = طلب مشرفًا
board-act-rest = تركها ساكنة
board-act-end = أنهاها نهائيًا
board-act-lift = ألغى ذلك الإنهاء
board-act-settle = سوّاها

## staff

staff-offer-taken = هذا الوقت غير متاح في تقويمك. الرجاء اقتراح وقت آخر.
staff-unlock-broken = الذاكرة المتاحة على هذا الجهاز لا تكفي لفتح القفل.
