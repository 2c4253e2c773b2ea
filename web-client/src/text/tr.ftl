### Türkçe. Kısa, sakin cümleler. Suçlama yok. Kişiye ya da çevreye ad takılmaz.
### For review by native speakers (see README).

## common: both sides

common-language = Dil
common-back = Geri
common-loading = Lütfen bekleyin…
common-role-visitor = siz
common-role-counsellor = danışman
common-role-supervisor = süpervizör
common-role-mentor = mentor
common-role-interpreter = tercüman
common-role-parent-coach = ebeveyn koçu
common-you = Siz
common-nobody-yet = Henüz danışman yok
common-member = { $name }, { $role }
common-visitor = Ziyaretçi
common-weekday-1 = Pazartesi
common-weekday-2 = Salı
common-weekday-3 = Çarşamba
common-weekday-4 = Perşembe
common-weekday-5 = Cuma
common-weekday-6 = Cumartesi
common-weekday-7 = Pazar
common-month-1 = Ocak
common-month-2 = Şubat
common-month-3 = Mart
common-month-4 = Nisan
common-month-5 = Mayıs
common-month-6 = Haziran
common-month-7 = Temmuz
common-month-8 = Ağustos
common-month-9 = Eylül
common-month-10 = Ekim
common-month-11 = Kasım
common-month-12 = Aralık
common-date = { $day } { $month } { $weekday }
common-date-time = { $date }, saat { $time }
common-time-span = { $start } – { $end }
common-minutes = { $count ->
    [one] { $count } dakika
   *[other] { $count } dakika
  }
common-hours = { $count ->
    [one] { $count } saat
   *[other] { $count } saat
  }
common-days = { $count ->
    [one] { $count } gün
   *[other] { $count } gün
  }
common-appointment-chat = Yazılı görüşme
common-appointment-phone = Telefon görüşmesi
common-appointment-meeting = Yüz yüze görüşme
common-appointment-heading = Randevu
common-appointment-when = Ne zaman
common-appointment-length = Ne kadar sürecek
common-appointment-place = Nerede
common-appointment-number = Numara
common-appointment-state-offered = Önerildi, henüz cevaplanmadı
common-appointment-state-accepted = Kararlaştırıldı
common-appointment-state-declined = Kabul edilmedi
common-appointment-state-moved = Yeni bir zaman önerildi
common-appointment-state-called_off = İptal edildi
common-time-zone = Danimarka saati
common-offline = Bağlantı yok. Denemeye devam ediyoruz.
common-online = Bağlantı var
common-unreadable = Bir mesaj açılamadı.
common-retracted = { $name }: geri alındı
common-retract = Geri al
common-expired = Burada yazılan bir şey zamanında okunmadı ve sunucudan silindi.
common-gap = { $count ->
    [one] { $name } tarafından gönderilen { $count } mesaj henüz ulaşmadı.
   *[other] { $name } tarafından gönderilen { $count } mesaj henüz ulaşmadı.
  }
common-joined = { $name } ({ $role }) artık görüşmede.
common-left = { $name } görüşmeden ayrıldı.
common-reopened = Görüşme yeniden açık.
common-downgrade = Sunucu yanlışlıkla “burada değil” dedi. Bu yüzden bir mesaj daha zayıf biçimde kilitlendi.
common-mark-sending = Gönderiliyor
common-mark-sent = Gönderildi
common-mark-read = Okundu
common-mark-unsent = Gönderilmedi
common-told-own-cannot_write = Şu anda yazamadığınızı söylediniz.
common-told-own-only_reading = Yalnızca okuduğunuzu söylediniz.
common-told-cannot_write = Ziyaretçi şu anda yazamıyor.
common-told-only_reading = Ziyaretçi yalnızca okuyor.
common-appointment-state-asked = Başka bir zaman istendi
common-topic-0 = Söylememeyi tercih ederim
common-topic-1 = Tehdit ya da tehlike
common-topic-2 = Kalacak bir yer
common-topic-3 = Para ya da borç
common-topic-4 = İş ya da okul
common-topic-5 = Aile ve çocuklar
common-topic-6 = Düşünceler ve duygular
common-topic-7 = Başka bir şey
common-stopped-server = Sunucu, bu destek programına ait olduğunu gösteremedi.
common-stopped-roster = Burada çalışanların listesi doğrulanamadı.
common-stopped-room = Sunucunun, görüşmede kimlerin olduğu hakkında bildirdikleri birbirini tutmuyor.
common-stopped-equivocation = Tek bir mesajın yerine iki farklı mesaj geldi.
common-stopped-rollback = Aynı numarayı başka biri kullanmış olabilir ya da sunucu eski bir kopya gösterdi.
common-not-sent = Gönderilemedi. Yazdıklarınız hâlâ burada. Biraz sonra tekrar deneyin.
common-delete-kept = Bunu sil
common-send = Gönder
common-too-long = { $count ->
    [one] Mesaj, sınırı { $count } karakter aşıyor.
   *[other] Mesaj, sınırı { $count } karakter aşıyor.
  }

