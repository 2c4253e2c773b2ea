### Dansk. Korte, rolige sætninger. Ingen skyld. Intet navn på personen eller miljøet.

## common: begge sider

common-language = Sprog
common-back = Tilbage
common-loading = Et øjeblik …
common-role-visitor = dig
common-role-counsellor = rådgiver
common-role-supervisor = supervisor
common-role-mentor = mentor
common-role-interpreter = tolk
common-role-parent-coach = forældrecoach
common-you = Dig
common-nobody-yet = Ingen rådgiver endnu
common-member = { $name }, { $role }
common-visitor = Besøgende
common-weekday-1 = mandag
common-weekday-2 = tirsdag
common-weekday-3 = onsdag
common-weekday-4 = torsdag
common-weekday-5 = fredag
common-weekday-6 = lørdag
common-weekday-7 = søndag
common-month-1 = januar
common-month-2 = februar
common-month-3 = marts
common-month-4 = april
common-month-5 = maj
common-month-6 = juni
common-month-7 = juli
common-month-8 = august
common-month-9 = september
common-month-10 = oktober
common-month-11 = november
common-month-12 = december
common-date = { $weekday } den { $day }. { $month }
common-date-time = { $date } kl. { $time }
common-time-span = { $start } til { $end }
common-minutes = { $count ->
    [one] { $count } minut
   *[other] { $count } minutter
  }
common-hours = { $count ->
    [one] { $count } time
   *[other] { $count } timer
  }
common-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dage
  }
common-appointment-chat = Chat
common-appointment-phone = Telefonsamtale
common-appointment-meeting = Møde
common-appointment-heading = Aftale
common-appointment-when = Hvornår
common-appointment-length = Hvor længe
common-appointment-place = Hvor
common-appointment-number = Nummer
common-appointment-state-offered = Foreslået, ikke besvaret endnu
common-appointment-state-accepted = Aftalt
common-appointment-state-declined = Afslået
common-appointment-state-moved = En ny tid er foreslået
common-appointment-state-called_off = Aflyst
common-time-zone = dansk tid
common-offline = Ingen forbindelse. Vi prøver hele tiden igen.
common-online = Forbundet
common-unreadable = En besked kunne ikke åbnes.
common-retracted = { $name }: trukket tilbage
common-retract = Træk tilbage
common-expired = Noget, der blev skrevet her, blev ikke læst i tide og er slettet på serveren.
common-gap = { $count ->
    [one] { $count } besked fra { $name } er ikke nået frem endnu.
   *[other] { $count } beskeder fra { $name } er ikke nået frem endnu.
  }
common-joined = { $name } ({ $role }) er nu med i samtalen.
common-left = { $name } har forladt samtalen.
common-reopened = Samtalen er åben igen.
common-downgrade = Serveren sagde fejlagtigt “væk”. Derfor blev en besked låst på en svagere måde.
common-mark-sending = Sendes
common-mark-sent = Sendt
common-mark-read = Læst
common-mark-unsent = Ikke sendt
common-told-own-cannot_write = Du har sagt, at du ikke kan skrive nu.
common-told-own-only_reading = Du har sagt, at du bare læser med.
common-told-cannot_write = Den besøgende kan ikke skrive nu.
common-told-only_reading = Den besøgende læser bare med.
common-appointment-state-asked = Der er bedt om en anden tid
common-topic-0 = Det vil jeg helst ikke sige
common-topic-1 = Trusler eller fare
common-topic-2 = Et sted at bo
common-topic-3 = Penge eller gæld
common-topic-4 = Arbejde eller skole
common-topic-5 = Familie og børn
common-topic-6 = Tanker og følelser
common-topic-7 = Noget andet
common-stopped-server = Serveren kunne ikke vise, at den hører til denne indsats.
common-stopped-roster = Listen over dem, der arbejder her, kunne ikke bekræftes.
common-stopped-room = Det, serveren fortalte om, hvem der er med i samtalen, passer ikke sammen.
common-stopped-equivocation = Der kom to forskellige beskeder i stedet for én.
common-stopped-rollback = En anden kan have brugt det samme nummer, eller serveren viste en gammel kopi.
common-not-sent = Det kunne ikke sendes. Din tekst står her stadig. Prøv igen om et øjeblik.
common-delete-kept = Slet dette
common-send = Send
common-too-long = { $count ->
    [one] Beskeden er { $count } tegn for lang.
   *[other] Beskeden er { $count } tegn for lang.
  }

