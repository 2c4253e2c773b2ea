### اردو۔ مختصر اور پُرسکون جملے۔ کوئی الزام نہیں۔ نہ شخص کے لیے کوئی لیبل، نہ ماحول کے لیے۔
### For review by native speakers (see README).

## common: both sides

common-language = زبان
common-back = واپس
common-loading = ایک لمحہ…
common-role-visitor = آپ
common-role-counsellor = کونسلر
common-role-supervisor = سپروائزر
common-role-mentor = مینٹور
common-role-interpreter = ترجمان
common-role-parent-coach = والدین کے کوچ
common-you = آپ
common-nobody-yet = ابھی کوئی کونسلر نہیں
common-member = { $name }، { $role }
common-visitor = وزیٹر
common-weekday-1 = پیر
common-weekday-2 = منگل
common-weekday-3 = بدھ
common-weekday-4 = جمعرات
common-weekday-5 = جمعہ
common-weekday-6 = ہفتہ
common-weekday-7 = اتوار
common-month-1 = جنوری
common-month-2 = فروری
common-month-3 = مارچ
common-month-4 = اپریل
common-month-5 = مئی
common-month-6 = جون
common-month-7 = جولائی
common-month-8 = اگست
common-month-9 = ستمبر
common-month-10 = اکتوبر
common-month-11 = نومبر
common-month-12 = دسمبر
common-date = { $weekday }، { $day } { $month }
common-date-time = { $date }، { $time } بجے
common-time-span = { $start } سے { $end } تک
common-minutes = { $count ->
    [one] { $count } منٹ
   *[other] { $count } منٹ
  }
common-hours = { $count ->
    [one] { $count } گھنٹہ
   *[other] { $count } گھنٹے
  }
common-days = { $count ->
    [one] { $count } دن
   *[other] { $count } دن
  }
common-appointment-chat = چیٹ
common-appointment-phone = فون کال
common-appointment-meeting = آمنے سامنے ملاقات
common-appointment-heading = ملاقات کا وقت
common-appointment-when = کب
common-appointment-length = کتنی دیر
common-appointment-place = کہاں
common-appointment-number = نمبر
common-appointment-state-offered = پیش کیا گیا، ابھی جواب نہیں آیا
common-appointment-state-accepted = طے ہو گیا
common-appointment-state-declined = قبول نہیں کیا گیا
common-appointment-state-moved = نیا وقت پیش کیا گیا ہے
common-appointment-state-called_off = منسوخ کر دیا گیا
common-time-zone = ڈنمارک کا وقت
common-offline = کنکشن نہیں ہے۔ ہم بار بار کوشش کر رہے ہیں۔
common-online = کنکشن ہے
common-unreadable = ایک پیغام کھل نہیں سکا۔
common-retracted = { $name }: واپس لے لیا گیا
common-retract = واپس لیں
common-expired = یہاں لکھی گئی کوئی بات وقت پر نہیں پڑھی گئی، اور سرور سے مٹا دی گئی ہے۔
common-gap = { $count ->
    [one] { $name } کا { $count } پیغام ابھی تک نہیں پہنچا۔
   *[other] { $name } کے { $count } پیغامات ابھی تک نہیں پہنچے۔
  }
common-joined = { $name } ({ $role }) اب بات چیت میں شامل ہیں۔
common-left = { $name } نے بات چیت چھوڑ دی ہے۔
common-reopened = بات چیت دوبارہ کھل گئی ہے۔
common-downgrade = سرور نے غلط بتایا کہ کوئی ”موجود نہیں“۔ اس لیے ایک پیغام پر کمزور تالا لگا۔
common-mark-sending = بھیجا جا رہا ہے
common-mark-sent = بھیج دیا گیا
common-mark-read = پڑھ لیا گیا
common-mark-unsent = نہیں بھیجا گیا
common-told-own-cannot_write = آپ نے بتایا ہے کہ ابھی آپ کے لیے لکھنا ممکن نہیں۔
common-told-own-only_reading = آپ نے بتایا ہے کہ آپ کو ابھی صرف پڑھنا ہے۔
common-told-cannot_write = وزیٹر کے لیے ابھی لکھنا ممکن نہیں۔
common-told-only_reading = وزیٹر ابھی صرف پڑھ رہے ہیں۔
common-appointment-state-asked = کوئی اور وقت مانگا گیا ہے
common-topic-0 = نہ بتانا بہتر لگتا ہے
common-topic-1 = دھمکیاں یا خطرہ
common-topic-2 = رہنے کی جگہ
common-topic-3 = پیسے یا قرض
common-topic-4 = کام یا اسکول
common-topic-5 = خاندان اور بچے
common-topic-6 = خیالات اور احساسات
common-topic-7 = کوئی اور بات
common-stopped-server = سرور یہ نہیں دکھا سکا کہ وہ اسی پروگرام کا ہے۔
common-stopped-roster = یہاں کام کرنے والوں کی فہرست کی تصدیق نہیں ہو سکی۔
common-stopped-room = بات چیت میں کون شامل ہے، اس بارے میں سرور کی بتائی ہوئی باتیں آپس میں نہیں ملتیں۔
common-stopped-equivocation = ایک پیغام کی جگہ دو مختلف پیغامات آئے۔
common-stopped-rollback = ہو سکتا ہے کسی اور نے یہی نمبر استعمال کیا ہو، یا سرور نے پرانی کاپی دکھائی ہو۔
common-not-sent = یہ بھیجا نہیں جا سکا۔ آپ کی تحریر اب بھی یہاں ہے۔ ایک لمحے بعد دوبارہ کوشش کریں۔
common-delete-kept = یہ مٹا دیں
common-send = بھیجیں
common-too-long = { $count ->
    [one] پیغام حد سے { $count } حرف زیادہ لمبا ہے۔
   *[other] پیغام حد سے { $count } حروف زیادہ لمبا ہے۔
  }

## leave: the way out of the page

leave-now = ابھی نکلیں
leave-skip = اس صفحے سے ابھی نکلیں
leave-hint = یا تین بار Shift دبائیں۔
leave-region = اس صفحے سے نکلیں
leave-shift-two = نکلنے کے لیے Shift دو بار اور دبائیں۔
leave-shift-one = نکلنے کے لیے Shift ایک بار اور دبائیں۔
leave-shift-over = آپ ابھی اسی صفحے پر ہیں۔ Shift سے نکلنا رک گیا۔
leave-limits = ”ابھی نکلیں“ سے یہ صفحہ فوراً بند ہو جاتا ہے۔ لیکن اس سے آپ کا یہاں آنا اس ڈیوائس کی ہسٹری سے نہیں مٹ سکتا، اور نہ اس نیٹ ورک کے ریکارڈ سے جس پر آپ ہیں۔