## leave: the way out of the page

leave-now = Hemen çık
leave-skip = Bu sayfadan hemen çık
leave-hint = Shift tuşuna üç kez basarak da çıkabilirsiniz.
leave-region = Bu sayfadan çık
leave-shift-two = Shift. Çıkmak için iki kez daha basın.
leave-shift-one = Shift. Çıkmak için bir kez daha basın.
leave-shift-over = Shift ile çıkış durduruldu.
leave-limits = “Hemen çık” bu sayfayı anında kapatır. Ziyaretinizi bu cihazın geçmişinden ya da bağlı olduğunuz ağın kayıtlarından silemez.

## visitor: before the conversation

visitor-first-heading = Buraya yazabilirsiniz
visitor-first-1 = Kendiniz ya da endişelendiğiniz biri hakkında bir danışmana yazabilirsiniz.
visitor-first-2 = Kim olduğunuzu söylemek zorunda değilsiniz.
visitor-first-3 = Yazdıklarınızı yalnızca size yardım eden kişiler okuyabilir.
visitor-first-start = Bir danışmana yazın
visitor-first-return = Daha önce aldığım bir numara var
visitor-quiet = Sessiz kip
visitor-quiet-text = Buradaki ağı izleyen birinden, sayfa açıkken yazıp yazmadığınızı gizler; sayfayı açtığınızı gizlemez. Mesajlar birkaç saniye sürer ve her yönde saatte yaklaşık 7 MB kullanılır.
visitor-quiet-wait = Sessiz kip açık: bu bir dakika sürebilir.
visitor-danger = Şu anda tehlikede olan biri var mı?
visitor-hotline = Konuşmayı mı tercih edersiniz?
visitor-hotline-hours = Açık olduğu saatler: { $hours }.
visitor-call = { $number } numarasını arayın

visitor-doors-heading = Konu nedir?
visitor-doors-intro = En uygun olanı seçin. Daha sonra kendi sözlerinizle anlatabilirsiniz.
visitor-doors-none = Seçenekler henüz yüklenemedi. Denemeye devam ediyoruz. Telefonla da arayabilirsiniz.
visitor-door-open = Şu anda açık
visitor-door-closed = Şu anda kapalı. Yazabilirsiniz, mesajınız güvenle bekler.
visitor-door-hours = Saatler: { $hours }
visitor-door-answer = Genellikle { $time } içinde cevap veririz.
visitor-door-choose = Seç