## leave: vejen ud af siden

leave-now = Forlad siden
leave-skip = Forlad siden nu
leave-hint = Du kan også trykke på Shift tre gange.
leave-region = Forlad siden
leave-shift-two = Shift. Tryk to gange mere for at forlade siden.
leave-shift-one = Shift. Tryk én gang mere for at forlade siden.
leave-shift-over = Du er stadig på siden.
leave-limits = “Forlad siden” lukker siden med det samme. Det kan ikke slette besøget fra historikken på enheden eller fra loggen på det netværk, du er på.

## visitor: før samtalen

visitor-first-heading = Her kan du skrive
visitor-first-1 = Du kan skrive med en rådgiver, om dig selv eller om en, du er bekymret for.
visitor-first-2 = Du behøver ikke sige, hvem du er.
visitor-first-3 = Kun dem, der hjælper dig, kan læse det, du skriver.
visitor-first-start = Skriv til en rådgiver
visitor-first-return = Jeg har et nummer fra før
visitor-quiet = Stille tilstand
visitor-quiet-text = Den skjuler for den, der overvåger netværket her, om du skriver, mens siden er åben, men ikke at du har åbnet den. Beskeder tager nogle sekunder, og den bruger cirka 7 MB i timen hver vej.
visitor-quiet-wait = Stille tilstand er slået til: Det kan tage et minut.
visitor-danger = Er nogen i fare lige nu?
visitor-hotline = Vil du hellere tale?
visitor-hotline-hours = Åbent { $hours }.
visitor-call = Ring { $number }

visitor-doors-heading = Hvad drejer det sig om?
visitor-doors-intro = Vælg det, der passer bedst. Du kan forklare det med dine egne ord bagefter.
visitor-doors-none = Vi kan ikke vise valgene endnu. Vi prøver igen. Du kan også ringe.
visitor-door-open = Åbent nu
visitor-door-closed = Lukket nu. Du kan skrive, og din besked venter trygt.
visitor-door-hours = Tider: { $hours }
visitor-door-answer = Vi svarer som regel inden for { $time }.
visitor-door-choose = Vælg

visitor-limits-heading = Før du skriver
visitor-limits-intro = Du skal vide, hvem der læser det, du skriver, og hvor vores tavshed slutter.
visitor-limits-who = Hvem svarer
visitor-limits-who-text = En rådgiver fra indsatsen svarer dig. Du kan altid se, hvem der er med i samtalen. Ingen kommer med, uden at du får det at vide.
visitor-limits-silence = Vi holder det for os selv
visitor-limits-silence-text = Rådgiverne har tavshedspligt. De må ikke fortælle videre, hvad du siger: ikke til din familie, ikke til folk, du kender, og ikke til politiet. Der er to undtagelser.
visitor-limits-children = Hvis et barn ikke har det trygt
visitor-limits-children-text = Hvis en rådgiver får at vide, at en under 18 år bliver skadet eller mangler omsorg, skal rådgiveren give kommunen besked. Det hedder underretningspligt.
visitor-limits-crime = Hvis liv er i fare
visitor-limits-crime-text = Hvis en rådgiver får at vide, at der er planer om alvorlig kriminalitet, som bringer menneskers liv eller sikkerhed i fare, skal rådgiveren forsøge at forhindre det. Det kan betyde, at politiet får besked. Det hedder afværgepligt.
visitor-limits-ask = Du kan altid spørge rådgiveren, hvor grænserne går, før du fortæller mere. Du bestemmer selv, hvad du siger om, hvem du er.
visitor-limits-stored = Hvad der gemmes, hvor og hvor længe
visitor-limits-stored-device = På denne enhed: intet. Når du lukker siden, er det væk.
visitor-limits-stored-server = På vores server: dine beskeder, låst. Serveren har ikke nøglen. Hver besked slettes der, når den er læst, og efter cirka 30 dage, hvis ingen læser den. Din adresse og dit navn gemmes ikke.
visitor-limits-stored-staff = Hos rådgiveren: samtalen, låst på rådgiverens egen enhed.
visitor-limits-terms-undelivered = Det, ingen læser, slettes på serveren efter cirka { $count } dage.
visitor-limits-terms-idle = Hvis du ikke kommer tilbage i cirka { $count } dage, slettes alt på serveren.
visitor-limits-terms-closed = En lukket samtale, du ikke åbner, slettes på serveren efter cirka { $count } dage.
visitor-limits-terms-record = Hos rådgiveren slettes samtalen { $time } efter, at sagen er lukket.
visitor-limits-terms-burn = Du kan selv slette alt på serveren, når du vil.
visitor-limits-cannot = Det kan vi ikke beskytte dig mod
visitor-limits-cannot-text = En, der ser med på din skærm. Et program på enheden, der overvåger dig. En, der har overtaget dette websted og sender dig en falsk side.
visitor-limits-version = Version { $version } af denne tekst
visitor-limits-accept = Jeg har læst det