## visitor: before the conversation

visitor-first-heading = یہاں اپنی بات لکھی جا سکتی ہے
visitor-first-1 = آپ چاہیں تو کسی کونسلر کو لکھیں، اپنے بارے میں یا کسی ایسے شخص کے بارے میں جس کی آپ کو فکر ہے۔
visitor-first-2 = یہ بتانا ضروری نہیں کہ آپ کون ہیں۔
visitor-first-3 = آپ جو لکھیں، اسے صرف وہی لوگ پڑھ سکتے ہیں جو آپ کی مدد کرتے ہیں۔
visitor-first-start = کونسلر کو لکھیں
visitor-first-return = میرے پاس پہلے کا نمبر ہے
visitor-quiet = خاموش موڈ
visitor-quiet-text = یہ یہاں کے نیٹ ورک پر نظر رکھنے والے سے چھپاتا ہے کہ صفحہ کھلا ہونے کے دوران آپ لکھ رہے ہیں یا نہیں، لیکن یہ نہیں چھپاتا کہ صفحہ کھولا گیا۔ پیغامات میں چند سیکنڈ لگتے ہیں، اور ہر سمت فی گھنٹہ تقریباً 7 MB خرچ ہوتے ہیں۔
visitor-quiet-wait = خاموش موڈ چل رہا ہے: اس میں ایک منٹ لگ سکتا ہے۔
visitor-danger = کیا اس وقت کوئی خطرے میں ہے؟
visitor-hotline = کیا آپ کو فون پر بات کرنا بہتر لگے گا؟
visitor-hotline-hours = کھلنے کے اوقات: { $hours }۔
visitor-call = { $number } پر فون کریں

visitor-doors-heading = بات کس بارے میں ہے؟
visitor-doors-intro = جو سب سے زیادہ ٹھیک لگے، وہ چنیں۔ بعد میں اپنے الفاظ میں بھی بتایا جا سکتا ہے۔
visitor-doors-none = چننے کی فہرست ابھی نہیں دکھائی جا سکی۔ ہم بار بار کوشش کر رہے ہیں۔ فون بھی کیا جا سکتا ہے۔
visitor-door-open = ابھی کھلا ہے
visitor-door-closed = ابھی بند ہے۔ پھر بھی لکھا جا سکتا ہے، آپ کا پیغام حفاظت سے انتظار کرے گا۔
visitor-door-hours = اوقات: { $hours }
visitor-door-answer = ہم عموماً { $time } کے اندر جواب دیتے ہیں۔
visitor-door-choose = چنیں

visitor-limits-heading = لکھنے سے پہلے
visitor-limits-intro = آپ کو معلوم ہونا چاہیے کہ آپ کا لکھا ہوا کون پڑھتا ہے، اور ہماری رازداری کہاں ختم ہوتی ہے۔
visitor-limits-who = جواب کون دیتا ہے
visitor-limits-who-text = اس پروگرام کے ایک کونسلر آپ کو جواب دیتے ہیں۔ آپ کو ہمیشہ نظر آتا ہے کہ بات چیت میں کون شامل ہے۔ آپ کو بتائے بغیر کوئی شامل نہیں ہوتا۔
visitor-limits-silence = ہم بات اپنے تک رکھتے ہیں
visitor-limits-silence-text = کونسلروں پر رازداری کا فرض ہے (ڈینش میں: tavshedspligt)۔ انہیں اجازت نہیں کہ وہ آپ کی بتائی ہوئی بات آگے کسی کو بتائیں: نہ آپ کے خاندان کو، نہ آپ کے جاننے والوں کو، اور نہ پولیس کو۔ لیکن دو صورتیں اس سے الگ ہیں۔
visitor-limits-children = اگر کوئی بچہ محفوظ نہ ہو
visitor-limits-children-text = اگر کسی کونسلر کو معلوم ہو کہ 18 سال سے کم عمر کے کسی فرد کو نقصان پہنچ رہا ہے یا اس کی دیکھ بھال نہیں ہو رہی، تو کونسلر پر لازم ہے کہ وہ بلدیہ (kommune) کو بتائیں۔ اسے ڈینش میں underretningspligt کہتے ہیں۔
visitor-limits-crime = اگر لوگوں کی جان خطرے میں ہو
visitor-limits-crime-text = اگر کسی کونسلر کو معلوم ہو کہ کسی ایسے سنگین جرم کا منصوبہ ہے جس سے لوگوں کی جان یا سلامتی خطرے میں پڑتی ہے، تو کونسلر پر لازم ہے کہ وہ اسے روکنے کی کوشش کریں۔ اس کا مطلب یہ ہو سکتا ہے کہ پولیس کو بتایا جائے۔ اسے ڈینش میں afværgepligt کہتے ہیں۔
visitor-limits-ask = مزید بتانے سے پہلے کونسلر سے ہمیشہ پوچھا جا سکتا ہے کہ یہ حدیں کہاں ہیں۔ آپ کون ہیں، اس بارے میں کیا بتانا ہے، یہ فیصلہ آپ کا ہے۔
visitor-limits-stored = کیا رکھا جاتا ہے، کہاں اور کتنے عرصے تک
visitor-limits-stored-device = اس ڈیوائس پر: کچھ نہیں۔ جب آپ صفحہ بند کریں تو سب ختم ہو جاتا ہے۔
visitor-limits-stored-server = ہمارے سرور پر: آپ کے پیغامات، تالے میں بند۔ سرور کے پاس چابی نہیں ہے۔ ہر پیغام پڑھے جانے پر وہاں سے مٹا دیا جاتا ہے، اور اگر کوئی اسے نہ پڑھے تو تقریباً 30 دن بعد۔ آپ کا پتہ اور آپ کا نام نہیں رکھا جاتا۔
visitor-limits-stored-staff = کونسلر کے پاس: بات چیت، کونسلر کی اپنی ڈیوائس پر تالے میں بند۔
visitor-limits-terms-undelivered = جو کوئی نہ پڑھے وہ تقریباً { $count } دن بعد سرور سے مٹا دیا جاتا ہے۔
visitor-limits-terms-idle = اگر آپ تقریباً { $count } دن واپس نہ آئیں تو سرور پر سب کچھ مٹا دیا جاتا ہے۔
visitor-limits-terms-closed = بند گفتگو جسے آپ نہ کھولیں، تقریباً { $count } دن بعد سرور سے مٹا دی جاتی ہے۔
visitor-limits-terms-record = کونسلر کے پاس بات چیت معاملہ بند ہونے کے { $time } بعد مٹا دی جاتی ہے۔
visitor-limits-terms-burn = آپ جب چاہیں سرور پر موجود سب کچھ خود مٹا سکتے ہیں۔
visitor-limits-cannot = ہم آپ کو ان چیزوں سے نہیں بچا سکتے
visitor-limits-cannot-text = کوئی شخص جو آپ کی اسکرین دیکھتا ہے۔ اس ڈیوائس پر کوئی ایپ جو آپ پر نظر رکھتی ہے۔ کوئی شخص جس نے اس ویب سائٹ پر قبضہ کر لیا ہے اور آپ کو جعلی صفحہ بھیجتا ہے۔
visitor-limits-version = اس تحریر کا ورژن { $version }
visitor-limits-accept = میں نے یہ پڑھ لیا ہے