visitor-limits-heading = Yazmadan önce
visitor-limits-intro = Yazdıklarınızı kimin okuduğunu ve gizliliğin nerede bittiğini bilmeniz gerekir.
visitor-limits-who = Size kim cevap verir
visitor-limits-who-text = Size bu destek programından bir danışman cevap verir. Görüşmede kimlerin olduğunu her zaman görürsünüz. Size haber verilmeden kimse katılmaz.
visitor-limits-silence = Anlattıklarınız bizde kalır
visitor-limits-silence-text = Danışmanların sır saklama yükümlülüğü vardır (Danca: tavshedspligt). Anlattıklarınızı başkalarına aktaramazlar: ne ailenize, ne tanıdıklarınıza, ne de polise. Bunun iki istisnası vardır.
visitor-limits-children = Bir çocuk güvende değilse
visitor-limits-children-text = Bir danışman, 18 yaşından küçük birinin zarar gördüğünü ya da bakımsız kaldığını öğrenirse bunu belediyeye bildirmek zorundadır (bildirim yükümlülüğü, Danca: underretningspligt).
visitor-limits-crime = İnsanların hayatı tehlikedeyse
visitor-limits-crime-text = Bir danışman, insanların hayatını ya da güvenliğini tehlikeye atan ağır bir suçun planlandığını öğrenirse bunu önlemeye çalışmak zorundadır (önleme yükümlülüğü, Danca: afværgepligt). Bu, polise haber vermek anlamına gelebilir.
visitor-limits-ask = Daha fazlasını anlatmadan önce danışmana sınırların nerede olduğunu her zaman sorabilirsiniz. Kim olduğunuz hakkında ne söyleyeceğinize siz karar verirsiniz.
visitor-limits-stored = Ne saklanır, nerede ve ne kadar süre
visitor-limits-stored-device = Bu cihazda: hiçbir şey. Sayfayı kapattığınızda görüşme burada kalmaz.
visitor-limits-stored-server = Sunucumuzda: mesajlarınız, kilitli olarak. Anahtar sunucuda yoktur. Her mesaj okunduğunda oradan silinir. Kimse okumazsa yaklaşık 30 gün sonra silinir. Adresiniz ve adınız saklanmaz.
visitor-limits-stored-staff = Danışmanda: görüşme, danışmanın kendi cihazında kilitli olarak.
visitor-limits-terms-undelivered = Kimsenin okumadığı şeyler yaklaşık { $count } gün sonra sunucudan silinir.
visitor-limits-terms-idle = Yaklaşık { $count } gün geri gelmezsen sunucudaki her şey silinir.
visitor-limits-terms-closed = Kapatılmış ve açmadığın bir görüşme yaklaşık { $count } gün sonra sunucudan silinir.
visitor-limits-terms-record = Danışmanda görüşme, vaka kapatıldıktan { $time } sonra silinir.
visitor-limits-terms-burn = Sunucudaki her şeyi istediğin zaman kendin silebilirsin.
visitor-limits-cannot = Sizi nelerden koruyamayız
visitor-limits-cannot-text = Ekranınıza bakan birinden. Bu cihazda sizi izleyen bir uygulamadan. Bu siteyi ele geçirip size sahte bir sayfa gönderen birinden.
visitor-limits-version = Bu metnin sürümü: { $version }
visitor-limits-accept = Bunu okudum

visitor-wishes-heading = Bilmemiz gereken bir şey var mı?
visitor-wishes-intro = Bunların hepsini boş bırakabilirsiniz. Yalnızca danışmanlar okuyabilir.
visitor-wishes-language = Hangi dilde yazmak istersiniz?
visitor-wishes-counsellor = Kiminle yazışmak istersiniz?
visitor-wishes-any = Fark etmez
visitor-wishes-woman = Bir kadınla
visitor-wishes-man = Bir erkekle
visitor-wishes-safe = Şu anda yazmak sizin için güvenli mi?
visitor-wishes-safe-yes = Evet
visitor-wishes-safe-no = Hayır
visitor-wishes-safe-unsaid = Söylememeyi tercih ederim
visitor-wishes-safe-hint = Güvenli değilse hemen çıkın. Size daha uygun bir zamanda bekleriz. Tehlike varsa 112’yi arayın.
visitor-wishes-topic = En çok neyle ilgili?
visitor-wishes-go-on = Devam et

visitor-write-heading = İlk mesajınızı yazın
visitor-write-intro = Her şeyi şimdi anlatmak zorunda değilsiniz. Birkaç kelime yeter.
visitor-write-names = Kendinizin ve başkalarının adını ve adresini, paylaşmak isteyene kadar yazmayın.
visitor-write-label = Mesajınız
visitor-write-empty = Önce birkaç kelime yazın.
visitor-write-send = Gönder

visitor-busy-heading = Lütfen bekleyin
visitor-busy-keys = Anahtarlarınız bu cihazda oluşturuluyor. Eski bir telefonda bu yarım dakika sürebilir.
visitor-busy-slow = Bu sırada sayfa tepki veremez. O anda çıkmanız gerekirse sekmeyi kapatın.
visitor-busy-work = Şu anda bize yazan çok kişi var. Bu yüzden cihazının önce kısa bir hesap yapması gerekiyor. Sonra mesajın kendiliğinden gönderilir.
visitor-busy-work-progress = Ne kadarı bitti
visitor-busy-work-slow = Bu tarayıcıda birkaç dakika sürebilir ve sayfa geç yanıt verir. Hemen gitmen gerekiyorsa sekmeyi kapat.
visitor-busy-open = Mesajınız kilitleniyor ve gönderiliyor.
visitor-busy-return = Görüşmenizi arıyoruz.

## visitor: the number

