### العربية. جمل قصيرة وهادئة، بلا لوم وبلا أوصاف للشخص.
### For review by native speakers (see README).

## common

common-language = اللغة
common-language-da = الدنماركية
common-language-en = الإنجليزية
common-language-ar = العربية
common-language-tr = التركية
common-language-so = الصومالية
common-language-ur = الأردية
common-back = رجوع
common-loading = لحظة من فضلك…
common-role-visitor = أنت
common-role-counsellor = مستشار
common-role-supervisor = مشرف
common-role-mentor = مرشد
common-role-interpreter = مترجم
common-you = أنت
common-nobody-yet = لا يوجد مستشار بعد
common-member = { $name }، { $role }
common-visitor = زائر
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
   *[other] { $count } يومًا
  }
common-appointment-chat = محادثة كتابية
common-appointment-phone = مكالمة هاتفية
common-appointment-meeting = لقاء
common-appointment-heading = موعد
common-appointment-when = متى
common-appointment-length = المدة
common-appointment-place = أين
common-appointment-number = الرقم
common-appointment-state-offered = موعد مقترح، لم يُجَب عليه بعد
common-appointment-state-accepted = تم الاتفاق عليه
common-appointment-state-declined = مرفوض
common-appointment-state-moved = اقتُرح وقت جديد
common-appointment-state-called_off = أُلغي
common-time-zone = بتوقيت الدنمارك
common-offline = لا يوجد اتصال. نواصل المحاولة.
common-online = متصل
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
common-joined = انضم { $name } ({ $role }) إلى المحادثة.
common-left = غادر { $name } المحادثة.
common-mark-sending = جارٍ الإرسال
common-mark-sent = أُرسلت
common-mark-read = قُرئت
common-mark-unsent = لم تُرسل
common-told-own-cannot_write = أخبرتنا أنك لا تستطيع الكتابة الآن.
common-told-own-only_reading = أخبرتنا أنك تقرأ فقط.
common-told-cannot_write = الزائر لا يستطيع الكتابة الآن.
common-told-only_reading = الزائر يقرأ فقط.
common-appointment-state-asked = طُلب وقت آخر
common-topic-0 = أفضّل ألا أقول
common-topic-1 = تهديد أو خطر
common-topic-2 = مكان للسكن
common-topic-3 = مال أو ديون
common-topic-4 = عمل أو مدرسة
common-topic-5 = عائلة وأطفال
common-topic-6 = أفكار ومشاعر
common-topic-7 = شيء آخر
common-stopped-server = لم يستطع الخادم أن يثبت أنه تابع لهذا البرنامج.
common-stopped-roster = تعذّر التأكد من قائمة العاملين هنا.
common-stopped-room = ما قاله الخادم عمن هو في المحادثة غير متطابق.
common-stopped-equivocation = وصلت رسالتان مختلفتان مكان رسالة واحدة.
common-stopped-rollback = ربما استخدم شخص آخر الرقم نفسه، أو عرض الخادم نسخة قديمة.
common-not-sent = تعذّر الإرسال. ما زال نصك هنا. حاول مرة أخرى بعد لحظة.
common-delete-kept = احذف هذا
common-send = إرسال
common-too-long = { $count ->
    [one] الرسالة أطول من المسموح بحرف واحد.
    [two] الرسالة أطول من المسموح بحرفين.
    [few] الرسالة أطول من المسموح بـ { $count } أحرف.
   *[other] الرسالة أطول من المسموح بـ { $count } حرفًا.
  }

## leave

leave-now = غادر الصفحة
leave-skip = غادر هذه الصفحة الآن
leave-skip-content = انتقل إلى المحتوى
leave-hint = يمكنك أيضًا الضغط على مفتاح Shift ثلاث مرات.
leave-region = مغادرة الصفحة
leave-shift-two = ‏Shift. اضغط مرتين أخريين للمغادرة.
leave-shift-one = ‏Shift. اضغط مرة أخرى للمغادرة.
leave-shift-over = ما زلت في الصفحة.
leave-limits = زر «غادر الصفحة» يغلق هذه الصفحة فورًا. لكنه لا يمحو الزيارة من سجل هذا الجهاز ولا من سجل الشبكة التي تستخدمها.

## visitor: قبل المحادثة