visitor-wishes-heading = کیا کوئی بات ہے جو ہمیں معلوم ہونی چاہیے؟
visitor-wishes-intro = یہ سب خالی چھوڑا جا سکتا ہے۔ اسے صرف کونسلر پڑھ سکتے ہیں۔
visitor-wishes-language = آپ کو کس زبان میں لکھنا اچھا لگے گا؟
visitor-wishes-counsellor = آپ کو کس کے ساتھ لکھ کر بات کرنا اچھا لگے گا؟
visitor-wishes-any = کوئی فرق نہیں پڑتا
visitor-wishes-woman = خاتون
visitor-wishes-man = مرد
visitor-wishes-safe = کیا اس وقت لکھنا آپ کے لیے محفوظ ہے؟
visitor-wishes-safe-yes = جی ہاں
visitor-wishes-safe-no = جی نہیں
visitor-wishes-safe-unsaid = نہ بتانا بہتر لگتا ہے
visitor-wishes-safe-hint = اگر محفوظ نہیں ہے تو ابھی نکلیں۔ جب وقت آپ کے لیے بہتر ہو، یہاں آپ کا خیر مقدم ہے۔ اگر خطرہ ہو تو 112 پر فون کریں۔
visitor-wishes-topic = بات زیادہ تر کس بارے میں ہے؟
visitor-wishes-go-on = آگے بڑھیں

visitor-write-heading = اپنا پہلا پیغام لکھیں
visitor-write-intro = ابھی سب کچھ سمجھانا ضروری نہیں۔ چند الفاظ کافی ہیں۔
visitor-write-names = نام اور پتے، اپنے بھی اور دوسروں کے بھی، ابھی رہنے دیں۔ جب آپ کا دل چاہے، تب بتائیں۔
visitor-write-label = آپ کا پیغام
visitor-write-empty = پہلے چند الفاظ لکھیں۔
visitor-write-send = بھیجیں

visitor-busy-heading = ایک لمحہ
visitor-busy-keys = آپ کی چابیاں اسی ڈیوائس پر بنائی جا رہی ہیں۔ پرانے فون پر اس میں آدھا منٹ لگ سکتا ہے۔
visitor-busy-slow = اس دوران صفحہ جواب نہیں دے سکتا۔ اگر آپ کو اسی لمحے نکلنا پڑے تو ٹیب بند کر دیں۔
visitor-busy-work = اس وقت بہت سے لوگ ہمیں لکھ رہے ہیں۔ اس لیے آپ کے آلے کو پہلے تھوڑا سا حساب کرنا ہے۔ اس کے بعد آپ کا پیغام خود بخود چلا جائے گا۔
visitor-busy-work-progress = کتنا ہو چکا ہے
visitor-busy-work-slow = اس براؤزر میں چند منٹ لگ سکتے ہیں اور صفحہ دیر سے جواب دیتا ہے۔ اگر آپ کو اسی وقت جانا پڑے تو ٹیب بند کر دیں۔
visitor-busy-open = آپ کے پیغام پر تالا لگا کر اسے بھیجا جا رہا ہے۔
visitor-busy-return = ہم آپ کی بات چیت ڈھونڈ رہے ہیں۔

## visitor: the number

visitor-code-heading = آپ کا نمبر
visitor-code-intro = اس نمبر سے کسی بھی فون یا کمپیوٹر پر واپس آیا جا سکتا ہے۔
visitor-code-only = واپسی کا یہی ایک راستہ ہے۔ کوئی اسے آپ کے لیے ڈھونڈ نہیں سکتا، اور یہ آپ کو صرف یہیں نظر آتا ہے۔
visitor-code-like = یہ تین فون نمبروں جیسا لگتا ہے، اس لیے اسے فون نمبروں کی طرح رکھا جا سکتا ہے۔
visitor-code-group = 3 میں سے حصہ { $part }
visitor-code-hide = نمبر چھپائیں
visitor-code-show = نمبر دکھائیں
visitor-code-hidden = نمبر چھپا ہوا ہے۔
visitor-code-copy = کاپی کریں
visitor-code-copied = کاپی ہو گیا۔ ہو سکتا ہے اس ڈیوائس کی دوسری ایپس کاپی کی ہوئی چیز دیکھ لیں۔
visitor-code-copy-failed = کاپی نہیں ہو سکا۔ براہِ کرم اسے لکھ لیں۔
visitor-code-type = نمبر لکھ کر دیکھ لیں کہ یہ آپ کے پاس ہے
visitor-code-type-hint = خالی جگہوں سے فرق نہیں پڑتا۔ اسے پیسٹ بھی کیا جا سکتا ہے۔
visitor-code-check = جانچیں اور آگے بڑھیں
visitor-code-wrong = یہ وہ نمبر نہیں جو یہاں دکھایا گیا ہے۔ ایک ایک ہندسہ ملا کر دیکھیں۔
visitor-code-aside-heading = کیا نمبر نہیں رکھنا؟
visitor-code-aside = مجھے معلوم ہے کہ نمبر کے بغیر اس بات چیت میں میری واپسی ممکن نہیں۔
visitor-code-aside-go = نمبر کے بغیر آگے بڑھیں
visitor-code-form = آپ اسے کیسے دیکھنا چاہتے ہیں؟
visitor-code-form-digits = نمبر کی صورت میں
visitor-code-form-da = سات ڈینش الفاظ کی صورت میں
visitor-code-form-en = سات انگریزی الفاظ کی صورت میں
visitor-code-words-heading = آپ کے سات الفاظ
visitor-code-words-intro = ان الفاظ سے آپ کسی بھی فون یا کمپیوٹر سے واپس آ سکتے ہیں۔
visitor-code-words-like = الفاظ اور نمبر ایک ہی کنجی ہیں: دونوں میں سے کسی سے بھی آپ واپس آ سکتے ہیں۔ الفاظ کو اسی ترتیب میں محفوظ رکھیں۔ ہر لفظ کے پہلے چار حروف کافی ہیں۔
visitor-code-words-hide = الفاظ چھپائیں
visitor-code-words-show = الفاظ دکھائیں
visitor-code-words-hidden = الفاظ چھپے ہوئے ہیں۔
visitor-code-words-type = الفاظ لکھیں تاکہ یقین ہو کہ وہ آپ کے پاس ہیں
visitor-code-words-type-hint = ہر لفظ کے پہلے چار حروف کافی ہیں۔ آپ انہیں پیسٹ بھی کر سکتے ہیں۔
visitor-code-words-wrong = یہ وہ الفاظ نہیں جو یہاں نظر آ رہے ہیں۔ ایک ایک لفظ ملا کر دیکھیں۔