visitor-code-heading = Numaranız
visitor-code-intro = Bu numarayla herhangi bir telefondan ya da bilgisayardan geri dönebilirsiniz.
visitor-code-only = Geri dönmenin tek yolu budur. Bu numarayı sizin için kimse bulamaz ve onu yalnızca burada görürsünüz.
visitor-code-like = Üç telefon numarasına benziyor. Bu yüzden öyle saklayabilirsiniz.
visitor-code-group = Bölüm { $part }, toplam 3
visitor-code-hide = Numarayı gizle
visitor-code-show = Numarayı göster
visitor-code-hidden = Numara gizli.
visitor-code-copy = Kopyala
visitor-code-copied = Kopyalandı. Bu cihazdaki başka uygulamalar, kopyalananı görebilir.
visitor-code-copy-failed = Kopyalanamadı. Lütfen bir yere yazın.
visitor-code-type = Sizde olduğundan emin olmak için numarayı yazın
visitor-code-type-hint = Boşluklar önemli değil. Yapıştırabilirsiniz de.
visitor-code-check = Kontrol et ve devam et
visitor-code-wrong = Bu, burada gösterilen numara değil. Rakam rakam karşılaştırın.
visitor-code-aside-heading = Numarayı saklamak istemiyor musunuz?
visitor-code-aside = Numara olmadan bu görüşmeye geri dönemeyeceğimi anlıyorum.
visitor-code-aside-go = Numarasız devam et
visitor-code-form = Nasıl görmek istersin?
visitor-code-form-digits = Numara olarak
visitor-code-form-da = Yedi Danca kelime olarak
visitor-code-form-en = Yedi İngilizce kelime olarak
visitor-code-words-heading = Yedi kelimen
visitor-code-words-intro = Bu kelimelerle herhangi bir telefon ya da bilgisayardan geri gelebilirsin.
visitor-code-words-like = Kelimeler ve numara aynı anahtardır: ikisi de seni buraya geri getirir. Kelimeleri bu sırayla sakla. Her kelimenin ilk dört harfi yeterlidir.
visitor-code-words-hide = Kelimeleri gizle
visitor-code-words-show = Kelimeleri göster
visitor-code-words-hidden = Kelimeler gizli.
visitor-code-words-type = Sende olduğundan emin olmak için kelimeleri yaz
visitor-code-words-type-hint = Her kelimenin ilk dört harfi yeterlidir. Yapıştırabilirsin de.
visitor-code-words-wrong = Bunlar burada görünen kelimeler değil. Kelime kelime karşılaştır.

visitor-return-heading = Tekrar hoş geldiniz
visitor-return-intro = Geçen sefer aldığınız numarayı yazın.
visitor-return-label = Numaranız
visitor-return-hint = 24 rakam. Boşluklar ve çizgiler önemli değil.
visitor-return-go = Görüşmemi aç
visitor-return-empty = Önce numaranızı yazın.
visitor-return-short = { $count } rakam var. 24 rakam olmalı.
visitor-return-mistyped = Bir rakam yanlış yazılmış. Sakladığınız numarayla karşılaştırın.
visitor-return-unknown = Bu numarayı tanımıyoruz. Görüşme silinmiş olabilir. Numarayı kontrol edin ya da bize yeniden yazın.
visitor-return-new = Bize yeniden yazın
visitor-return-form = Elinde ne var?
visitor-return-form-digits = Bir numara
visitor-return-form-words = Yedi kelime
visitor-return-words-intro = Geçen sefer aldığın kelimeleri yaz.
visitor-return-words-label = Yedi kelimen
visitor-return-words-hint = Danca ya da İngilizce, aralarında boşlukla. Her kelimenin ilk dört harfi yeterlidir.
visitor-return-words-mistyped = Bir kelime yanlış yazılmış ya da yedi kelime yok. Sakladıklarınla karşılaştır.

## visitor: the conversation

