# Frame
skip-link = Zum Inhalt
language-label = Sprache
console-name = Konsole
parts-label = Seiten der Domain
other-domain = Andere Domain
sign-out-button = Abmelden
cancel-link = Abbrechen
role-auditors = Prüfung
role-help-desk = Helpdesk
role-full = Verwaltung
role-operator = Betrieb
# Times
until-today = bis heute, { $time }
until-tomorrow = bis morgen, { $time }
until-day = bis { $day }, { $time }
when-today = heute, { $time }
when-yesterday = gestern, { $time }
when-day = { $day }, { $time }
# Pages that say one thing
start-action = Zur ersten Seite
again-action = Noch einmal
sign-in-action = Anmelden
bad-request-title = Die Anfrage ist nicht lesbar
bad-request-text = An der Adresse oder dem Formular stimmt etwas nicht. Nichts wurde geändert.
ended-title = Sie sind abgemeldet
ended-text = Ihre Anmeldung ist beendet, hier oder anderswo. Melden Sie sich an, um weiterzumachen; nichts wurde ausgeführt.
forged-title = Dieses Formular ist nicht von hier
forged-text = Es kam nicht von einer Seite dieses Browsers, oder die Seite ist zu alt. Nichts wurde geändert.
no-administrator-title = Sie verwalten hier nichts
no-administrator-text = Kein geltendes Dokument nennt dieses Konto, oder es fehlten zwei Faktoren. Melden Sie sich mit einem anderen Konto an, oder fragen Sie, wer die Domain betreut.
not-found-title = Diese Seite gibt es nicht
not-found-text = Unter dieser Adresse ist nichts, oder nichts mehr.
not-signed-in-title = Sie sind nicht angemeldet
not-signed-in-text = Die Anmeldeseite hat Sie ohne Anmeldung zurückgeschickt. Nichts wurde geändert.
not-signed-out-title = Sie sind nur hier abgemeldet
not-signed-out-text = Dieser Browser ist abgemeldet, aber die Anmeldeseite war nicht erreichbar. Beenden Sie die Sitzung auch dort.
not-yours-title = Das ist Ihnen nicht erlaubt
not-yours-text = Ihre Rolle erlaubt es nicht, oder es gehört zu einer anderen Domain oder einem Konto mit mehr Rechten. Nichts wurde geändert.
other-account-title = Ein anderes Konto hat sich angemeldet
other-account-text = Was begonnen wurde, führt das Konto aus, das es begann. Nichts wurde geändert.
out-of-date-title = Diese Anmeldung ist überholt
out-of-date-text = Sie begann nicht in diesem Browser, oder vor mehr als zehn Minuten. Beginnen Sie von vorn.
signed-out-title = Sie sind abgemeldet
signed-out-text = Die Sitzung ist beendet, auch auf der Anmeldeseite.
too-many-title = Zu viele Anfragen
too-many-text = Ihr Netz hat in kurzer Zeit zu viel verlangt. Warten Sie zehn Sekunden.
undecided-title = Das geht jetzt nicht
undecided-text = Ein Teil des Systems antwortet nicht. Sehen Sie nach, ob es geschehen ist, bevor Sie es noch einmal versuchen.
# Words of tables and forms
account-label = Konto
service-label = Dienst
address-label = Adresse
decision-label = Entscheidung
account-contains = Konto enthält
would-be-label = Würde entschieden
changes-shown = { $first } bis { $last } von { $found }
decision-ALLOW = Eingelassen
decision-CHALLENGE = Mehr verlangt
decision-DENY = Abgewiesen
reason-head = Grund
reason-RULE_SATISFIED = Die Regel ist erfüllt
reason-GRACE_PERIOD = In der Übergangsfrist
reason-FACTOR_REQUIRED = Es wird mehr verlangt
reason-ENROLMENT_REQUIRED = Kein zweiter Faktor eingerichtet
reason-BAD_CREDENTIALS = Falsches Passwort
reason-BAD_SECOND_FACTOR = Falscher Code
reason-BAD_SAML_RESPONSE = Single Sign-on nicht angenommen
reason-BAD_PASSKEY = Passkey nicht angenommen
reason-SESSION_ENDED = Die Sitzung war beendet
reason-WRONG_CREDENTIAL_FOR_SERVICE = Diese Art Passwort gilt dort nicht
reason-NO_RULE = Keine Regel lässt es zu
reason-DENIED_BY_RULE = Eine Regel verbietet es
reason-CANNOT_CHALLENGE = Es wird mehr verlangt, und das Programm kann nicht fragen
reason-RATE_LIMITED = Zu viele Fehlversuche
reason-other = Ein anderer Grund
rule-head = Regel
count-head = Anzahl
time-head = Zeit
program-head = Programm
reference-head = Referenz
step-head = Schritt
found-head = Befund
revision-head = Revision
by-head = Von
any = Alle
since-label = Ab Tag
until-label = Bis Tag
filter-button = Filtern
older-link = Ältere
more-link = Weitere
csv-link = Als CSV speichern
find-account = Konto suchen
find-button = Suchen
none = Keine
not-known = Das ist gerade nicht bekannt: Ein Teil des Systems antwortet nicht.
# Today
today-title = Heute
attention-heading = Was Aufmerksamkeit braucht
attention-none = Nichts.
day-heading = Anmeldungen der letzten 24 Stunden
why-refused-heading = Warum abgewiesen wurde
no-document = { $domain } hat kein eigenes Dokument: Es gilt, was „*“ sagt.
held-back = { $account } ist nach Fehlversuchen gesperrt
trial-ready = Das erprobte Dokument kann angewandt werden.
trial-runs = Ein Dokument wird erprobt.
trial-not-known-yet = Ob ein Dokument erprobt wird, wird noch nachgesehen.
# Sign-ins
sign-ins-title = Anmeldungen
sign-ins-none = Keine passende Anmeldung.
sign-in-title = Eine Anmeldung
to-person = Zu diesem Konto
then-heading = Warum, nach dem damaligen Dokument
now-heading = Nach dem heutigen Dokument
by-rule = Regel „{ $rule }“
of-document = Dokument { $document }, Revision { $revision }
# Accounts
accounts-title = Konten
accounts-none = Hier werden keine Konten geführt. Suchen Sie eines nach seiner Adresse.
no-account-here = { $account } ist kein Konto von { $domain }.
password-head = Passwort
kept-here = Hier
not-kept-here = Anderswo oder keines
factors-heading = Authenticator-Apps
authenticator = { $label }
recovery-codes = Übrige Wiederherstellungscodes: { $n }
passkeys-heading = Passkeys
sessions-heading = Sitzungen
trust-heading = Vertraute Adressen und Geräte
trust-ip = Adresse { $name }
trust-device = Gerät { $name }
app-passwords-heading = App-Passwörter
recent-heading = Letzte Anmeldungen
all-sign-ins = Alle Anmeldungen dieses Kontos
never-used = (nie benutzt)
used = (zuletzt { $when })
locked-heading = Anmeldungen sind gesperrt
failures-heading = Fehlversuche sind gezählt
failures = { $secret ->
    [password] Falsche Passwörter: { $failures } von { $limit }
    [app-password] Falsche App-Passwörter: { $failures } von { $limit }
    [code] Falsche Codes: { $failures } von { $limit }
   *[other] Fehlversuche: { $failures } von { $limit }
  }