visitor-return-heading = واپسی پر خوش آمدید
visitor-return-intro = وہ نمبر لکھیں جو آپ کو پچھلی بار ملا تھا۔
visitor-return-label = آپ کا نمبر
visitor-return-hint = نمبر میں 24 ہندسے ہیں۔ خالی جگہوں اور لکیروں سے فرق نہیں پڑتا۔
visitor-return-go = میری بات چیت کھولیں
visitor-return-empty = پہلے اپنا نمبر لکھیں۔
visitor-return-short = ہندسوں کی تعداد { $count } ہے۔ 24 ہونی چاہیے۔
visitor-return-mistyped = ایک ہندسہ غلط لکھا گیا ہے۔ اپنے پاس رکھے ہوئے نمبر سے ملا کر دیکھیں۔
visitor-return-unknown = ہمیں یہ نمبر معلوم نہیں۔ ہو سکتا ہے بات چیت مٹا دی گئی ہو۔ نمبر دوبارہ دیکھ لیں، یا ہمیں نئے سرے سے لکھیں۔
visitor-return-new = ہمیں نئے سرے سے لکھیں
visitor-return-form = آپ نے کیا محفوظ کیا تھا؟
visitor-return-form-digits = ایک نمبر
visitor-return-form-words = سات الفاظ
visitor-return-words-intro = وہ الفاظ لکھیں جو آپ کو پچھلی بار ملے تھے۔
visitor-return-words-label = آپ کے سات الفاظ
visitor-return-words-hint = ڈینش یا انگریزی، درمیان میں خالی جگہ کے ساتھ۔ ہر لفظ کے پہلے چار حروف کافی ہیں۔
visitor-return-words-mistyped = کوئی لفظ غلط لکھا گیا ہے، یا سات الفاظ نہیں ہیں۔ جو آپ نے محفوظ کیا تھا اس سے ملائیں۔

## visitor: the conversation

visitor-room-heading = آپ کی بات چیت
visitor-room-messages = پیغامات
visitor-room-earlier = جو کچھ آپ نے پہلے پڑھا، وہ یہاں نہیں رکھا جاتا۔
visitor-waiting-heading = آپ کا پیغام پہنچ گیا ہے
visitor-waiting-text = ایک کونسلر اسے پڑھیں گے۔ چاہیں تو یہیں انتظار کریں، یا نکل جائیں اور اپنے نمبر سے واپس آئیں۔
visitor-waiting-first = اگلی باری آپ کی ہے۔
visitor-waiting-few = آپ سے پہلے چند لوگ ہیں۔
visitor-waiting-many = آج بہت سے لوگ لکھ رہے ہیں، اس لیے زیادہ وقت لگ سکتا ہے۔
visitor-waiting-closed = کونسلر ابھی یہاں نہیں ہیں۔ ان کے آنے تک آپ کا پیغام انتظار کرے گا۔
visitor-waiting-opens = کونسلر دوبارہ یہاں ہوں گے: { $time }۔
visitor-away = صفحہ کھلا رکھنا ضروری نہیں۔ جواب آپ کا انتظار کرے گا۔
visitor-members-heading = بات چیت میں کون شامل ہے
visitor-compose-label = آپ کا پیغام
visitor-cannot-write = ابھی لکھنا ممکن نہیں
visitor-only-reading = مجھے ابھی صرف پڑھنا ہے
visitor-announce-message = { $name } کا نیا پیغام
visitor-announce-appointment = { $name } نے ملاقات کا وقت پیش کیا ہے
visitor-last-signed-in = یہاں آپ کی پچھلی آمد: { $date }۔
visitor-consent-ask = آپ اب سے جو لکھیں، کیا { $name } اسے پڑھ سکتے ہیں؟
visitor-consent-yes = آپ اب سے جو لکھیں، { $name } اسے پڑھ سکتے ہیں۔
visitor-consent-no = اب سے نہ آپ کا لکھا ہوا { $name } تک پہنچتا ہے، نہ { $name } کی کوئی بات آپ تک۔
visitor-consent-before = فیصلہ آپ کا ہے کہ { $name } آپ کا لکھا ہوا پڑھیں یا نہیں۔
visitor-consent-holder = آپ کی بات چیت اب { $name } کے پاس ہے۔
visitor-consent-heir = کیا { $name } آپ کی بات چیت سنبھالیں؟ نہیں کہنے پر { $name } اسے چھوڑ دیں گے۔
visitor-consent-what = آپ کا پہلے لکھا ہوا { $name } کو نہیں دکھایا جاتا، جب تک آپ اسے دوبارہ نہ لکھیں۔ آپ کے ہاں کہنے تک آپ دونوں کے بیچ کچھ نہیں آتا جاتا۔
visitor-consent-counsellor = { $name } کونسلر ہیں، آپ سے بات کر سکتے ہیں۔
visitor-consent-supervisor = { $name } سپروائزر ہیں، کونسلروں کی رہنمائی کرتے ہیں۔
visitor-consent-mentor = { $name } مینٹور ہیں، روزمرہ کے کاموں میں مدد کرتے ہیں۔
visitor-consent-interpreter = { $name } ترجمان ہیں، آپ کے لیے ترجمہ کرتے ہیں۔
visitor-consent-parent-coach = { $name } والدین کے کوچ ہیں، رشتہ داروں کی مدد کرتے ہیں۔