visitor-room-heading = Görüşmeniz
visitor-room-messages = Mesajlar
visitor-room-earlier = Daha önce okuduklarınız burada saklanmaz.
visitor-waiting-heading = Mesajınız ulaştı
visitor-waiting-text = Mesajınızı bir danışman okuyacak. Burada bekleyebilir ya da çıkıp numaranızla geri dönebilirsiniz.
visitor-waiting-first = Sıradaki sizsiniz.
visitor-waiting-few = Sizden önce birkaç kişi var.
visitor-waiting-many = Bugün çok kişi yazıyor, bu yüzden daha uzun sürebilir.
visitor-waiting-closed = Danışmanlar şu anda burada değil. Onlar gelene kadar mesajınız bekler.
visitor-waiting-opens = Tekrar burada olacaklar: { $time }.
visitor-away = Sayfayı açık tutmanız gerekmez. Cevap sizi bekler.
visitor-members-heading = Görüşmede kimler var
visitor-compose-label = Mesajınız
visitor-cannot-write = Şu anda yazamıyorum
visitor-only-reading = Yalnızca okuyorum
visitor-announce-message = { $name } yeni bir mesaj gönderdi
visitor-announce-appointment = { $name } bir randevu önerdi
visitor-last-signed-in = En son { $date } günü buradaydınız.
visitor-consent-ask = Bundan sonra yazdıklarınızı { $name } okuyabilir mi?
visitor-consent-yes = Bundan sonra yazdıklarınızı { $name } okuyabilir.
visitor-consent-no = Bundan sonra yazdıklarınız { $name } adlı kişiye gitmez, ondan size de bir şey gelmez.
visitor-consent-before = { $name } yazdıklarınızı okusun mu, yeniden karar verebilirsiniz.
visitor-consent-holder = Görüşmenizi { $name } devraldı.
visitor-consent-heir = Görüşmenizi { $name } devralsın mı? Hayır derseniz { $name } ayrılır.
visitor-consent-what = Daha önce yazdıklarınız, yeniden yazmadığınız sürece { $name } adlı kişiye gösterilmez. Siz evet diyene kadar aranızda hiçbir şey gidip gelmez.
visitor-consent-counsellor = { $name }, danışmandır ve sizinle konuşabilir.
visitor-consent-supervisor = { $name }, süpervizördür ve danışmanlara yol gösterir.
visitor-consent-mentor = { $name }, mentordur ve günlük işlerde yardım eder.
visitor-consent-interpreter = { $name }, tercümandır ve sizin için çeviri yapar.
visitor-consent-parent-coach = { $name }, ebeveyn koçudur ve yakınlara yardım eder.

visitor-appointment-accept = Evet, bana uyar
visitor-appointment-decline = Hayır, teşekkürler
visitor-appointment-move = Bana başka bir zaman gerek
visitor-appointment-call-off = Randevuyu iptal et
visitor-appointment-move-label = Size ne zaman uyar?
visitor-appointment-move-send = Başka bir zaman iste

## visitor: when something stops

visitor-stopped-heading = Güvenliğiniz için durduk
visitor-stopped-text = Bu sayfa, doğru kişilerle konuştuğunu doğrulayamadı. Buradan artık hiçbir şey gönderilmiyor.
visitor-stopped-do = Danışma hattını arayın ve sayfanın durduğunu söyleyin. Numaranızı başka sayfalara yazmayın.
visitor-closed-heading = Bu görüşme kapatıldı
visitor-closed-text = Görüşmeyi danışman kapattı. Bize istediğiniz zaman yeniden yazabilirsiniz.
visitor-closed-ended = Bu görüşmeyi sonlandırdık; yeniden açılmayacak. Onu yine okuyabilir ve yeni bir görüşme başlatabilirsiniz.
visitor-reopen = Yeniden açmamızı isteyin
visitor-superseded-heading = Başka bir yerde açıldı
visitor-superseded-text = Görüşmeniz başka bir sayfada ya da cihazda açıldı, bu yüzden burada kapatıldı. Bunu yapan siz değilseniz danışma hattını arayın.
visitor-unreachable-heading = Bağlantı kuramıyoruz
visitor-unreachable-text = Bizim tarafımızda bir sorun oldu. Lütfen daha sonra tekrar deneyin ya da arayın.
visitor-refused-busy = Şu anda çok kişi yazıyor. Lütfen biraz sonra tekrar deneyin.
visitor-refused-nobody = Mesajınızı alabilecek bir danışman henüz yok. Mesajınız gönderilmedi. Lütfen daha sonra tekrar deneyin ya da bizi arayın.
visitor-old-heading = Bu sayfa artık güncel değil
visitor-old-text = Devam etmek için lütfen sayfayı yeniden yükleyin.
visitor-core-heading = Sayfa açılamıyor
visitor-core-text = Mesajlarınızı kilitleyen bölüm yüklenemedi. Hiçbir şey gönderilmedi. Lütfen sayfayı yeniden yükleyin ya da arayın.
visitor-hidden-warning = Bir süre burada değildiniz. Görüşme { $count ->
    [one] { $count } saniye
   *[other] { $count } saniye
  } sonra gizlenecek.