locked-authenticator = Nach falschen Codes gesperrt: { $label }
# What the help desk does
unlock-button = Entsperren
unlock-text = Das vergisst, was gegen { $account } gezählt wurde ({ $n }). Die Person kann es sofort wieder versuchen.
done-unlock = Entsperrt. Beendete Grenzen und Sperren: { $n }.
reset-otp-button = Verlorenes Telefon zurücksetzen
reset-otp-text = Das entfernt { $n ->
    [one] die Authenticator-App
   *[other] { $n } Authenticator-Apps
  } von { $account } und die Wiederherstellungscodes und beendet Vertrauen und Sitzungen. Die Person richtet eine neue App ein. Es lässt sich nicht rückgängig machen.
done-reset-otp = Zurückgesetzt. Entfernte Apps: { $n }.
remove-passkeys-button = Alle Passkeys entfernen
remove-passkeys-text = Das entfernt { $n ->
    [one] den Passkey
   *[other] { $n } Passkeys
  } von { $account } und beendet Vertrauen und Sitzungen. Es lässt sich nicht rückgängig machen.
done-remove-passkeys = Entfernte Passkeys: { $n }.
revoke-app-password-button = Dieses App-Passwort widerrufen
revoke-app-password-text = Das Programm von { $account } mit diesem App-Passwort ({ $n }) kommt nicht mehr hinein. Es lässt sich nicht rückgängig machen.
done-revoke-app-password = Widerrufene App-Passwörter: { $n }.
end-sessions-button = Sitzungen beenden
end-sessions-text = Das beendet { $n ->
    [one] eine Sitzung
   *[other] { $n } Sitzungen
  } von { $account }: Browser und was Webmails für sie öffneten. Die Person meldet sich neu an.