visitor-wishes-heading = Er der noget, vi skal vide?
visitor-wishes-intro = Du kan lade det hele stå tomt. Kun rådgivere kan læse det.
visitor-wishes-language = Hvilket sprog vil du helst skrive på?
visitor-wishes-counsellor = Hvem vil du helst skrive med?
visitor-wishes-any = Det er lige meget
visitor-wishes-woman = En kvinde
visitor-wishes-man = En mand
visitor-wishes-safe = Er det trygt for dig at skrive lige nu?
visitor-wishes-safe-yes = Ja
visitor-wishes-safe-no = Nej
visitor-wishes-safe-unsaid = Det vil jeg helst ikke sige
visitor-wishes-safe-hint = Hvis det ikke er trygt, så forlad siden nu. Du er velkommen, når det passer dig bedre. Er der fare, så ring 112.
visitor-wishes-topic = Hvad handler det mest om?
visitor-wishes-go-on = Fortsæt

visitor-write-heading = Skriv din første besked
visitor-write-intro = Du behøver ikke forklare det hele nu. Nogle få ord er nok.
visitor-write-names = Vent med navne og adresser, både dine egne og andres, til du har lyst til at dele dem.
visitor-write-label = Din besked
visitor-write-empty = Skriv nogle få ord først.
visitor-write-send = Send

visitor-busy-heading = Et øjeblik
visitor-busy-keys = Dine nøgler bliver lavet på denne enhed. På en ældre telefon kan det tage et halvt minut.
visitor-busy-slow = Imens kan siden ikke svare. Hvis du er nødt til at gå lige nu, så luk fanebladet.
visitor-busy-open = Din besked bliver låst og sendt.
visitor-busy-return = Vi finder din samtale.
visitor-busy-work = Der er mange, der skriver til os lige nu. Derfor skal din enhed regne lidt først. Bagefter bliver din besked sendt af sig selv.
visitor-busy-work-progress = Så langt er den
visitor-busy-work-slow = I denne browser kan det tage nogle minutter, og siden svarer langsomt. Hvis du er nødt til at gå lige nu, så luk fanebladet.

## visitor: nummeret

visitor-code-heading = Dit nummer
visitor-code-intro = Med dette nummer kan du komme tilbage fra enhver telefon eller computer.
visitor-code-only = Det er den eneste vej tilbage. Ingen kan finde det for dig, og du ser det kun her.
visitor-code-like = Det ligner tre telefonnumre, så du kan gemme det på den måde.
visitor-code-group = Del { $part } af 3
visitor-code-hide = Skjul nummeret
visitor-code-show = Vis nummeret
visitor-code-hidden = Nummeret er skjult.
visitor-code-copy = Kopiér
visitor-code-copied = Kopieret. Andre programmer på enheden kan måske se det, der er kopieret.
visitor-code-copy-failed = Det kunne ikke kopieres. Skriv det ned i stedet.
visitor-code-type = Skriv nummeret, så du er sikker på, at du har det
visitor-code-type-hint = Mellemrum betyder ikke noget. Du kan også sætte det ind.
visitor-code-check = Kontrollér og fortsæt
visitor-code-wrong = Det er ikke det nummer, der står her. Sammenlign ciffer for ciffer.
visitor-code-aside-heading = Vil du ikke gemme det?
visitor-code-aside = Jeg er klar over, at jeg ikke kan komme tilbage til denne samtale uden nummeret.
visitor-code-aside-go = Fortsæt uden nummeret
visitor-code-form = Hvordan vil du se det?
visitor-code-form-digits = Som et nummer
visitor-code-form-da = Som syv danske ord
visitor-code-form-en = Som syv engelske ord
visitor-code-words-heading = Dine syv ord
visitor-code-words-intro = Med disse ord kan du komme tilbage fra enhver telefon eller computer.
visitor-code-words-like = Ordene og nummeret er samme nøgle: Begge dele kan bruges til at komme tilbage. Gem ordene i denne rækkefølge. De fire første bogstaver i hvert ord er nok.
visitor-code-words-hide = Skjul ordene
visitor-code-words-show = Vis ordene
visitor-code-words-hidden = Ordene er skjult.
visitor-code-words-type = Skriv ordene, så du er sikker på, at du har dem
visitor-code-words-type-hint = De fire første bogstaver i hvert ord er nok. Du kan også sætte dem ind.
visitor-code-words-wrong = Det er ikke de ord, der står her. Sammenlign ord for ord.