visitor-first-heading = يمكنك أن تكتب هنا
visitor-first-1 = يمكنك أن تكتب إلى مستشار، عن نفسك أو عن شخص تقلق عليه.
visitor-first-2 = لا يلزمك أن تقول من أنت.
visitor-first-3 = لا يقرأ ما تكتبه إلا من يساعدك.
visitor-first-start = اكتب إلى مستشار
visitor-first-return = لدي رقم من قبل
visitor-danger = هل هناك شخص في خطر الآن؟
visitor-hotline = هل تفضّل أن تتكلم؟
visitor-hotline-hours = مفتوح { $hours }.
visitor-call = اتصل بالرقم { $number }

visitor-doors-heading = ما الموضوع؟
visitor-doors-intro = اختر الأقرب إليك. يمكنك أن تشرح بكلماتك لاحقًا.
visitor-doors-none = تعذّر عرض الخيارات حتى الآن. نواصل المحاولة. يمكنك أيضًا الاتصال بالهاتف.
visitor-door-open = مفتوح الآن
visitor-door-closed = مغلق الآن. يمكنك أن تكتب، وتبقى رسالتك محفوظة بأمان.
visitor-door-hours = الأوقات: { $hours }
visitor-door-answer = نجيب عادةً خلال { $time }.
visitor-door-choose = اختر

visitor-limits-heading = قبل أن تكتب
visitor-limits-intro = من حقك أن تعرف من يقرأ ما تكتبه، وأين تنتهي السرية عندنا.
visitor-limits-who = من يجيب
visitor-limits-who-text = يجيبك مستشار من البرنامج. ترى دائمًا من هو موجود في المحادثة. لا ينضم أحد دون أن تعلم.
visitor-limits-silence = نحفظ ما تقوله
visitor-limits-silence-text = على المستشارين واجب السرية (بالدنماركية: tavshedspligt). لا يجوز لهم أن ينقلوا ما تقوله: لا إلى عائلتك، ولا إلى من تعرفهم، ولا إلى الشرطة. هناك استثناءان.
visitor-limits-children = إذا كان طفل غير آمن
visitor-limits-children-text = إذا علم المستشار أن شخصًا دون الثامنة عشرة يتعرض للأذى أو لا يلقى الرعاية، فعليه أن يبلغ البلدية (underretningspligt).
visitor-limits-crime = إذا كانت حياة الناس في خطر
visitor-limits-crime-text = إذا علم المستشار أن هناك جريمة خطيرة يُخطَّط لها وتعرّض حياة الناس أو سلامتهم للخطر، فعليه أن يحاول منعها. قد يعني ذلك إبلاغ الشرطة (afværgepligt).
visitor-limits-ask = يمكنك دائمًا أن تسأل المستشار عن الحدود قبل أن تقول المزيد. أنت من يقرر ما تقوله عن نفسك.
visitor-limits-stored = ما الذي يُحفظ، وأين، وإلى متى
visitor-limits-stored-device = على هذا الجهاز: لا شيء. عندما تغلق الصفحة يختفي كل شيء.
visitor-limits-stored-server = على خادمنا: رسائلك وهي مقفلة. لا يملك الخادم المفتاح. تُحذف كل رسالة منه بعد قراءتها، وبعد نحو 30 يومًا إذا لم يقرأها أحد. لا يُحفظ عنوانك ولا اسمك.
visitor-limits-stored-staff = عند المستشار: المحادثة، مقفلة على جهازه، ما دامت القضية مفتوحة وما دام القانون يطلب ذلك بعدها.
visitor-limits-terms-undelivered = ما لا يقرؤه أحد يُحذف من الخادم بعد نحو { $count } يومًا.
visitor-limits-terms-idle = إذا لم تعد خلال نحو { $count } يومًا، يُحذف كل شيء على الخادم.
visitor-limits-terms-burn = تستطيع أن تحذف بنفسك كل ما على الخادم في أي وقت.
visitor-limits-stored-idle = إذا لم تعد خلال سنة، يُحذف كل شيء على الخادم.
visitor-limits-cannot = ما لا نستطيع حمايتك منه
visitor-limits-cannot-text = شخص ينظر إلى شاشتك. برنامج على هذا الجهاز يراقبك. جهة استولت على هذا الموقع وترسل إليك صفحة مزيفة.
visitor-limits-version = النسخة { $version } من هذا النص
visitor-limits-accept = قرأت هذا