visitor-appointment-accept = جی ہاں، یہ ٹھیک ہے
visitor-appointment-decline = جی نہیں، شکریہ
visitor-appointment-move = مجھے کوئی اور وقت چاہیے
visitor-appointment-call-off = منسوخ کریں
visitor-appointment-move-label = آپ کے لیے کب ٹھیک رہے گا؟
visitor-appointment-move-send = کوئی اور وقت مانگیں

## visitor: when something stops

visitor-stopped-heading = ہم آپ کی حفاظت کے لیے رک گئے ہیں
visitor-stopped-text = یہ صفحہ تصدیق نہیں کر سکا کہ اس کا رابطہ صحیح لوگوں سے ہے۔ اب یہاں سے اور کچھ نہیں بھیجا جاتا۔
visitor-stopped-do = ہیلپ لائن پر فون کریں اور بتائیں کہ صفحہ رک گیا۔ اپنا نمبر دوسرے صفحوں پر نہ لکھیں۔
visitor-closed-heading = یہ بات چیت بند ہے
visitor-closed-text = کونسلر نے بات چیت بند کر دی ہے۔ آپ جب چاہیں، ہمیں نئے سرے سے لکھیں۔
visitor-closed-ended = ہم نے یہ بات چیت ختم کر دی ہے اور اسے دوبارہ نہیں کھولا جائے گا۔ آپ اسے اب بھی پڑھ سکتے ہیں اور نئی بات چیت شروع کر سکتے ہیں۔
visitor-reopen = ہم سے دوبارہ کھولنے کو کہیں
visitor-superseded-heading = بات چیت کسی اور جگہ کھولی گئی
visitor-superseded-text = آپ کی بات چیت کسی اور صفحے یا ڈیوائس پر کھولی گئی، اس لیے یہاں بند کر دی گئی۔ اگر وہ آپ نے نہیں کھولی تو ہیلپ لائن پر فون کریں۔
visitor-unreachable-heading = ہمارا رابطہ نہیں ہو رہا
visitor-unreachable-text = ہماری طرف کوئی خرابی ہوئی۔ براہِ کرم بعد میں دوبارہ کوشش کریں، یا فون کریں۔
visitor-refused-busy = اس وقت بہت سے لوگ لکھ رہے ہیں۔ براہِ کرم تھوڑی دیر بعد دوبارہ کوشش کریں۔
visitor-refused-nobody = ابھی کوئی ایسا کونسلر نہیں جو آپ کا پیغام وصول کر سکے۔ پیغام بھیجا نہیں گیا۔ براہِ کرم بعد میں دوبارہ کوشش کریں، یا ہمیں فون کریں۔
visitor-old-heading = یہ صفحہ پرانا ہو گیا ہے
visitor-old-text = آگے بڑھنے کے لیے براہِ کرم صفحہ دوبارہ لوڈ کریں۔
visitor-core-heading = صفحہ شروع نہیں ہو سکتا
visitor-core-text = وہ حصہ لوڈ نہیں ہو سکا جو آپ کے پیغامات پر تالا لگاتا ہے۔ کچھ نہیں بھیجا گیا۔ براہِ کرم صفحہ دوبارہ لوڈ کریں، یا فون کریں۔
visitor-hidden-warning = یہ صفحہ کچھ دیر آپ کے سامنے نہیں تھا۔ بات چیت { $count ->
    [one] { $count } سیکنڈ
   *[other] { $count } سیکنڈ
  } میں چھپا دی جائے گی۔