visitor-return-heading = Velkommen tilbage
visitor-return-intro = Skriv det nummer, du fik sidst.
visitor-return-label = Dit nummer
visitor-return-hint = 24 cifre. Mellemrum og streger betyder ikke noget.
visitor-return-go = Åbn min samtale
visitor-return-empty = Skriv dit nummer først.
visitor-return-short = Der er { $count } cifre. Der skal være 24.
visitor-return-mistyped = Et ciffer er tastet forkert. Sammenlign med det, du har gemt.
visitor-return-unknown = Vi kender ikke dette nummer. Samtalen kan være slettet. Se nummeret efter, eller skriv til os på ny.
visitor-return-new = Skriv til os på ny
visitor-return-form = Hvad har du gemt?
visitor-return-form-digits = Et nummer
visitor-return-form-words = Syv ord
visitor-return-words-intro = Skriv de ord, du fik sidst.
visitor-return-words-label = Dine syv ord
visitor-return-words-hint = Danske eller engelske, med mellemrum imellem. De fire første bogstaver i hvert ord er nok.
visitor-return-words-mistyped = Et af ordene er skrevet forkert, eller der er ikke syv. Sammenlign dem med det, du har gemt.

## visitor: samtalen

visitor-room-heading = Din samtale
visitor-room-messages = Beskeder
visitor-room-earlier = Det, du har læst før, er ikke gemt her.
visitor-waiting-heading = Din besked er nået frem
visitor-waiting-text = En rådgiver læser den. Du kan vente her, eller gå og komme tilbage med dit nummer.
visitor-waiting-first = Du er den næste.
visitor-waiting-few = Nogle få er før dig.
visitor-waiting-many = Mange skriver i dag, så det kan tage længere tid.
visitor-waiting-closed = Rådgiverne er her ikke lige nu. Din besked venter, til de er her.
visitor-waiting-opens = De er her igen { $time }.
visitor-away = Du behøver ikke have siden åben. Svaret venter på dig.
visitor-members-heading = Hvem er med i samtalen
visitor-compose-label = Din besked
visitor-cannot-write = Jeg kan ikke skrive nu
visitor-only-reading = Jeg læser bare med
visitor-announce-message = Ny besked fra { $name }
visitor-announce-appointment = { $name } foreslår en aftale
visitor-last-signed-in = Du var her sidst { $date }.
visitor-consent-ask = Må { $name } læse det, du skriver fra nu af?
visitor-consent-yes = { $name } kan læse det, du skriver fra nu af.
visitor-consent-no = Fra nu af får { $name } intet af det, du skriver, og du får intet fra { $name }.
visitor-consent-before = Du kan bestemme på ny, om { $name } læser det, du skriver.
visitor-consent-holder = { $name } har overtaget din samtale.
visitor-consent-heir = Må { $name } overtage din samtale? Siger du nej, forlader { $name } den.
visitor-consent-what = Intet af det, du har skrevet, vises for { $name }, medmindre du skriver det igen. Før du siger ja, går intet mellem jer.
visitor-consent-counsellor = { $name } er rådgiver og kan tale med dig.
visitor-consent-supervisor = { $name } er supervisor og vejleder rådgiverne.
visitor-consent-mentor = { $name } er mentor og hjælper med hverdagen.
visitor-consent-interpreter = { $name } er tolk og oversætter for dig.
visitor-consent-parent-coach = { $name } er forældrecoach og hjælper pårørende.