visitor-wishes-heading = هل هناك ما ينبغي أن نعرفه؟
visitor-wishes-intro = يمكنك أن تترك كل هذا فارغًا. لا يقرؤه إلا المستشارون.
visitor-wishes-language = بأي لغة تفضّل أن تكتب؟
visitor-wishes-counsellor = مع من تفضّل أن تتحدث؟
visitor-wishes-any = لا فرق عندي
visitor-wishes-woman = امرأة
visitor-wishes-man = رجل
visitor-wishes-safe = هل الكتابة آمنة لك الآن؟
visitor-wishes-safe-yes = نعم
visitor-wishes-safe-no = لا
visitor-wishes-safe-unsaid = أفضّل ألا أقول
visitor-wishes-safe-hint = إن لم تكن الكتابة آمنة، فغادر الصفحة الآن. أهلًا بك في وقت أنسب لك. إن كان هناك خطر، فاتصل بالرقم 112.
visitor-wishes-topic = بماذا يتعلق الأمر غالبًا؟
visitor-wishes-go-on = تابع

visitor-write-heading = اكتب رسالتك الأولى
visitor-write-intro = لا يلزمك أن تشرح كل شيء الآن. تكفي كلمات قليلة.
visitor-write-names = أجّل ذكر الأسماء والعناوين، لك ولغيرك، إلى أن ترغب في مشاركتها.
visitor-write-label = رسالتك
visitor-write-empty = اكتب بضع كلمات أولًا.
visitor-write-send = إرسال

visitor-busy-heading = لحظة من فضلك
visitor-busy-keys = يجري إعداد مفاتيحك على هذا الجهاز. قد يستغرق ذلك نصف دقيقة على هاتف قديم.
visitor-busy-slow = أثناء ذلك لا تستطيع الصفحة أن تستجيب. إذا اضطررت إلى المغادرة في هذه اللحظة، فأغلق علامة التبويب.
visitor-busy-open = يجري قفل رسالتك وإرسالها.
visitor-busy-return = نبحث عن محادثتك.

## visitor: الرقم

visitor-code-heading = رقمك
visitor-code-intro = بهذا الرقم يمكنك العودة من أي هاتف أو حاسوب.
visitor-code-only = إنه الطريق الوحيد للعودة. لا يستطيع أحد أن يجده لك، ولن تراه إلا هنا.
visitor-code-like = يشبه ثلاثة أرقام هاتف، فيمكنك أن تحفظه على هذا الشكل.
visitor-code-group = الجزء { $part } من 3
visitor-code-hide = أخفِ الرقم
visitor-code-show = أظهر الرقم
visitor-code-hidden = الرقم مخفي.
visitor-code-copy = نسخ
visitor-code-copied = تم النسخ. قد ترى برامج أخرى على هذا الجهاز ما تم نسخه.
visitor-code-copy-failed = تعذّر النسخ. اكتبه عندك من فضلك.
visitor-code-type = اكتب الرقم لتتأكد من أنه معك
visitor-code-type-hint = المسافات لا تهم. يمكنك أيضًا لصقه.
visitor-code-check = تحقق وتابع
visitor-code-wrong = ليس هذا هو الرقم الظاهر هنا. قارنه رقمًا رقمًا.
visitor-code-aside-heading = لا تريد الاحتفاظ به؟
visitor-code-aside = أعرف أنني لا أستطيع العودة إلى هذه المحادثة بدون الرقم.
visitor-code-aside-go = تابع بدون الرقم

visitor-return-heading = أهلًا بعودتك
visitor-return-intro = اكتب الرقم الذي حصلت عليه في المرة السابقة.
visitor-return-label = رقمك
visitor-return-hint = ‏24 رقمًا. المسافات والشرطات لا تهم.
visitor-return-go = افتح محادثتي
visitor-return-empty = اكتب رقمك أولًا.
visitor-return-short = عدد الأرقام { $count }. يجب أن يكون 24.
visitor-return-mistyped = هناك رقم مكتوب خطأ. قارنه بما احتفظت به.
visitor-return-unknown = لا نعرف هذا الرقم. ربما حُذفت المحادثة. راجع الرقم، أو اكتب إلينا من جديد.
visitor-return-new = اكتب إلينا من جديد