visitor-hidden-stay = یہیں رہیں
visitor-wiped-heading = بات چیت چھپا دی گئی ہے
visitor-wiped-text = صفحہ دس منٹ تک سامنے نہیں تھا، اس لیے بات چیت اس ڈیوائس سے ہٹا دی گئی۔ اپنے نمبر سے واپس آئیں۔
visitor-end = ختم کریں اور صفحہ صاف کریں
visitor-keep = یہ گفتگو محفوظ رکھیں
visitor-keep-is-off = گفتگو محفوظ نہیں کی جاتی: جو آپ پڑھ چکے ہیں وہ صفحہ بند کرنے پر ختم ہو جاتا ہے۔
visitor-keep-is-on = گفتگو محفوظ کی جا رہی ہے۔ جس کے پاس آپ کا نمبر ہو وہ اسے پڑھ سکتا ہے۔
visitor-keep-heading = کیا گفتگو محفوظ رکھی جائے؟
visitor-keep-what = اب سے آپ جو پڑھیں اور لکھیں گے وہ ہمارے سرور پر مقفل محفوظ رہے گا اور آپ کے نمبر کے ساتھ واپس آنے پر دکھایا جائے گا۔
visitor-keep-who = ہم اسے نہیں پڑھ سکتے۔ سرور کو دکھتا ہے کہ کتنے پیغام محفوظ ہیں اور وہ تقریباً کتنے لمبے ہیں۔
visitor-keep-risk = جس کے ہاتھ آپ کا نمبر لگے، یا جو آپ سے زبردستی لے، وہ یہ سب پڑھ سکتا ہے۔ اگر یقین نہ ہو تو اسے بند رہنے دیں۔
visitor-keep-sure = ہاں، اب سے محفوظ رکھیں
visitor-keep-not = نہیں، جیسا ہے ویسا رہنے دیں
visitor-keep-changing = ایک لمحہ: سرور پر یہ تبدیل ہو رہا ہے۔
visitor-keep-full = جگہ بھر گئی: نئے پیغام محفوظ نہیں ہوتے۔
visitor-keep-off = محفوظ کرنا روکیں اور محفوظ شدہ مٹا دیں
visitor-keep-off-heading = کیا محفوظ شدہ مٹا دیا جائے؟
visitor-keep-off-what = محفوظ شدہ ہمیشہ کے لیے مٹا دیا جاتا ہے اور آگے کچھ محفوظ نہیں ہوتا۔ گفتگو خود جاری رہتی ہے۔
visitor-keep-off-sure = ہاں، محفوظ شدہ مٹا دیں
visitor-burn = ابھی سب کچھ مٹا دیں
visitor-burn-heading = کیا سب کچھ مٹا دیا جائے؟
visitor-burn-server = ہمارے سرور پر آپ کے لیے جو کچھ رکھا ہے وہ فوراً اور ہمیشہ کے لیے مٹا دیا جاتا ہے: پیغامات، وہ جواب جو آپ نے نہیں پڑھے، اور ان کی کنجیاں۔
visitor-burn-number = اس کے بعد آپ کا نمبر کہیں نہیں لے جاتا۔ کوئی نہیں دیکھ سکتا کہ یہ کبھی استعمال ہوا تھا۔
visitor-burn-staff = مشیر کو بتا دیا جاتا ہے کہ گفتگو ختم ہو گئی۔ جو مشیر پڑھ چکا ہے وہ اس کے آلے پر مقفل رہتا ہے جب تک قانون کہتا ہے۔
visitor-burn-sure = ہاں، سب کچھ مٹا دیں
visitor-burn-keep = نہیں، رہنے دیں
visitor-busy-burn = سب کچھ مٹایا جا رہا ہے۔ اگر ابھی رابطہ نہیں ہے تو رابطہ ہوتے ہی ہو جائے گا؛ تب تک صفحہ کھلا رکھیں۔
visitor-burnt-heading = مٹا دیا گیا
visitor-burnt-gone = جو ختم ہو گیا
visitor-burnt-server = ہمارے سرور پر: سب کچھ۔ کنجیاں ختم کی جا چکی ہیں؛ آخری نشان ایک منٹ کے اندر فائلوں سے نکل جاتے ہیں۔
visitor-burnt-page = اس صفحے پر: گفتگو اور اس کی کنجیاں۔
visitor-burnt-number = آپ کا نمبر: اب یہ کچھ نہیں کھولتا۔ آپ اسے پھینک سکتے ہیں۔
visitor-burnt-left = جو ختم نہیں ہوا
visitor-burnt-staff = جو مشیر پڑھ چکا ہے: وہ اس کے آلے پر مقفل ہے، جب تک قانون کہتا ہے۔
visitor-burnt-history = اس آلے کی ہسٹری اور آپ کے نیٹ ورک کے ریکارڈ میں یہ دورہ۔ اسے ہم نہیں ہٹا سکتے۔
visitor-receipt = سب کچھ مٹ جانے کی رسید
visitor-receipt-text = سرور دستخط کرتا ہے کہ آپ کے نمبر کے تحت کچھ محفوظ نہیں۔ آپ رسید نقل کر سکتے ہیں یا رہنے دیں۔ کسی آلے پر رہی تو دوسرے جان سکتے ہیں کہ آپ یہاں آئے تھے۔
visitor-receipt-none = ابھی رسید نہیں مل سکتی۔

## staff: counsellor's and supervisor's console

staff-title = کنسول
staff-unlock-heading = تالا کھولیں
staff-unlock-import = چابی کی فائل چنیں
staff-unlock-import-hint = چابی کی وہ فائل چنیں جو آپ کو دی گئی۔ یہ اس ڈیوائس پر تالے میں بند رہتی ہے۔
staff-unlock-other = چابی کی کوئی اور فائل استعمال کریں
staff-unlock-passphrase = خفیہ جملہ
staff-unlock-go = تالا کھولیں
staff-unlock-broken = اس ڈیوائس میں خالی میموری اتنی کم ہے کہ تالا نہیں کھل سکتا۔
staff-unlock-working = تالا کھل رہا ہے۔ اس میں چند سیکنڈ لگتے ہیں۔
staff-unlock-wrong = یہ خفیہ جملہ چابی کی اس فائل کا نہیں ہے۔
staff-unlock-bad-file = یہ چابی کی فائل نہیں ہے۔
staff-unlock-no-file = پہلے چابی کی فائل چنیں۔
staff-unlock-refused = سرور یہ چابی قبول نہیں کرتا۔ ہو سکتا ہے اسے بلاک کر دیا گیا ہو۔ کسی سپروائزر سے پوچھیں۔
staff-unlock-wrong-role = یہ چابی کسی اور کنسول کی ہے۔
staff-unlock-have = اس ڈیوائس پر چابی کی ایک فائل تیار ہے۔
staff-lock = تالا لگائیں
staff-stopped-heading = رک گیا
staff-stopped-text = چابیوں کی یا بات چیت کے کمرے کی جانچ ناکام ہوئی۔ اب اور کچھ نہیں بھیجا جاتا۔ آگے بڑھنے سے پہلے کسی سپروائزر سے بات کریں۔
staff-queue-heading = انتظار میں
staff-queue-empty = کوئی انتظار میں نہیں۔
staff-queue-count = { $count ->
    [one] { $count } شخص انتظار میں ہے
   *[other] { $count } لوگ انتظار میں ہیں
  }
staff-card-waited = { $time } سے انتظار میں
staff-card-new = نیا رابطہ
staff-card-returning = پہلے بھی رابطہ ہوا
staff-card-language = زبان: { $language }
staff-card-wants-woman = خاتون کونسلر چاہیے
staff-card-wants-man = مرد کونسلر چاہیے
staff-card-safe-no = ابھی لکھنا محفوظ نہیں
staff-card-topic = موضوع: { $topic }
staff-card-door = دروازہ: { $door }
staff-card-unread = یہ کارڈ اس چابی سے نہیں پڑھا جا سکتا۔
staff-card-take = لے لیں
staff-card-taking = لیا جا رہا ہے…
staff-card-taken = { $holder } نے یہ معاملہ پہلے ہی لے لیا ہے۔
staff-cases-heading = آپ کی بات چیت
staff-cases-empty = ابھی آپ کی کوئی بات چیت نہیں۔
staff-case-name = بات چیت { $number }
staff-case-unread = { $count ->
    [one] { $count } نیا پیغام
   *[other] { $count } نئے پیغامات
  }