visitor-appointment-accept = Ja, det passer mig
visitor-appointment-decline = Nej tak
visitor-appointment-move = Jeg har brug for en anden tid
visitor-appointment-call-off = Aflys
visitor-appointment-move-label = Hvornår vil det passe dig?
visitor-appointment-move-send = Bed om en anden tid

## visitor: når noget standser

visitor-stopped-heading = Vi er standset for din sikkerheds skyld
visitor-stopped-text = Siden kunne ikke bekræfte, at den taler med de rigtige. Der sendes ikke mere herfra.
visitor-stopped-do = Ring til hotlinen, og sig, at siden standsede. Skriv ikke dit nummer på andre sider.
visitor-closed-heading = Samtalen er lukket
visitor-closed-text = Rådgiveren har lukket samtalen. Du kan skrive til os på ny, når du vil.
visitor-closed-ended = Vi har afsluttet samtalen, og den bliver ikke åbnet igen. Du kan stadig læse den, og du kan begynde en ny.
visitor-reopen = Bed os åbne den igen
visitor-superseded-heading = Åbnet et andet sted
visitor-superseded-text = Din samtale blev åbnet på en anden side eller enhed, så den blev lukket her. Var det ikke dig, så ring til hotlinen.
visitor-unreachable-heading = Vi kan ikke komme igennem
visitor-unreachable-text = Noget gik galt hos os. Prøv igen senere, eller ring.
visitor-refused-busy = Mange skriver lige nu. Prøv igen om lidt.
visitor-refused-nobody = Der er endnu ingen rådgiver, som kan modtage din besked. Den er ikke sendt. Prøv igen senere, eller ring til os.
visitor-old-heading = Siden er forældet
visitor-old-text = Hent siden igen for at fortsætte.
visitor-core-heading = Siden kan ikke starte
visitor-core-text = Den del, der låser dine beskeder, kunne ikke hentes. Intet er sendt. Hent siden igen, eller ring.
visitor-hidden-warning = Du har været væk. Samtalen skjules om { $count ->
    [one] { $count } sekund
   *[other] { $count } sekunder
  }.
visitor-hidden-stay = Bliv her
visitor-wiped-heading = Samtalen er skjult
visitor-wiped-text = Siden var ude af syne i ti minutter, så samtalen blev fjernet fra enheden. Kom tilbage med dit nummer.
visitor-end = Afslut og ryd siden
visitor-keep = Gem denne samtale
visitor-keep-is-off = Samtalen gemmes ikke: det, du har læst, er væk, når du lukker siden.
visitor-keep-is-on = Samtalen gemmes. Den, der har dit nummer, kan læse den.
visitor-keep-heading = Gem samtalen?
visitor-keep-what = Det, du læser og skriver fra nu af, gemmes låst på vores server og vises, når du kommer tilbage med dit nummer.
visitor-keep-who = Vi kan ikke læse det. Serveren ser, hvor mange beskeder der er gemt, og cirka hvor lange de er.
visitor-keep-risk = Enhver, der får fat i dit nummer eller får dig til at give det, kan læse det hele. Er du i tvivl, så lad det være slået fra.
visitor-keep-sure = Ja, gem den fra nu af
visitor-keep-not = Nej, lad det være, som det er
visitor-keep-changing = Et øjeblik: det bliver ændret på serveren.
visitor-keep-full = Den er fuld: nyere beskeder gemmes ikke.
visitor-keep-off = Hold op med at gemme, og slet det gemte
visitor-keep-off-heading = Slet det gemte?
visitor-keep-off-what = Det gemte slettes for altid, og der gemmes ikke mere. Selve samtalen fortsætter.
visitor-keep-off-sure = Ja, slet det gemte
visitor-burn = Slet alt nu
visitor-burn-heading = Slet alt?
visitor-burn-server = Alt, hvad der er gemt til dig på vores server, slettes med det samme og for altid: beskeder, svar du ikke har læst, og nøglerne til dem.
visitor-burn-number = Dit nummer fører ingen steder hen bagefter. Ingen kan se, at det har været brugt.
visitor-burn-staff = Rådgiveren får at vide, at samtalen er slut. Det, rådgiveren har læst, bliver låst på rådgiverens enhed, så længe loven kræver det.
visitor-burn-sure = Ja, slet alt
visitor-burn-keep = Nej, behold det
visitor-busy-burn = Alt bliver slettet. Er der ingen forbindelse lige nu, sker det, så snart der er en. Lad siden være åben så længe.
visitor-burnt-heading = Det er slettet
visitor-burnt-gone = Hvad der er væk
visitor-burnt-server = På vores server: alt. Nøglerne er ødelagt allerede; de sidste spor forlader filerne inden for et minut.
visitor-burnt-page = På denne side: samtalen og dens nøgler.
visitor-burnt-number = Dit nummer: det åbner ikke noget længere. Du kan smide det væk.
visitor-burnt-left = Hvad der ikke er væk
visitor-burnt-staff = Det, rådgiveren har læst: det er låst på rådgiverens enhed, så længe loven kræver det.
visitor-burnt-history = Besøget i enhedens historik og i loggen på det netværk, du er på. Det kan vi ikke fjerne.
visitor-receipt = Kvittering for, at alt er slettet
visitor-receipt-text = Serveren skriver under på, at den ikke gemmer noget under dit nummer. Du kan kopiere kvitteringen eller lade den ligge. Har du den på en enhed, kan andre se, at du har været her.
visitor-receipt-none = En kvittering kan ikke fås lige nu.