visitor-hidden-stay = Burada kal
visitor-wiped-heading = Görüşme gizlendi
visitor-wiped-text = Sayfa on dakika boyunca ekranda değildi, bu yüzden görüşme bu cihazdan kaldırıldı. Numaranızla geri dönün.
visitor-end = Bitir ve sayfayı temizle
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
visitor-receipt = Her şeyin silindiğine dair belge
visitor-receipt-text = Sunucu, numaranız altında hiçbir şey saklamadığını imzalar. Belgeyi kopyalayabilir ya da bırakabilirsiniz. Bir cihazda durursa, başkaları burada olduğunuzu görebilir.
visitor-receipt-none = Şu anda belge alınamıyor.

## staff: counsellor's and supervisor's console

staff-title = Konsol
staff-unlock-heading = Kilidi aç
staff-unlock-import = Anahtar dosyası seç
staff-unlock-import-hint = Size verilen anahtar dosyasını seçin. Dosya bu cihazda kilitli kalır.
staff-unlock-other = Başka bir anahtar dosyası kullan
staff-unlock-passphrase = Parola
staff-unlock-go = Kilidi aç
staff-unlock-broken = Bu cihazdaki boş bellek, kilidi açmak için çok az.
staff-unlock-working = Kilit açılıyor. Bu birkaç saniye sürer.
staff-unlock-wrong = Parola bu anahtar dosyasına uymuyor.
staff-unlock-bad-file = Bu bir anahtar dosyası değil.
staff-unlock-no-file = Önce bir anahtar dosyası seçin.
staff-unlock-refused = Sunucu bu anahtarı kabul etmiyor. Anahtar iptal edilmiş olabilir. Bir süpervizöre sorun.
staff-unlock-wrong-role = Bu anahtar başka bir konsola ait.
staff-unlock-have = Bu cihazda hazır bir anahtar dosyası var.
staff-lock = Kilitle
staff-stopped-heading = Durduruldu
staff-stopped-text = Anahtarların ya da görüşme odasının kontrolü başarısız oldu. Artık hiçbir şey gönderilmiyor. Devam etmeden önce bir süpervizörle konuşun.
staff-queue-heading = Bekleyenler
staff-queue-empty = Bekleyen yok.
staff-queue-count = { $count ->
    [one] { $count } kişi bekliyor
   *[other] { $count } kişi bekliyor
  }
staff-card-waited = Bekleme süresi: { $time }
staff-card-new = Yeni
staff-card-returning = Daha önce gelmiş
staff-card-language = Dil: { $language }
staff-card-wants-woman = Bir kadınla yazışmak istiyor
staff-card-wants-man = Bir erkekle yazışmak istiyor
staff-card-safe-no = Şu anda yazması güvenli değil
staff-card-topic = Konu: { $topic }
staff-card-door = Kapı: { $door }
staff-card-unread = Bu kart bu anahtarla okunamıyor.
staff-card-take = Üstlen
staff-card-taking = Üstleniliyor…
staff-card-taken = Bu vakayı { $holder } zaten üstlendi.
staff-cases-heading = Görüşmeleriniz
staff-cases-empty = Henüz bir görüşmeniz yok.
staff-case-name = Görüşme { $number }
staff-case-unread = { $count ->
    [one] { $count } yeni mesaj
   *[other] { $count } yeni mesaj
  }