staff-case-live = ابھی یہاں ہیں
staff-case-away = ابھی یہاں نہیں ہیں۔ آپ کا جواب انتظار کرے گا۔
staff-case-closed = بند ہے
staff-case-burnt = سرور پر مٹا دی گئی: آنے والے نے مٹائی، یا کوئی واپس نہیں آیا۔
staff-case-none = کوئی بات چیت چنیں۔
staff-case-compose = آپ کا جواب
staff-case-empty = پہلے کچھ لکھیں۔
staff-case-close = بات چیت بند کریں
staff-case-close-sure = جی ہاں، بند کریں
staff-case-close-keep = جی نہیں، کھلی رہنے دیں
staff-case-members = بات چیت میں شامل
staff-offer-heading = ملاقات کا وقت پیش کریں
staff-offer-kind = قسم
staff-offer-date = تاریخ
staff-offer-time = وقت
staff-offer-length = دورانیہ
staff-offer-place = جگہ یا نمبر (صرف وزیٹر کے پڑھنے کے لیے)
staff-offer-send = پیش کریں
staff-offer-past = یہ وقت گزر چکا ہے۔
staff-offer-bad = تاریخ اور وقت لکھیں۔
staff-offer-taken = یہ وقت آپ کے کیلنڈر میں خالی نہیں۔ کوئی اور وقت پیش کریں۔
staff-offer-move = کوئی اور وقت پیش کریں
staff-offer-move-send = نیا وقت بھیجیں
staff-offer-call-off = منسوخ کریں
staff-offer-cancel = تبدیل نہ کریں
staff-calendar-heading = کیلنڈر
staff-calendar-empty = اگلے دو ہفتوں میں کوئی ملاقات نہیں۔
staff-calendar-date = تاریخ
staff-calendar-time = وقت
staff-calendar-who = کون
staff-calendar-state = حالت
staff-presence-heading = ڈیوٹی پر
staff-presence-none = اور کوئی ڈیوٹی پر نہیں۔
staff-announce-message = نیا پیغام
staff-announce-card = ایک نیا شخص انتظار میں ہے
staff-slot-offered = پیش کیا گیا
staff-slot-accepted = طے ہو گیا
staff-slot-held = ملاقات ہوئی
staff-slot-no_show = ملاقات نہیں ہوئی
staff-superseded-heading = کنسول کسی اور جگہ کھولا گیا
staff-core-heading = وہ حصہ لوڈ نہیں ہو سکا جو پیغامات پر تالا لگاتا ہے
staff-case-messages = پیغامات
staff-slot-called_off = منسوخ کر دیا گیا
staff-part-talk = وزیٹر کے ساتھ بات چیت
staff-case-parts = معاملے کے حصے
staff-notes-heading = ساتھیوں کے درمیان نوٹ
staff-notes-who = یہاں لکھی ہوئی باتیں وزیٹر کو کبھی نظر نہیں آتیں۔
staff-notes-empty = ابھی کوئی نوٹ نہیں۔
staff-notes-compose = ساتھیوں کے لیے نوٹ، وزیٹر کے لیے نہیں
staff-notes-share = ساتھیوں کو دکھائیں
staff-notes-nobody = اس بات چیت میں کوئی اور ساتھی نہیں، اس لیے نوٹ دکھانے کے لیے کوئی نہیں۔
staff-note-read-by = { $name } نے پڑھ لیا
staff-note-for-you = صرف آپ کے لیے
staff-note-for = صرف { $name } کے لیے
staff-case-unconfirmed = ابھی کسی ساتھی نے تصدیق نہیں کی کہ یہ وہی شخص ہے جس نے پہلے لکھا تھا۔ تصدیق ہونے تک احتیاط کریں کہ کیا بتانا ہے۔
staff-case-unread-notes = { $count ->
    [one] { $count } نیا نوٹ
   *[other] { $count } نئے نوٹ
  }