## staff: rådgiverens og supervisorens konsol

staff-title = Konsol
staff-unlock-heading = Lås op
staff-unlock-import = Vælg nøglefil
staff-unlock-import-hint = Vælg den nøglefil, du har fået. Den bliver liggende låst på denne enhed.
staff-unlock-other = Brug en anden nøglefil
staff-unlock-passphrase = Adgangssætning
staff-unlock-go = Lås op
staff-unlock-broken = Enheden har for lidt ledig hukommelse til at låse op.
staff-unlock-working = Låser op. Det tager nogle sekunder.
staff-unlock-wrong = Adgangssætningen passer ikke til nøglefilen.
staff-unlock-bad-file = Det er ikke en nøglefil.
staff-unlock-no-file = Vælg en nøglefil først.
staff-unlock-refused = Serveren godtager ikke denne nøgle. Den kan være spærret. Spørg en supervisor.
staff-unlock-wrong-role = Denne nøgle hører til en anden konsol.
staff-unlock-have = En nøglefil ligger klar på denne enhed.
staff-lock = Lås
staff-stopped-heading = Standset
staff-stopped-text = En kontrol af nøgler eller af rummet slog fejl. Der sendes ikke mere. Tal med en supervisor, før du fortsætter.
staff-queue-heading = Venter
staff-queue-empty = Ingen venter.
staff-queue-count = { $count ->
    [one] { $count } venter
   *[other] { $count } venter
  }
staff-card-waited = Har ventet { $time }
staff-card-new = Ny
staff-card-returning = Har været her før
staff-card-language = Sprog: { $language }
staff-card-wants-woman = Vil helst skrive med en kvinde
staff-card-wants-man = Vil helst skrive med en mand
staff-card-safe-no = Ikke trygt at skrive nu
staff-card-topic = Emne: { $topic }
staff-card-door = Dør: { $door }
staff-card-unread = Kortet kan ikke læses med denne nøgle.
staff-card-take = Tag den
staff-card-taking = Tager …
staff-card-taken = { $holder } har allerede taget sagen.
staff-cases-heading = Dine samtaler
staff-cases-empty = Du har ingen samtaler endnu.
staff-case-name = Samtale { $number }
staff-case-unread = { $count ->
    [one] { $count } ny besked
   *[other] { $count } nye beskeder
  }