done-end-sessions = Beendete Sitzungen: { $n }.
end-trust-button = Vertrauen und Sitzungen beenden
end-trust-text = Das beendet alles, was für { $account } vertraut ist, insgesamt { $n }: Adressen, Geräte, Sitzungen.
done-end-trust = Beendete Adressen, Geräte und Sitzungen: { $n }.
needs-factors = Die Anmeldeseite zeigt dies noch einmal und fragt zuerst nach Ihren Faktoren.
reason-label = Warum
reason-hint = Steht unter Ihrem Namen im Protokoll, höchstens 200 Zeichen.
reason-missing = Schreiben Sie, warum.
# Policy
policy-title = Richtlinie
version-active = In Kraft seit { $when }, Revision { $revision }, von { $by }
version-earlier = Frühere Fassung: Revision { $revision } von { $when }, von { $by }
edit-link = Dokument ändern
edit-version-link = Zu dieser Fassung zurück
history-title = Verlauf
withdrawn = zurückgezogen
edit-title = Richtlinie ändern
document-label = Dokument von { $domain }
document-hint = YAML. Nichts ändert sich, bevor Sie gesehen haben, was es gibt und nimmt.
check-button = Prüfen und zeigen, was sich ändert
refused-heading = Das kann nicht angewandt werden
changed-heading = Jemand anders hat das Dokument geändert
changed-text = Es war { $by }. Nichts wurde überschrieben. Übernehmen Sie, was in Ihren Text gehört, und prüfen Sie erneut.
in-force-label = Jetzt in Kraft
review-heading = Was sich ändern würde
proved-text = Seine Zusicherungen und die Leitplanken gelten.
warnings-heading = Warnungen
meaning-heading = Was es gibt und nimmt
meaning-same = Keine Anmeldung wird anders entschieden.
meaning-undecided = Die Änderung ist zu groß zum Vergleichen. Lesen Sie sie sorgfältig.
comment-label = Kommentar
apply-button = Anwenden
try-button = Zuerst erproben
done-applied = Das Dokument ist in Kraft.
line = Zeile { $line }, Spalte { $column }
# Trial
trial-title = Erprobung
trial-none = Nichts wird erprobt. Ein Dokument wird von der Seite aus erprobt, auf der es geändert wird: Es läuft neben dem geltenden mit und entscheidet nichts.
trial-since = Seit { $when }, von { $by }
trial-failed = Es sagt nichts mehr: { $why }
trial-logins = Begleitete Anmeldungen
trial-allowed = Hätte eingelassen
trial-refused-genuine = Echt, und abgewiesen
trial-unknown = Nicht zu sagen
differences-heading = Was anders entschieden würde
differences-none = Bisher nichts.
differences-more = Und { $n } weitere.
differences-not-listed = Und { $n } weitere Anmeldungen, die nicht aufgelistet sind.
trial-end-text = Mit dem Ende wird vergessen, was gezählt wurde. Das geltende Dokument bleibt.
trial-end-button = Erprobung beenden
done-trial-started = Die Erprobung läuft.
done-trial-ended = Die Erprobung ist beendet.
# The record
busy-title = Zu viel läuft schon
busy-text = Für Sie, Ihre Domain oder diese Instanz der Konsole läuft so viel, wie laufen darf. Warten Sie oder beenden Sie etwas: Die erste Seite der Domain führt Ihre Arbeiten auf.
work-heading = Laufende und fertige Arbeiten
work-running = läuft
work-done = fertig
work-failed = fehlgeschlagen
work-ended = beendet
work-kept = Sie können diese Seite schließen. Die Arbeit geht weiter, und ihr Ergebnis bleibt { $minutes } Minuten, solange Sie angemeldet sind. Die erste Seite der Domain führt sie auf.
work-link = Hierher zurück
work-end-button = Beenden und vergessen
work-ended-text = Die Arbeit wurde beendet: Sie wurde angehalten, dauerte zu lange, oder Ihre Anmeldung endete. Versuchen Sie es mit weniger Tagen.
work-elsewhere-title = Die Arbeit wird gesucht
work-elsewhere-asks = Diese Instanz der Konsole hat sie nicht. Vielleicht eine andere: Die Seite fragt von selbst noch einmal.
work-lost-title = Die Arbeit wurde nicht gefunden
work-lost-text = Keine Instanz der Konsole, die antwortete, hat diese Arbeit. Vielleicht ist ihre Zeit vorbei, oder die Instanz wurde neu gestartet. Versuchen Sie es noch einmal oder beginnen Sie neu.
work-over-title = Diese Arbeit ist vorbei
work-over-text = Sie wurde beendet oder lange genug aufbewahrt. Beginnen Sie neu.
working = Das Protokoll wird gelesen …
working-at = { $done } von { $total } Anmeldungen
broken-off = Es ging nicht weiter: Ein Teil des Systems antwortet nicht, oder es ist zu viel zu lesen. Nichts wurde geändert. Versuchen Sie es mit weniger Tagen.
days-label = Aus dem Protokoll
days-back = { $n ->
    [one] des letzten Tages
   *[other] der letzten { $n } Tage
  }