## visitor: المحادثة

visitor-room-heading = محادثتك
visitor-room-messages = الرسائل
visitor-room-earlier = ما قرأته من قبل لا يُحفظ هنا.
visitor-waiting-heading = وصلت رسالتك
visitor-waiting-text = سيقرؤها مستشار. يمكنك أن تنتظر هنا، أو أن تغادر وتعود برقمك.
visitor-waiting-first = أنت التالي.
visitor-waiting-few = هناك عدد قليل قبلك.
visitor-waiting-many = يكتب إلينا كثيرون اليوم، لذلك قد يطول الانتظار.
visitor-waiting-closed = المستشارون ليسوا هنا الآن. رسالتك تنتظر حتى يعودوا.
visitor-waiting-opens = يعودون { $time }.
visitor-away = لا يلزمك أن تبقي الصفحة مفتوحة. الجواب ينتظرك.
visitor-members-heading = من في المحادثة
visitor-compose-label = رسالتك
visitor-cannot-write = لا أستطيع الكتابة الآن
visitor-only-reading = أنا أقرأ فقط
visitor-announce-message = رسالة جديدة من { $name }
visitor-announce-appointment = { $name } يقترح موعدًا
visitor-last-signed-in = كنت هنا آخر مرة يوم { $date }.

visitor-appointment-accept = نعم، يناسبني
visitor-appointment-decline = لا، شكرًا
visitor-appointment-move = أحتاج إلى وقت آخر
visitor-appointment-call-off = إلغاء الموعد
visitor-appointment-move-label = متى يناسبك؟
visitor-appointment-move-send = اطلب وقتًا آخر

## visitor: عندما يتوقف شيء

visitor-stopped-heading = توقفنا حفاظًا على سلامتك
visitor-stopped-text = لم تستطع هذه الصفحة أن تتأكد من أنها تتحدث مع الأشخاص الصحيحين. لن يُرسل شيء آخر من هنا.
visitor-stopped-do = اتصل بالخط الساخن وقل إن الصفحة توقفت. لا تكتب رقمك في صفحات أخرى.
visitor-closed-heading = هذه المحادثة مغلقة
visitor-closed-text = أغلق المستشار المحادثة. يمكنك أن تكتب إلينا من جديد متى شئت.
visitor-superseded-heading = فُتحت في مكان آخر
visitor-superseded-text = فُتحت محادثتك في صفحة أخرى أو على جهاز آخر، لذلك أُغلقت هنا. إن لم تكن أنت، فاتصل بالخط الساخن.
visitor-unreachable-heading = لا نستطيع الوصول
visitor-unreachable-text = حدث خطأ عندنا. حاول مرة أخرى لاحقًا، أو اتصل بالهاتف.
visitor-refused-busy = كثيرون يكتبون الآن. حاول مرة أخرى بعد قليل.
visitor-refused-nobody = لا يوجد بعد مستشار يستطيع استلام رسالتك. لم تُرسَل. حاول مرة أخرى لاحقًا، أو اتصل بنا.
visitor-old-heading = هذه الصفحة قديمة
visitor-old-text = أعد تحميل الصفحة للمتابعة.
visitor-core-heading = لا يمكن للصفحة أن تبدأ
visitor-core-text = تعذّر تحميل الجزء الذي يقفل رسائلك. لم يُرسل شيء. أعد تحميل الصفحة، أو اتصل بالهاتف.
visitor-hidden-warning = كنت بعيدًا عن الصفحة. ستُخفى المحادثة خلال { $count ->
    [one] ثانية واحدة
    [two] ثانيتين
    [few] { $count } ثوانٍ
   *[other] { $count } ثانية
  }.
visitor-hidden-stay = ابقَ هنا
visitor-wiped-heading = المحادثة مخفية
visitor-wiped-text = بقيت الصفحة غير ظاهرة عشر دقائق، فأُزيلت المحادثة من هذا الجهاز. عُد برقمك.
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
staff-case-burnt = حُذفت من الخادم: حذفها الزائر، أو لأن أحدًا لم يعد.
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