staff-answer-asked = وزیٹر نے ابھی جواب نہیں دیا
staff-answer-yes = وزیٹر نے ہاں کہا ہے
staff-answer-no = وزیٹر نے نہیں کہا ہے
staff-answer-blocked = وزیٹر نے روک دیا ہے
staff-take-out = { $name } کو نکالیں
staff-take-out-sure = جی ہاں، نکالیں
staff-take-out-keep = جی نہیں، رہنے دیں
staff-bring-heading = کسی ساتھی کو شامل کریں
staff-bring-who = کون
staff-bring-words = صرف اس ساتھی کے لیے چند الفاظ (خالی بھی چھوڑا جا سکتا ہے)
staff-bring-go = شامل کریں
staff-bring-hint = وزیٹر سے پوچھا جاتا ہے۔ جواب ہاں ہونے تک وزیٹر کا لکھا ہوا کچھ بھی نئے شامل ہونے والے تک نہیں پہنچتا۔
staff-bring-nobody = شامل کرنے کے لیے کوئی نہیں۔
staff-bring-unconfirmed = الفاظ ساتھ تبھی بھیجے جا سکتے ہیں جب کوئی ساتھی وزیٹر کی تصدیق کر دے۔
staff-bring-refused = ابھی یہ ممکن نہیں۔ آپ کی تحریر اب بھی یہاں ہے۔ ایک لمحے بعد دوبارہ کوشش کریں۔
staff-escalate-heading = کسی سپروائزر کو بلائیں
staff-escalate-why = آپ کیوں بلا رہے ہیں (صرف سپروائزر کے پڑھنے کے لیے)
staff-escalate-empty = پہلے وجہ لکھیں۔
staff-escalate-go = بلائیں
staff-hand-heading = بات چیت حوالے کریں
staff-hand-hint = ساتھی ہاں یا نہیں کہتے ہیں۔ ہاں کے بعد وزیٹر سے پوچھا جاتا ہے: وزیٹر ہاں کہے تو آپ بات چیت چھوڑ دیتے ہیں، ورنہ ساتھی چھوڑتے ہیں۔
staff-hand-go = پیشکش کریں
staff-hand-offers = سنبھالنے کی پیشکشیں
staff-hand-own = آپ نے { $name } کو پیشکش کی ہے
staff-hand-offered = { $name } کی طرف سے آپ کو پیشکش ہے
staff-hand-offered-hint = ہاں کہنے پر آپ فوراً بات چیت میں شامل ہو جاتے ہیں، اور وزیٹر سے پوچھا جاتا ہے کہ آپ اسے سنبھالیں یا نہیں۔
staff-hand-yes = جی ہاں، سنبھالنا منظور ہے
staff-hand-no = جی نہیں، منظور نہیں
staff-hand-back = واپس لیں
staff-hand-over-declined = معاملہ نئے ہاتھ میں نہیں گیا: انکار کر دیا گیا۔
staff-hand-over-withdrawn = معاملہ نئے ہاتھ میں نہیں گیا: بات واپس لے لی گئی۔
staff-hand-over-too_old = معاملہ نئے ہاتھ میں نہیں گیا: وقت پر جواب نہیں آیا۔
staff-room-handed_over = حوالے کی جا رہی ہے
staff-room-escalated = سپروائزر کے دیکھنے کے لیے
staff-room-resting = فی الحال رکی ہوئی
staff-room-returned = وزیٹر اسے دوبارہ کھلوانا چاہتے ہیں
staff-room-ended = مستقل طور پر ختم
staff-look-asked = ایک ساتھی چاہتے ہیں کہ کوئی سپروائزر اس بات چیت کو دیکھے۔
staff-look-unanswered = وزیٹر بہت دیر سے جواب کے انتظار میں ہیں۔
staff-look-gone = جن کے پاس بات چیت ہے، وہ بہت دیر سے موجود نہیں۔
staff-set-escalated = سپروائزر سے دیکھنے کو کہیں
staff-set-resting = فی الحال روکیں
staff-set-resting-hint = وزیٹر کے لکھنے تک رکی رہتی ہے؛ تب تک کوئی جواب کا انتظار نہیں کرتا۔
staff-set-settled = مسئلہ حل ہو گیا
staff-set-go-on = جاری رکھیں
staff-set-ended = مستقل طور پر ختم کریں
staff-set-closed = وزیٹر کو دوبارہ کہنے دیں
staff-state-on_duty = ڈیوٹی پر
staff-state-paused = وقفے پر
staff-state-away = موجود نہیں
staff-leave = بات چیت چھوڑیں
staff-leave-sure = جی ہاں، چھوڑیں
staff-leave-keep = جی نہیں، رہیں
staff-leave-others = آپ کے ساتھی بات چیت میں رہتے ہیں۔ اس کے بعد آپ اس میں سے کچھ نہیں پڑھ سکتے۔
staff-leave-alone = اس میں کوئی اور ساتھی نہیں۔ پھر وزیٹر دوبارہ کسی کونسلر کا انتظار کرتے ہیں۔
staff-removed-by = { $name } ({ $role }) نے آپ کو اس بات چیت سے نکال دیا ہے۔
staff-removed = آپ اب اس بات چیت میں شامل نہیں۔
staff-left = آپ نے یہ بات چیت چھوڑ دی ہے۔
staff-removed-nothing = اب اس میں سے یہاں کچھ نہیں دکھایا جاتا۔
staff-case-unheard = وزیٹر نے آپ کے لیے ہاں نہیں کہا۔ آپ وزیٹر کو نہیں لکھ سکتے۔
staff-case-gone = آپ شامل نہیں
staff-case-reopen = بات چیت دوبارہ کھولیں
staff-failed-claim = معاملہ نہیں لیا گیا۔
staff-failed-add = کوئی شامل نہیں کیا گیا۔
staff-failed-takeover = معاملہ نئے ہاتھ میں نہیں گیا۔
staff-failed-remove = کوئی بات چیت سے نہیں نکلا۔
staff-failed-close = بات چیت بند نہیں ہوئی۔
staff-failed-reopen = بات چیت دوبارہ نہیں کھلی۔
staff-failed-handover = بات چیت حوالے نہیں ہوئی۔
staff-failed-decline = جواب نہیں پہنچا۔
staff-failed-state = بات چیت کی حالت نہیں بدلی۔
staff-why-not-allowed = بات چیت کی موجودہ حالت میں اس کی اجازت نہیں۔
staff-why-conflict = اسی لمحے کسی اور نے کچھ بدل دیا۔ دیکھ کر دوبارہ کوشش کریں۔
staff-why-disconnected = کنکشن ٹوٹ گیا۔ دوبارہ کوشش کریں۔
staff-why-full = مزید گنجائش نہیں۔
staff-why-other = ایک لمحے بعد دوبارہ کوشش کریں۔
staff-announce-note = ساتھی کا نیا نوٹ
staff-announce-added = آپ کو ایک بات چیت میں شامل کیا گیا ہے
staff-announce-proposal = معاملہ نئے ہاتھ میں دینے کی تجویز آئی ہے
staff-announce-offered = آپ کو ایک بات چیت سنبھالنے کی پیشکش ہے

## board: the supervisor's board

board-heading = بورڈ
board-waiting = ابھی انتظار میں
board-oldest = سب سے لمبا انتظار
board-nobody = کوئی نہیں
board-duty = ڈیوٹی پر
board-duty-none = کوئی ڈیوٹی پر نہیں۔
board-appointments = آج کی ملاقاتیں
board-appointments-none = آج کوئی نہیں۔
board-table-caption = سب جو انتظار میں ہیں، سب سے لمبا انتظار پہلے
board-column-door = دروازہ
board-column-waited = کب سے انتظار میں
board-column-kind = نیا یا دوبارہ رابطہ
board-column-state = حالت
board-column-name = نام
board-column-role = کردار
board-updated = تازہ کیا گیا: { $time }
board-state-on_duty = ڈیوٹی پر
board-state-paused = وقفے پر
board-rooms = وہ بات چیت جو کسی کے پاس ہیں
board-rooms-hint = بات چیت میں شامل ہر شخص کو نظر آتا ہے کہ آپ شامل ہوئے، اور وزیٹر سے آپ کے بارے میں پوچھا جاتا ہے۔
board-rooms-none = ابھی کسی کے پاس کوئی بات چیت نہیں۔
board-room-holder = { $name } کے پاس ہے
board-room-open = نیچے دکھائیں
board-room-join = سب کے سامنے شامل ہوں
board-room-stay = { $time } کے لیے شامل ہوں
board-propose = نئے ہاتھ میں دینے کی تجویز دیں
board-propose-hint = یہ تب ہوتا ہے جب کوئی اور سپروائزر متفق ہو۔ جس کے پاس بات چیت ہے، وہ اسے چھوڑ دیتے ہیں۔
board-propose-who = کون سنبھالے گا
board-proposals = نئے ہاتھ میں دینے کی تجاویز
board-proposal = { $by } کی تجویز ہے کہ { $holder } کی جگہ { $name } سنبھالیں۔
board-proposal-own = آپ کی تجویز ہے کہ { $holder } کی جگہ { $name } سنبھالیں۔ کسی اور سپروائزر کا متفق ہونا ضروری ہے۔
board-second = تجویز سے متفق ہوں
board-proposal-no = تجویز نامنظور کریں