staff-case-live = Er her nu
staff-case-away = Er her ikke nu. Dit svar venter.
staff-case-closed = Lukket
staff-case-burnt = Slettet på serveren: af den besøgende, eller fordi ingen kom tilbage.
staff-case-none = Vælg en samtale.
staff-case-compose = Dit svar
staff-case-empty = Skriv noget først.
staff-case-close = Luk samtalen
staff-case-close-sure = Ja, luk den
staff-case-close-keep = Nej, lad den være åben
staff-case-members = Med i samtalen
staff-offer-heading = Foreslå en aftale
staff-offer-kind = Form
staff-offer-date = Dato
staff-offer-time = Tidspunkt
staff-offer-length = Varighed
staff-offer-place = Sted eller nummer (kun den besøgende læser det)
staff-offer-send = Foreslå
staff-offer-past = Tidspunktet er passeret.
staff-offer-bad = Udfyld dato og tidspunkt.
staff-offer-taken = Tiden er ikke fri i din kalender. Foreslå en anden.
staff-offer-move = Foreslå en anden tid
staff-offer-move-send = Send den nye tid
staff-offer-call-off = Aflys
staff-offer-cancel = Lad den være
staff-calendar-heading = Kalender
staff-calendar-empty = Ingen aftaler de næste to uger.
staff-calendar-date = Dato
staff-calendar-time = Tidspunkt
staff-calendar-who = Hvem
staff-calendar-state = Status
staff-presence-heading = På vagt
staff-presence-none = Ingen andre er på vagt.
staff-announce-message = Ny besked
staff-announce-card = En ny person venter
staff-slot-offered = Foreslået
staff-slot-accepted = Aftalt
staff-slot-held = Afholdt
staff-slot-no_show = Blev ikke til noget
staff-superseded-heading = Konsollen er åbnet et andet sted
staff-core-heading = Den del, der låser beskederne, kunne ikke hentes
staff-case-messages = Beskeder
staff-slot-called_off = Aflyst
staff-part-talk = Samtale med den besøgende
staff-case-parts = Sagens dele
staff-notes-heading = Noter mellem kolleger
staff-notes-who = Den besøgende ser aldrig, hvad der står her.
staff-notes-empty = Der er ingen noter endnu.
staff-notes-compose = Note til dine kolleger, ikke til den besøgende
staff-notes-share = Del med kolleger
staff-notes-nobody = Ingen kollega er med i samtalen, så der er ingen at dele en note med.
staff-note-read-by = Læst af { $name }
staff-note-for-you = Kun til dig
staff-note-for = Kun til { $name }
staff-case-unconfirmed = Ingen kollega har bekræftet, at det er den, der skrev først. Vær varsom med, hvad du fortæller, indtil det er sket.
staff-case-unread-notes = { $count ->
    [one] { $count } ny note
   *[other] { $count } nye noter
  }