staff-case-live = Şu anda burada
staff-case-away = Şu anda burada değil. Cevabınız bekler.
staff-case-closed = Kapatıldı
staff-case-burnt = Sunucuda silindi: ziyaretçi sildi ya da kimse geri gelmedi.
staff-case-none = Bir görüşme seçin.
staff-case-compose = Cevabınız
staff-case-empty = Önce bir şey yazın.
staff-case-close = Görüşmeyi kapat
staff-case-close-sure = Evet, kapat
staff-case-close-keep = Hayır, açık kalsın
staff-case-members = Görüşmede olanlar
staff-offer-heading = Randevu öner
staff-offer-kind = Tür
staff-offer-date = Tarih
staff-offer-time = Saat
staff-offer-length = Süre
staff-offer-place = Yer ya da numara (yalnızca ziyaretçi okur)
staff-offer-send = Öner
staff-offer-past = Bu zaman geçti.
staff-offer-bad = Tarihi ve saati doldurun.
staff-offer-taken = Takviminizde bu zaman boş değil. Başka bir zaman önerin.
staff-offer-move = Başka bir zaman öner
staff-offer-move-send = Yeni zamanı gönder
staff-offer-call-off = Randevuyu iptal et
staff-offer-cancel = Olduğu gibi kalsın
staff-calendar-heading = Takvim
staff-calendar-empty = Önümüzdeki iki hafta içinde randevu yok.
staff-calendar-date = Tarih
staff-calendar-time = Saat
staff-calendar-who = Kim
staff-calendar-state = Durum
staff-presence-heading = Görevdekiler
staff-presence-none = Görevde başka kimse yok.
staff-announce-message = Yeni mesaj
staff-announce-card = Yeni bir kişi bekliyor
staff-slot-offered = Önerildi
staff-slot-accepted = Kararlaştırıldı
staff-slot-held = Yapıldı
staff-slot-no_show = Gerçekleşmedi
staff-superseded-heading = Konsol başka bir yerde açıldı
staff-core-heading = Mesajları kilitleyen bölüm yüklenemedi
staff-case-messages = Mesajlar
staff-slot-called_off = İptal edildi
staff-part-talk = Ziyaretçiyle görüşme
staff-case-parts = Vakanın bölümleri
staff-notes-heading = Meslektaşlar arası notlar
staff-notes-who = Ziyaretçi burada yazılanları hiçbir zaman görmez.
staff-notes-empty = Henüz not yok.
staff-notes-compose = Ziyaretçiye değil, meslektaşlarınıza not
staff-notes-share = Meslektaşlarla paylaş
staff-notes-nobody = Bu görüşmede başka bir meslektaş yok. Bu yüzden not paylaşılacak kimse yok.
staff-note-read-by = Okuyan: { $name }
staff-note-for-you = Yalnızca size
staff-note-for = Yalnızca şu kişiye: { $name }
staff-case-unconfirmed = İlk yazan kişinin bu olduğunu henüz hiçbir meslektaş doğrulamadı. Doğrulanana kadar ne anlattığınıza dikkat edin.
staff-case-unread-notes = { $count ->
    [one] { $count } yeni not
   *[other] { $count } yeni not
  }
staff-answer-asked = ziyaretçi henüz cevap vermedi
staff-answer-yes = ziyaretçi evet dedi
staff-answer-no = ziyaretçi hayır dedi
staff-answer-blocked = ziyaretçi engelledi
staff-take-out = { $name } görüşmeden çıkarılsın
staff-take-out-sure = Evet, çıkar
staff-take-out-keep = Hayır, kalsın
staff-bring-heading = Bir meslektaşı görüşmeye al
staff-bring-who = Kim
staff-bring-words = Yalnızca bu meslektaşa sözleriniz (boş kalabilir)
staff-bring-go = Görüşmeye al
staff-bring-hint = Ziyaretçiye sorulur. Cevap evet olana kadar, yazdıklarının hiçbiri yeni gelen kişiye gitmez.
staff-bring-nobody = Görüşmeye alınabilecek kimse yok.
staff-bring-unconfirmed = Söz eklemek ancak bir meslektaş ziyaretçiyi doğruladığında mümkündür.
staff-bring-refused = Şu anda mümkün değil. Yazdıklarınız hâlâ burada. Biraz sonra tekrar deneyin.
staff-escalate-heading = Bir süpervizörü görüşmeye çağır
staff-escalate-why = Neden çağırıyorsunuz (yalnızca süpervizör okur)
staff-escalate-empty = Önce nedenini yazın.
staff-escalate-go = Çağır
staff-hand-heading = Görüşmeyi devret
staff-hand-hint = Meslektaşınız evet veya hayır der. Evet derse ziyaretçiye sorulur: ziyaretçi evet derse görüşmeden siz ayrılırsınız, hayır derse meslektaşınız ayrılır.
staff-hand-go = Teklif et
staff-hand-offers = Devir teklifleri
staff-hand-own = Şu kişiye teklif ettiniz: { $name }
staff-hand-offered = { $name } size teklif ediyor
staff-hand-offered-hint = Evet derseniz hemen görüşmeye katılırsınız ve devralmanız ziyaretçiye sorulur.
staff-hand-yes = Evet, devralıyorum
staff-hand-no = Hayır, devralmıyorum
staff-hand-back = Geri al
staff-hand-over-declined = Devir olmadı: cevap hayır oldu.
staff-hand-over-withdrawn = Devir olmadı: geri alındı.
staff-hand-over-too_old = Devir olmadı: zamanında cevap gelmedi.
staff-room-handed_over = Devrediliyor
staff-room-escalated = Süpervizör bakacak
staff-room-resting = Beklemede
staff-room-returned = Ziyaretçi yeniden açılmasını istiyor
staff-room-ended = Kalıcı olarak sonlandırıldı
staff-look-asked = Bir meslektaş, bir süpervizörün bu görüşmeye bakmasını istiyor.
staff-look-unanswered = Ziyaretçi cevap için çok uzun süre bekledi.
staff-look-gone = Görüşmeyi üstlenmiş olan kişi çok uzun süredir yok.
staff-set-escalated = Süpervizörden bakmasını iste
staff-set-resting = Beklemeye al
staff-set-resting-hint = Ziyaretçi yazana kadar beklemede kalır; o zamana kadar kimse cevap beklemez.
staff-set-settled = Çözüldü
staff-set-go-on = Devam ettir
staff-set-ended = Kalıcı olarak sonlandır
staff-set-closed = Ziyaretçinin yeniden istemesine izin ver
staff-state-on_duty = görevde
staff-state-paused = molada
staff-state-away = burada değil
staff-leave = Görüşmeden ayrıl
staff-leave-sure = Evet, ayrıl
staff-leave-keep = Hayır, kal
staff-leave-others = Meslektaşlarınız görüşmede kalır. Siz bundan sonra görüşmeden hiçbir şey okuyamazsınız.
staff-leave-alone = Görüşmede başka meslektaş yok. Ziyaretçi yeniden bir danışman bekler.
staff-removed-by = { $name } ({ $role }) sizi bu görüşmeden çıkardı.
staff-removed = Artık bu görüşmede değilsiniz.
staff-left = Bu görüşmeden ayrıldınız.
staff-removed-nothing = Görüşmeden burada artık hiçbir şey gösterilmez.
staff-case-unheard = Ziyaretçi sizin için evet demedi. Ziyaretçiye yazamazsınız.
staff-case-gone = Görüşmede değilsiniz
staff-case-reopen = Görüşmeyi yeniden aç
staff-failed-claim = Vaka üstlenilmedi.
staff-failed-add = Kimse görüşmeye alınmadı.
staff-failed-takeover = Devralma gerçekleşmedi.
staff-failed-remove = Kimse görüşmeden ayrılmadı.
staff-failed-close = Görüşme kapatılmadı.
staff-failed-reopen = Görüşme yeniden açılmadı.
staff-failed-handover = Görüşme devredilmedi.
staff-failed-decline = Cevap iletilemedi.
staff-failed-state = Görüşmenin durumu değiştirilmedi.
staff-why-not-allowed = Görüşmenin şu anki durumunda buna izin yok.
staff-why-conflict = Aynı anda başka biri bir şey değiştirdi. Bakın ve tekrar deneyin.
staff-why-disconnected = Bağlantı koptu. Tekrar deneyin.
staff-why-full = Başkası için yer yok.
staff-why-other = Biraz sonra tekrar deneyin.
staff-announce-note = Bir meslektaştan yeni not
staff-announce-added = Bir görüşmeye alındınız
staff-announce-proposal = Bir devralma önerildi
staff-announce-offered = Size bir görüşme teklif edildi