rehearse-button = Probelauf
rehearsal-title = Probelauf
rehearsal-text = { $days ->
    [one] Die Anmeldungen des letzten Tages
   *[other] Die Anmeldungen der letzten { $days } Tage
  } werden noch einmal entschieden, mit dem Dokument, wie Sie es geschrieben haben. Nichts wird geändert.
rehearsal-found = Was entschieden worden wäre
rehearsal-replayed = Neu entschieden
rehearsal-changed = Anders entschieden
rehearsal-refused = Eingelassen, nun abgewiesen
rehearsal-not = Zu alt für eine Entscheidung
changes-heading = Was sich ändert, nach Regel
affected-heading = Am meisten betroffene Konten
latest-heading = Die jüngsten davon
back-to-document = Zurück zum Dokument
propose-title = Vorschlag aus dem Protokoll
propose-text = Liest, was die Leute taten, und schreibt das strengste lesbare Dokument, das keine echte Anmeldung davon abweist: zwei Faktoren, oder einer, dem 14 Tage lang niemand widersprach. Nichts wird geändert. Sie bearbeiten es, prüfen es und erproben es.
propose-button = Dokument vorschlagen
proposal-heading = Ein Vorschlag
proposal-genuine = Es würde alle { $n } echten Anmeldungen dieser Zeit wieder einlassen. Seine Zusicherungen sind bewiesen.
proposal-refuses = Was es neu abweisen würde
proposal-refuses-none = Es würde nichts neu abweisen, was eingelassen wurde.
live-title = Anmeldungen, laufend
live-link = Laufend verfolgen
live-on = Neue Anmeldungen erscheinen oben, sobald sie im Protokoll stehen.
live-reloads = Diese Seite lädt sich alle zehn Sekunden neu.
live-stop = Nicht mehr verfolgen
# Operators
all-domains = Alle Domains
operator-parts-label = Seiten der Betreiber
domains-title = Domains
domain-begins = Domains, die beginnen mit
domains-none = Keine Domain mit eigenem Dokument beginnt so.
document-begins = Dokumente, die beginnen mit
none-begins-so = Nichts beginnt so.
open-named = { $domain } öffnen, das kein eigenes Dokument hat
templates-title = Vorlagen
template-begins = Vorlagen, die beginnen mit
templates-none = Es gibt keine Vorlagen. Viele Domains können eine teilen; sie wird mit der Kommandozeile angewandt.
template-text = Eine Vorlage bindet jede Domain, die sie erweitert. Sie wird mit der Kommandozeile geändert.
bound-heading = Domains, für die sie gilt
bound-none = Sie gilt für keine Domain.
trials-title = Erprobungen
trials-none = Nichts wird erprobt.
document-head = Dokument
state-head = Zustand
trial-state-runs = Läuft
trial-state-forgotten = Vergessen: anwenden oder beenden
trial-state-failed = Sagt nichts mehr
# Clients of the sign-in page
clients-title = Clients
clients-text = Programme, bei denen man sich über die Anmeldeseite anmeldet: Webmails, und Hosts hinter Forward Authentication.
client-find = Kennung oder Name enthält
clients-none = Kein Client der Anmeldeseite passt.
client-id-label = Kennung
client-name-label = Name
client-name-hint = Steht auf der Anmeldeseite. Leer: die Kennung.
client-how-label = Anmeldung über
client-how-oidc = OpenID Connect
client-how-oidc-without-pkce = OpenID Connect, ohne PKCE
client-how-public = OpenID Connect, ohne Secret
client-how-host = Forward Authentication
client-addresses-label = Wo er ist
client-addresses-hint = Redirect-URIs, eine je Zeile. Bei Forward Authentication nur der Host, etwa https://webmail.example.
client-domains-label = Domains, deren Konten ihn nutzen dürfen
client-domains-hint = Eine je Zeile. * ist jede Domain.
client-networks-label = Netze, aus denen er Mail öffnet
client-networks-hint = Eines je Zeile, etwa 192.0.2.40/32. Leer: Er öffnet keine Mail.
client-after-logout-label = Wohin der Browser nach dem Abmelden geht
client-after-logout-hint = URIs, eine je Zeile. Darf leer sein.
client-backchannel-label = Wohin beendete Sitzungen gemeldet werden
client-backchannel-hint = Eine https-URI. Darf leer sein.
client-since-label = Eingetragen
client-is-console = Das ist die Konsole selbst. Sie wird mit der Kommandozeile geändert: Ein Fehler hier würde alle aussperren, die verwalten.
add-client-button = Client eintragen
add-client-text = Von da an können sich die Leute seiner Domains bei ihm anmelden. Das Secret wird einmal gezeigt, nachdem Sie Ihre Faktoren angegeben haben.
new-secret-button = Neues Secret erstellen
new-secret-text = { $client } bekommt ein neues Secret, und das alte endet sofort. Niemand von { $domains } kann sich dort anmelden, bis er das neue hat.
remove-client-button = Client entfernen
remove-client-text = Binnen einer Sekunde kann sich niemand mehr bei { $client } anmelden, und seine Sitzungen öffnen nichts mehr. Das betrifft die Leute von { $domains }. Es lässt sich nicht rückgängig machen.
client-sessions = { $n ->
    [0] Er hat gerade keine Sitzung.
    [one] Eine Sitzung endet damit.
   *[other] { $n } Sitzungen enden damit.
}
client-sessions-more = Mehr als { $n } Sitzungen enden damit.
client-sessions-unknown = Wie viele Sitzungen damit enden, lässt sich jetzt nicht sagen: Ein Teil des Systems antwortet nicht.
done-put-client = Der Client ist eingetragen.
done-remove-client = Der Client ist entfernt.
client-secret-title = Das Secret des Clients
client-secret-text = Es wird nur dieses eine Mal gezeigt. Tragen Sie es beim Client ein, bevor Sie diese Seite verlassen.
client-secret-action = Zum Client
client-changed-title = Jemand anderes hat diesen Client geändert
client-changed-text = Er wurde eingetragen, geändert oder entfernt, während Sie Ihre Faktoren angaben. Nichts wurde überschrieben.
client-too-long-title = Zu viel für diese Seite
client-too-long-text = Dieser Client hat mehr Domains oder Adressen, als die Konsole ändern kann. Nehmen Sie die Kommandozeile.
wrong-client-id = 1 bis 64 Zeichen: a bis z, 0 bis 9, „-“, „_“ und „.“.
wrong-client-taken = Einen Client mit dieser Kennung gibt es schon.
wrong-client-name = Höchstens 64 Oktette, in einer Zeile.
wrong-client-service = Wählen Sie etwas aus.
wrong-client-way = Wählen Sie etwas aus.
wrong-client-addresses = https-URIs, oder http nur auf diesem Rechner. Bei Forward Authentication ein Host, ohne Pfad.
wrong-client-domains = Mindestens eine Domain, oder *.
wrong-client-networks = Ein Netz je Zeile, etwa 192.0.2.40/32.
wrong-client-after-logout = https-URIs, oder http nur auf diesem Rechner.
wrong-client-backchannel = Eine https-URI, oder nichts.
wrong-client-long = Das ist mehr, als die Konsole eintragen kann. Nehmen Sie die Kommandozeile.
# Second factors
second-factors-title = Zweite Faktoren
second-factors-text = Wer weder eine Authenticator-App noch einen Passkey hat, und wer davon seither ein Webmail benutzt hat. Jedes Konto wird angesehen; in einer großen Domain dauert das.
look-button = Ansehen
factors-heading-share = { $n } % haben einen zweiten Faktor
factors-accounts = Konten
factors-with = Mit zweitem Faktor
factors-without = Ohne
factors-used = Davon mit Webmail-Nutzung
factors-everyone = Alle haben einen.
last-web-head = Letzte Webmail-Anmeldung
let-in-until-head = Anmeldung ohne ihn möglich bis
no-grace = keine Übergangsfrist
reminder-head = Erinnerung
reminded-head = Davon mit Erinnerung
share-head = Haben einen zweiten Faktor
days-title = Tage, an denen Übergangsfristen enden
reminders-waiting = { $n ->
    [one] Eine Erinnerung wartet auf den Versand.
   *[other] { $n } Erinnerungen warten auf den Versand.
}
end-reminders-button = { $n ->
    [one] Eine Erinnerung zurückziehen
   *[other] { $n } Erinnerungen zurückziehen
}
reminders-ended = { $n ->
    [one] Eine Erinnerung wurde zurückgezogen.
   *[other] { $n } Erinnerungen wurden zurückgezogen.
}
undelivered-heading = Erinnerungen, die nicht zugestellt werden konnten
undelivered-text = { $n ->
    [one] In den letzten { $days } Tagen konnte eine Person nicht erinnert werden: Der Mailserver hat die Mail abgelehnt. Sie wird nicht noch einmal gesendet. Benachrichtigen Sie die Person auf anderem Weg, oder erinnern Sie sie noch einmal, sobald ihr Postfach Mail annimmt.
   *[other] In den letzten { $days } Tagen konnten { $n } Personen nicht erinnert werden: Der Mailserver hat die Mails abgelehnt. Sie werden nicht noch einmal gesendet. Benachrichtigen Sie diese Personen auf anderem Weg, oder erinnern Sie sie noch einmal, sobald ihre Postfächer Mail annehmen.
}
undelivered-why-head = Antwort des Mailservers
undelivered-unknown = Die Aufzeichnung kann gerade nicht gelesen werden: Welche Erinnerungen nicht zugestellt werden konnten, ist nicht bekannt.
remind-text = { $n ->
    [one] Eine Person hat keinen zweiten Faktor, und ihre Übergangsfrist endet. Vorher bekommt sie eine Mail, wenn sie bis dahin keinen Faktor hat.
   *[other] { $n } Personen haben keinen zweiten Faktor, und ihre Übergangsfrist endet. Vorher bekommt jede eine Mail, wenn sie bis dahin keinen Faktor hat.
}
before-label = Die Mail geht
days-before = { $n } Tage vorher
remind-button = { $n ->
    [one] Eine Person erinnern
   *[other] { $n } Personen erinnern
}
reminded = { $n ->
    [one] Eine Person wird erinnert, { $days } Tage vor dem Ende ihrer Übergangsfrist.
   *[other] { $n } Personen werden erinnert, { $days } Tage vor dem Ende ihrer Übergangsfrist.
}