staff-answer-asked = den besøgende har ikke svaret endnu
staff-answer-yes = den besøgende har sagt ja
staff-answer-no = den besøgende har sagt nej
staff-answer-blocked = blokeret af den besøgende
staff-take-out = Tag { $name } ud
staff-take-out-sure = Ja, tag ud
staff-take-out-keep = Nej, lad være
staff-bring-heading = Tag en kollega med
staff-bring-who = Hvem
staff-bring-words = Ord kun til denne kollega (må stå tomt)
staff-bring-go = Tag med
staff-bring-hint = Den besøgende bliver spurgt. Før svaret er ja, får den nye intet af det, den besøgende skriver.
staff-bring-nobody = Der er ingen at tage med.
staff-bring-unconfirmed = Ord kan først sendes med, når en kollega har bekræftet den besøgende.
staff-bring-refused = Det kan ikke lade sig gøre lige nu. Din tekst står her stadig. Prøv igen om et øjeblik.
staff-escalate-heading = Bed en supervisor med
staff-escalate-why = Hvorfor du beder om det (kun supervisoren læser det)
staff-escalate-empty = Skriv først, hvorfor.
staff-escalate-go = Bed med
staff-hand-heading = Overdrag samtalen
staff-hand-hint = Kollegaen siger ja eller nej. Efter et ja bliver den besøgende spurgt: Siger den besøgende ja, forlader du samtalen; ellers gør kollegaen.
staff-hand-go = Tilbyd den
staff-hand-offers = Tilbud om at overtage
staff-hand-own = Du har tilbudt { $name } den
staff-hand-offered = { $name } tilbyder dig den
staff-hand-offered-hint = Siger du ja, kommer du med i samtalen med det samme, og den besøgende bliver spurgt, om du må overtage den.
staff-hand-yes = Ja, jeg overtager den
staff-hand-no = Nej, jeg overtager den ikke
staff-hand-back = Træk det tilbage
staff-hand-over-declined = Sagen skifter ikke hænder: Svaret var nej.
staff-hand-over-withdrawn = Sagen skifter ikke hænder: Det blev trukket tilbage.
staff-hand-over-too_old = Sagen skifter ikke hænder: Ingen svarede i tide.
staff-room-handed_over = Er ved at blive overdraget
staff-room-escalated = En supervisor skal se på den
staff-room-resting = Hviler
staff-room-returned = Den besøgende vil have den åbnet igen
staff-room-ended = Afsluttet for altid
staff-look-asked = En kollega beder en supervisor se på denne samtale.
staff-look-unanswered = Den besøgende har ventet for længe på svar.
staff-look-gone = Den, der har samtalen, har været væk for længe.
staff-set-escalated = Bed en supervisor se på den
staff-set-resting = Lad den hvile
staff-set-resting-hint = Den hviler, til den besøgende skriver; indtil da venter ingen på svar.
staff-set-settled = Det er ordnet
staff-set-go-on = Fortsæt den
staff-set-ended = Afslut den for altid
staff-set-closed = Lad den besøgende bede om den igen
staff-state-on_duty = på vagt
staff-state-paused = holder pause
staff-state-away = ikke til stede
staff-leave = Forlad samtalen
staff-leave-sure = Ja, forlad den
staff-leave-keep = Nej, bliv
staff-leave-others = Dine kolleger bliver i samtalen. Du kan intet læse af den fra da af.
staff-leave-alone = Ingen kollega er med. Den besøgende venter derefter igen på en rådgiver.
staff-removed-by = { $name } ({ $role }) har taget dig ud af samtalen.
staff-removed = Du er ikke længere med i samtalen.
staff-left = Du har forladt samtalen.
staff-removed-nothing = Intet af den vises her mere.
staff-case-unheard = Den besøgende har ikke sagt ja til dig. Du kan ikke skrive til den besøgende.
staff-case-gone = Du er ude
staff-case-reopen = Åbn samtalen igen
staff-failed-claim = Sagen blev ikke taget.
staff-failed-add = Ingen blev taget med.
staff-failed-takeover = Overtagelsen skete ikke.
staff-failed-remove = Ingen har forladt samtalen.
staff-failed-close = Samtalen blev ikke lukket.
staff-failed-reopen = Samtalen blev ikke åbnet igen.
staff-failed-handover = Samtalen blev ikke overdraget.
staff-failed-decline = Svaret kom ikke frem.
staff-failed-state = Samtalens tilstand blev ikke ændret.
staff-why-not-allowed = Det er ikke tilladt i samtalen, som den er nu.
staff-why-conflict = En anden ændrede noget i samme øjeblik. Se efter, og prøv igen.
staff-why-disconnected = Forbindelsen røg. Prøv igen.
staff-why-full = Der er ikke plads til flere.
staff-why-other = Prøv igen om et øjeblik.
staff-announce-note = Ny note fra en kollega
staff-announce-added = Du er taget med i en samtale
staff-announce-proposal = En overtagelse er foreslået
staff-announce-offered = Du bliver tilbudt en samtale

## board: supervisorens tavle

board-heading = Tavle
board-waiting = Venter nu
board-oldest = Længste ventetid
board-nobody = Ingen
board-duty = På vagt
board-duty-none = Ingen er på vagt.
board-appointments = Aftaler i dag
board-appointments-none = Ingen i dag.
board-table-caption = Alle, der venter, den længste ventetid først
board-column-door = Dør
board-column-waited = Har ventet
board-column-kind = Ny eller været her før
board-column-state = Status
board-column-name = Navn
board-column-role = Rolle
board-updated = Opdateret { $time }
board-state-on_duty = på vagt
board-state-paused = holder pause
board-rooms = Samtaler, som nogen har
board-rooms-hint = Alle i samtalen ser, at du kommer med, og den besøgende bliver spurgt om dig.
board-rooms-none = Ingen har en samtale nu.
board-room-holder = { $name } har den
board-room-open = Vis den nedenfor
board-room-join = Kom med, synligt for alle
board-room-stay = Kom med i { $time }
board-propose = Foreslå en overtagelse
board-propose-hint = Den sker, når en anden supervisor er enig. Den, der har samtalen, forlader den.
board-propose-who = Hvem overtager
board-proposals = Foreslåede overtagelser
board-proposal = { $by } foreslår, at { $name } overtager efter { $holder }.
board-proposal-own = Du har foreslået, at { $name } overtager efter { $holder }. En anden supervisor skal være enig.
board-second = Godkend overtagelsen
board-proposal-no = Sig nej til den