## board: the supervisor's board

board-heading = Pano
board-waiting = Şu anda bekleyenler
board-oldest = En uzun bekleme
board-nobody = Kimse yok
board-duty = Görevdekiler
board-duty-none = Görevde kimse yok.
board-appointments = Bugünkü randevular
board-appointments-none = Bugün randevu yok.
board-table-caption = Bekleyen herkes, en uzun bekleyenden başlayarak
board-column-door = Kapı
board-column-waited = Bekleme süresi
board-column-kind = Yeni ya da daha önce gelmiş
board-column-state = Durum
board-column-name = Ad
board-column-role = Rol
board-updated = Son güncelleme: { $time }
board-state-on_duty = görevde
board-state-paused = molada
board-rooms = Birinin üstlendiği görüşmeler
board-rooms-hint = Katıldığınızı görüşmedeki herkes görür ve ziyaretçiye siz sorulursunuz.
board-rooms-none = Şu anda kimsede görüşme yok.
board-room-holder = { $name } üstlendi
board-room-open = Aşağıda göster
board-room-join = Herkesin göreceği şekilde katıl
board-room-stay = { $time } için katıl
board-propose = Devralma öner
board-propose-hint = Başka bir süpervizör onaylayınca gerçekleşir. Görüşmeyi üstlenmiş olan kişi ayrılır.
board-propose-who = Kim devralacak
board-proposals = Önerilen devralmalar
board-proposal = { $by }, görüşmeyi { $holder } yerine { $name } devralsın diye öneriyor.
board-proposal-own = Görüşmeyi { $holder } yerine { $name } devralsın diye önerdiniz. Başka bir süpervizörün onaylaması gerekir.
board-second = Devralmayı onayla
board-proposal-no = Devralmayı reddet
