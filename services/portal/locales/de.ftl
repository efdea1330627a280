# Page titles and headings
sign-in-title = Anmelden bei { $name }
sign-in-to-client = Danach geht es weiter zu { $client }.
account-label = E-Mail-Adresse
account-label-local = Benutzername
password-label = Passwort
sign-in-button = Anmelden
provider-button = Über Ihre Organisation anmelden
provider-title = Anmeldung über Ihre Organisation
provider-text = Konten von { $domain } melden sich auf der Seite der Organisation an. Danach kommen Sie hierher zurück.
provider-go-title = Weiter zu Ihrer Organisation
provider-go-text = Wenn nichts geschieht, drücken Sie auf den Knopf.
continue-button = Weiter
password-title = Geben Sie Ihr Passwort ein
signing-in-as = Anmeldung als { $account }
not-you = Nicht Sie?
show-password = Passwort zeigen
code-title = Geben Sie Ihren Code ein
code-next-title = Noch ein Code
code-text = Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie jetzt zeigt.
code-text-next = Ihre App ist eingerichtet. Jeder Code gilt nur einmal: Warten Sie, bis die App den nächsten zeigt – höchstens eine halbe Minute –, und melden Sie sich damit an.
code-text-proof = Öffnen Sie Ihre Authenticator-App und geben Sie einen Code ein, den Sie noch nicht benutzt haben. Zeigt sie noch den benutzten, warten Sie auf den nächsten.
code-label = Code
authenticator-label = Authenticator-App
authenticator-any = Beliebig
trust-legend = Künftig weniger fragen
trust-ip = Diesem Internetanschluss ({ $address }) { $lifetime } lang vertrauen
trust-ip-hint = Mailprogramme arbeiten hier dann mit Ihrem Passwort. Nicht im Café oder im Hotel.
trust-device = Diesem Browser { $lifetime } lang vertrauen
trust-device-hint = Nur auf einem eigenen Gerät.
recovery-link = Stattdessen einen Wiederherstellungscode verwenden
recovery-title = Geben Sie einen Wiederherstellungs{ "\u00AD" }code ein
recovery-text = Geben Sie einen der Codes ein, die Sie beim Einrichten der Anmeldung in zwei Schritten gesichert haben. Jeder gilt nur einmal.
recovery-label = Wiederherstellungscode
code-link = Stattdessen die Authenticator-App verwenden
# First set-up
set-up-title = Anmeldung in zwei Schritten einrichten
set-up-text = Ihre Organisation verlangt neben dem Passwort einen Code. Dafür brauchen Sie eine Authenticator-App auf Ihrem Telefon, etwa Aegis, 2FAS, FreeOTP oder Google Authenticator.
set-up-text-passkey = Ihre Organisation verlangt neben dem Passwort einen Passkey. Ihn bewahrt Ihr Gerät, Ihr Passwortmanager oder ein Sicherheitsschlüssel auf.
set-up-grace = Vorläufig können Sie sich ohne Code anmelden. Später brauchen Sie einen.
set-up-choice = Ein zweiter Schritt schützt Ihr Postfach auch dann, wenn jemand Ihr Passwort erfährt.
set-up-button = Authenticator-App einrichten
later-button = Nicht jetzt
confirm-title = Scannen Sie dieses Bild mit Ihrer App
confirm-text = Öffnen Sie Ihre Authenticator-App, fügen Sie ein Konto hinzu und scannen Sie dieses Bild.
confirm-qr = QR-Code für Ihre Authenticator-App. Derselbe Schlüssel steht darunter als Text.
confirm-secret = Scannen nicht möglich? Geben Sie diesen Schlüssel in der App ein:
confirm-code-label = Code aus der App
confirm-button = Bestätigen
recovery-codes-title = Sichern Sie Ihre Wiederherstellungs{ "\u00AD" }codes
recovery-codes-text = Wenn Sie Ihr Telefon verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Drucken oder speichern Sie sie, wo niemand sonst sie sieht. Sie werden nicht noch einmal angezeigt.
print-button = Drucken
save-link = Als Datei speichern
recovery-codes-button = Ich habe sie gesichert
# Passkeys
passkey-button = Mit einem Passkey anmelden
passkey-title = Passkey verwenden
passkey-text = Ihr Browser oder Ihr Sicherheitsschlüssel bestätigt, dass Sie es sind.
passkey-not-here = Sie haben ihn nicht bei sich? Nehmen Sie ein Gerät, das ihn hat, oder fragen Sie Ihre Administration.
passkey-failed = Der Passkey wurde nicht verwendet. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.
passkey-instead = Ihr Browser kennt hier keine Passkeys, oder JavaScript ist ausgeschaltet. Melden Sie sich oben mit Ihrer E-Mail-Adresse an, oder nehmen Sie einen anderen Browser.
passkey-make-title = Passkey erstellen
passkey-make-text = Ein Passkey liegt auf Ihrem Gerät, in Ihrem Passwortmanager oder auf einem Sicherheitsschlüssel. Er meldet Sie mit Fingerabdruck, Gesicht oder PIN an, und nur auf dieser Seite.
passkey-make-now = Drücken Sie die Schaltfläche. Ihr Browser fragt dann, wo der Passkey aufbewahrt werden soll.
passkey-make-models = Hier können nur diese Modelle verwendet werden: { $models }. Wenn der Browser fragt, ob er das Modell mitteilen darf, erlauben Sie es.
moving-title = Ihre Anmeldeseite ist umgezogen
moving-text = Passkeys, die hier erstellt wurden, gelten { $until }. Danach melden sie nicht mehr an. Fügen Sie vorher auf der neuen Seite, { $host }, einen hinzu.
moving-link = Passkey bei { $host } hinzufügen
passkey-make-button = Passkey erstellen
passkey-make-instead = Ihr Browser erstellt hier keine Passkeys, oder JavaScript ist ausgeschaltet. Melden Sie sich noch einmal an und richten Sie eine Authenticator-App ein, oder nehmen Sie einen anderen Browser.
set-up-passkey-button = Passkey einrichten
set-up-text-either = Ihre Organisation verlangt mehr als das Passwort: einen Code einer Authenticator-App auf Ihrem Telefon oder einen Passkey, den Ihr Gerät aufbewahrt.
set-up-lost = Sie haben gezeigt, dass Sie es sind. Erstellen Sie einen neuen Passkey, und melden Sie sich damit an.
passkey-only-text = Konten von { $domain } melden sich mit einem Passkey an.
lost-passkey-link = Passkey verloren?
lost-passkey-title = Neuen Passkey erstellen
lost-passkey-text = Geben Sie Ihr Passwort und einen der Wiederherstellungscodes ein, die Sie aufbewahrt haben. Danach erstellen Sie einen neuen Passkey.
passkey-made-title = Ihr neuer Passkey ist bereit
passkey-made-text = Melden Sie sich jetzt damit an. Entfernen Sie danach den verlorenen unter „Meine Anmeldung“.
problem-passkey-refused = Der Passkey wurde nicht angenommen. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.
problem-passkey-not-made = Es wurde kein Passkey erstellt. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.
problem-passkey-elsewhere = Passkeys werden jetzt bei { $host } erstellt. Melden Sie sich dort an, um einen hinzuzufügen, oder richten Sie hier eine Authenticator-App ein.
problem-passkey-model = Dieser Passkey ist von einem Modell, das hier nicht verwendet werden kann. Melden Sie sich noch einmal an, und nehmen Sie eines von diesen: { $models }.
problem-passkey-attestation = Der Browser hat nicht gezeigt, von welchem Modell dieser Passkey ist, oder der Hersteller bestätigt es nicht. Melden Sie sich noch einmal an, nehmen Sie eines von diesen, und erlauben Sie dem Browser, es mitzuteilen: { $models }.
# Signed in
sign-out-title = Abmelden?
stay-button = Angemeldet bleiben
signed-in-title = Sie sind angemeldet
signed-in-as = Angemeldet als { $account }
going-on-title = Sie sind angemeldet
going-on-text = { $client } wird geöffnet …
until-today = bis heute, { $time }
until-tomorrow = bis morgen, { $time }
until-day = bis { $day }, { $time }
granted-ip = Diesem Internetanschluss wird { $until } vertraut.
granted-device = Diesem Browser wird { $until } vertraut.
refused-trust = Das Vertrauen wurde nicht gespeichert: { $why ->
    [limit] Mehr dürfen es nicht sein.
    [one-factor] Dafür müssen Sie sich mit mehr als dem Passwort anmelden.
    [unavailable] Das ist gerade nicht möglich.
   *[other] Ihre Organisation bietet es hier nicht an.
}
session-until = Sie bleiben { $until } angemeldet.
sign-out-button = Abmelden
sign-out-everywhere-button = Überall abmelden
sign-out-everywhere-hint = Beendet alle Sitzungen Ihres Kontos, auf allen Geräten.
signed-out-title = Sie sind abgemeldet
signed-out-text = Schließen Sie das Fenster, wenn andere dieses Gerät benutzen.
signed-out-partly = Sie sind auf dieser Seite abgemeldet. Was Sie von hier aus geöffnet haben, schließt sich in wenigen Minuten von selbst.
sign-in-again = Erneut anmelden
sign-in-ended = Sie sind hier nicht mehr angemeldet: Ihre Anmeldung ist beendet, oder an Ihrem Konto wurde etwas geändert. Melden Sie sich erneut an.
# Refusals
refused-title = Hier können Sie sich nicht anmelden
refused-NO_RULE = Ihre Organisation erlaubt diese Anmeldung von hier aus nicht.
refused-DENIED_BY_RULE = Ihre Organisation erlaubt diese Anmeldung von hier aus nicht.
refused-CANNOT_CHALLENGE = Ihre Organisation verlangt von hier aus mehr, als auf dieser Seite möglich ist.
refused-ENROLMENT_REQUIRED = Ihre Organisation verlangt einen zweiten Schritt, und für Ihr Konto ist noch keiner eingerichtet. Von hier aus ist das nicht möglich.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Dieses Passwort gehört zu einem Mailprogramm. Hier brauchen Sie Ihr Hauptpasswort.
refused-RATE_LIMITED = Es gab zu viele Fehlversuche. Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal.
refused-other = Ihre Organisation erlaubt diese Anmeldung nicht.
help-ENROLMENT_REQUIRED = Richten Sie ihn im Netz Ihrer Organisation ein, oder wenden Sie sich an Ihre Administration.
help-RATE_LIMITED = Wenn die Versuche nicht von Ihnen waren, sagen Sie Ihrer Administration Bescheid.
help-other = Wenn Sie Zugang haben sollten, wenden Sie sich an Ihre Administration.
try-again = Noch einmal versuchen
other-account-link = Anderes Konto verwenden
reference = Vorgangsnummer: { $reference }
refused-client-title = { $client } lässt sich nicht öffnen
refused-client = { $why ->
    [domain] { $client } ist nicht für Konten von { $domain }.
    [not-offered] Ihre Organisation lässt { $client } auf diesem Weg nicht öffnen.
   *[other] Sie sind angemeldet, aber für { $client } konnte keine Sitzung eröffnet werden.
}
# Errors
error-summary = Es gibt ein Problem
problem-account-missing = Geben Sie Ihre E-Mail-Adresse ein.
problem-account-malformed = Geben Sie die ganze Adresse ein, etwa anna@example.org.
problem-account-elsewhere = Konten von { $domain } melden sich nicht hier an.
problem-password-missing = Geben Sie Ihr Passwort ein.
problem-password-wrong = Die Adresse oder das Passwort ist falsch.
problem-password-long = Das Passwort ist zu lang.
problem-code-missing = Geben Sie den Code ein.
problem-code-wrong = Der Code ist falsch oder wurde schon benutzt. Vergleichen Sie ihn mit der App, oder warten Sie auf den nächsten.
problem-recovery-code-wrong = Der Wiederherstellungscode ist falsch oder wurde schon benutzt.
problem-provider-refused = Die Antwort Ihrer Organisation wurde nicht angenommen. Versuchen Sie es noch einmal.
problem-set-up-failed = Die Zeit zum Einrichten ist abgelaufen. Melden Sie sich noch einmal an, um von vorn zu beginnen.
out-of-date-title = Diese Seite ist abgelaufen
out-of-date-text = Sie haben in einem anderen Fenster weitergemacht oder zu lange gewartet.
undecided-title = Das ist gerade nicht möglich
undecided-text = An Ihren Angaben liegt es nicht. Versuchen Sie es in einer Minute noch einmal.
not-found-title = Diese Seite gibt es nicht
bad-request-title = Das hat nicht geklappt
bad-request-text = Der Link ist nicht vollständig oder nicht für diese Seite gedacht.
begin-again-text = Gehen Sie dorthin zurück, woher Sie kamen, etwa zum Webmail, und beginnen Sie dort noch einmal.
forged-text = Was Sie gesendet haben, kam nicht von dieser Seite. Beginnen Sie hier noch einmal.
cookies-text = Diese Seite braucht Cookies. Erlauben Sie sie und versuchen Sie es noch einmal.
help-heading = Hilfe
language-label = Sprache
# Lifetimes
lifetime-minutes = { $n ->
    [one] { $n } Minute
   *[other] { $n } Minuten
}
lifetime-hours = { $n ->
    [one] { $n } Stunde
   *[other] { $n } Stunden
}
lifetime-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
skip-link = Zum Formular
not-me-title = Das waren Sie nicht?
not-me-text = Dann beendet dies, was jemand seitdem gewonnen haben kann:
not-me-sessions = Anmeldungen sowie Anschlüsse und Geräte, denen seitdem vertraut wird
not-me-app-passwords = seitdem erstellte App-Passwörter
not-me-authenticators = seitdem hinzugefügte Authenticatoren und Passkeys: sie bleiben und öffnen nichts
not-me-button = Jetzt beenden
not-me-mine = Waren Sie es doch, schließen Sie diese Seite. Es geschieht nichts.
not-me-over-title = Dieser Link funktioniert nicht mehr
not-me-over-text = Solche Links funktionieren 7 Tage lang.
not-me-administrator = Benutzt jemand anderes Ihr Konto, sagen Sie es Ihrer Administration.
disowned-title = Es ist beendet
disowned-nothing = Es gab nichts zu beenden: Keine Anmeldung besteht, und nichts ist hinzugekommen.
disowned-trust = { $n ->
    [one] Eine Anmeldung, ein Anschluss oder ein Gerät ist beendet.
   *[other] { $n } Anmeldungen, Anschlüsse oder Geräte sind beendet.
}
disowned-app-passwords = { $n ->
    [one] Ein App-Passwort ist beendet.
   *[other] { $n } App-Passwörter sind beendet.
}
disowned-authenticators = { $n ->
    [one] Ein Authenticator öffnet nichts mehr.
   *[other] { $n } Authenticatoren öffnen nichts mehr.
}
disowned-passkeys = { $n ->
    [one] Ein Passkey öffnet nichts mehr.
   *[other] { $n } Passkeys öffnen nichts mehr.
}
disowned-password = Ändern Sie jetzt Ihr Passwort: Wer sich angemeldet hat, kennt es vielleicht. Wo Sie es nicht können, hilft Ihre Administration.
# My sign-in
my-nav = Meine Anmeldung
my-home = Übersicht
my-poor = Was zu Ihrem Konto gehört, kann im Moment nicht gezeigt werden. Versuchen Sie es in einer Minute noch einmal.
my-access-title = Wo Sie angemeldet sind
my-access-hint = Sitzungen, vertraute Anschlüsse und Geräte. Beenden Sie, was Sie nicht kennen.
when-today = heute, { $time }
when-yesterday = gestern, { $time }
when-day = { $day }, { $time }
trust-session-heading = Sitzungen
trust-session-about = Browser und Apps, in denen Sie sich angemeldet haben.
trust-session-none = Keine Sitzung besteht außer dieser Seite.
trust-ip-heading = Vertraute Internetanschlüsse
trust-ip-about = Mailprogramme arbeiten dort mit Ihrem Passwort.
trust-ip-none = Sie vertrauen keinem Internetanschluss.
trust-device-heading = Vertraute Browser und Geräte
trust-device-about = Dort wird bei der Anmeldung weniger gefragt.
trust-device-none = Sie vertrauen keinem Browser oder Gerät.
session-of-page = Diese Anmeldeseite
session-here = dieser Browser
ip-here = wo Sie gerade sind
since = seit { $when }
last-used = Zuletzt benutzt { $when }, von { $address }
never-used = Noch nicht benutzt
end-session-button = Sitzung beenden
end-trust-button = Nicht mehr vertrauen
end-all-heading = Alles beenden
end-all-hint = { $n ->
    [one] Beendet den einen Eintrag oben. Auch hier werden Sie abgemeldet und melden sich mit allem neu an, was verlangt wird.
   *[other] Beendet alle { $n } Einträge oben. Auch hier werden Sie abgemeldet und melden sich mit allem neu an, was verlangt wird.
}
end-all-button = Alles beenden
done-ended = Beendet.
done-trusted = Diesem Internetanschluss wird jetzt vertraut.
service-WebUI = Webmail
service-WebAdminUI = Verwaltung
service-Imap = Mail lesen (IMAP)
service-Pop3 = Mail abholen (POP3)
service-Smtp = Mail senden (SMTP)
service-EAS = Telefon (Exchange ActiveSync)
service-Dav = Kalender und Kontakte
service-SOAP = Andere Programme des Mailservers
service-Sieve = Mailfilter
service-MobileApp = App auf dem Telefon
service-DesktopApp = App auf dem Computer
service-Chat = Chat
service-Cli = Befehlszeile
my-ways-title = Authenticator-Apps, Passkeys und Wiederherstellungs{ "\u00AD" }codes
my-ways-hint = Sehen, umbenennen und entfernen, womit Sie sich anmelden. Neue Wiederherstellungscodes.
my-authenticator-title = Authenticator-App hinzufügen
my-authenticator-hint = Für Ihr erstes Telefon, ein weiteres oder nach einem Verlust.
my-passkey-title = Passkey hinzufügen
my-passkey-hint = Anmelden mit Fingerabdruck, Gesicht oder PIN.
my-app-password-title = App-Passwort erstellen
my-app-password-hint = Für ein Mailprogramm oder Telefon, das nicht nach einem Code fragen kann.
my-app-passwords-title = App-Passwörter
my-app-passwords-hint = Sehen, wo sie zuletzt benutzt wurden, und beenden.
prove-title = Bestätigen Sie, dass Sie es sind
prove-text = Danach: { $act }
cancel-link = Abbrechen
other-account-text = Sie haben ein anderes Konto bestätigt als das, das hier angemeldet ist. Nichts wurde geändert.
not-done-title = Nichts wurde geändert
needs-second-title = Richten Sie zuerst einen zweiten Schritt ein
needs-second-text = Dafür genügt Ihr Passwort allein nicht. Richten Sie eine Authenticator-App oder einen Passkey ein und kommen Sie dann wieder.
authenticators-heading = Authenticator-Apps
authenticators-none = Sie haben keine.
authenticator-about = Eine Authenticator-App auf Ihrem Telefon zeigt jede halbe Minute einen neuen Code. Geben Sie ihr einen Namen, an dem Sie sie erkennen.
authenticator-name = Mein Telefon
passkey-name = Mein Passkey
label-label = Name
suspended = öffnet nichts
restore-button = Wieder benutzen
remove-link = Entfernen
rename-link = Umbenennen
rename-authenticator-title = Authenticator-App umbenennen
recovery-heading = Wiederherstellungs{ "\u00AD" }codes
recovery-left = { $n ->
    [0] Sie haben keine mehr.
    [one] Ein Code ist übrig.
   *[other] { $n } Codes sind übrig.
}
recovery-new-button = Neue Wiederherstellungscodes erstellen
recovery-new-hint = Die jetzigen Codes gelten dann nicht mehr.
passkeys-heading = Passkeys
passkeys-none = Sie haben keine.
passkey-moving = Er gilt bei { $host } { $until }. Fügen Sie hier einen weiteren hinzu.
passkey-moving-here = Er gilt hier { $until }.
used-when = Zuletzt benutzt { $when }
remove-title = „{ $label }“ entfernen?
remove-text = Damit melden Sie sich nicht mehr an. Alle Sitzungen enden, und keinem Anschluss oder Gerät wird mehr vertraut. App-Passwörter bleiben.
remove-last = { $n ->
    [0] Es ist der letzte: danach bleibt nur Ihr Passwort. Wo ein zweiter Schritt verlangt wird, können Sie sich erst wieder anmelden, wenn Sie einen anderen eingerichtet haben.
   *[other] Es ist der letzte: Ihre Wiederherstellungscodes ({ $n }) enden damit, und es bleibt nur Ihr Passwort. Wo ein zweiter Schritt verlangt wird, können Sie sich erst wieder anmelden, wenn Sie einen anderen eingerichtet haben.
}
remove-button = Entfernen
keep-link = Behalten
rename-passkey-title = Passkey umbenennen
rename-button = Namen speichern
ended-with-it = Ihre Sitzungen endeten damit. Melden Sie sich neu an, um fortzufahren.
app-passwords-about = Ein App-Passwort öffnet Ihr Postfach für ein Programm und sonst nichts. Ihr eigenes Passwort bleibt bei Ihnen.
app-passwords-tick = Wählen Sie aus, welche enden sollen. Für mehrere genügt eine Bestätigung.
app-passwords-nowhere = Ihre Organisation lässt kein Programm mit einem App-Passwort ein.
app-passwords-none = Sie haben keine.
app-password-one-factor = Es endet, wenn Sie Ihren ersten zweiten Schritt einrichten, außer Sie behalten es dann.
end-app-passwords-button = Ausgewählte beenden
app-password-label = Name, etwa „Outlook zu Hause“
app-password-for = Was es öffnet
expiry-label = Wie lange es gilt
expiry-never = bis Sie es beenden
app-password-button = Erstellen
app-password-made-title = App-Passwort für „{ $label }“
app-password-made-text = Geben Sie es jetzt in Ihr Programm ein. Es wird nicht noch einmal gezeigt.
setting-user = Benutzername
setting-password = Passwort
app-password-kept-button = Ich habe es eingegeben
keep-app-passwords = Die App-Passwörter behalten, die ich vorher erstellt habe
keep-app-passwords-hint = Sonst enden jetzt die, die Ihr Passwort allein erstellt hat.
done-authenticator-added = Die Authenticator-App ist hinzugefügt.
asks-again = Vor der nächsten Änderung bestätigen Sie noch einmal, dass Sie es sind.
done-authenticator-renamed = Die Authenticator-App hat den neuen Namen.
done-authenticator-restored = Die Authenticator-App gilt wieder.
done-authenticator-removed = Die Authenticator-App ist entfernt
done-passkey-added = Der Passkey ist hinzugefügt.
done-passkey-renamed = Der Passkey hat den neuen Namen.
done-passkey-removed = Der Passkey ist entfernt
done-recovery-codes = Ihre neuen Wiederherstellungscodes gelten ab jetzt.
done-app-password-made = Das App-Passwort gilt ab jetzt.
done-app-passwords-ended = { $n ->
    [one] Das App-Passwort ist beendet. Das Programm, das es benutzte, braucht ein anderes.
   *[other] { $n } App-Passwörter sind beendet. Jedes Programm, das eines davon benutzte, braucht ein anderes.
}
problem-label-missing = Geben Sie einen Namen ein.
problem-label-wrong = Geben Sie einen anderen Namen ein.
problem-services-missing = Wählen Sie, was es öffnet.
problem-none-ticked = Wählen Sie aus, was enden soll.
problem-too-many = Sie haben so viele, wie Sie haben dürfen. Beenden Sie eines, das Sie nicht mehr benutzen.
my-sign-ins-title = Letzte Anmeldungen
my-sign-ins-hint = Wer es versucht hat, von wo, und was hilft, wenn ein Programm abgewiesen wurde.
sign-ins-about = Von Browsern und Mailprogrammen. Wenn Sie eine nicht kennen, beenden Sie alles und ändern Sie Ihr Passwort.
sign-ins-none = Noch nichts. Anmeldungen erscheinen hier nach Sekunden.
older-link = Ältere
another-place = ein anderer Ort
service-other = Ein anderes Programm
outcome-allowed = Eingelassen
outcome-unfinished = Nicht beendet
outcome-refused = Abgewiesen
unfinished = Die Anmeldung wurde begonnen, ohne Passwort oder Code.
unfinished-right = Das Passwort war richtig; der zweite Schritt fehlt. Wenn Sie es nicht waren, ändern Sie Ihr Passwort.
why-BAD_CREDENTIALS = Das Passwort war falsch.
why-BAD_SECOND_FACTOR = Der Code war falsch.
why-BAD_PASSKEY = Der Passkey wurde nicht angenommen.
why-BAD_SAML_RESPONSE = Die Antwort Ihrer Organisation wurde nicht angenommen.
why-WRONG_CREDENTIAL_FOR_SERVICE = Dieses Passwort öffnet das nicht.
why-NO_RULE = Ihre Organisation erlaubt es von dort nicht.
why-DENIED_BY_RULE = Ihre Organisation erlaubt es von dort nicht.
why-CANNOT_CHALLENGE = Von dort wird mehr als ein Passwort verlangt, und das Programm kann Sie nicht fragen.
why-ENROLMENT_REQUIRED = Von dort wird ein zweiter Schritt verlangt, und Sie haben noch keinen.
why-RATE_LIMITED = Es gab zu viele Fehlversuche.
why-SESSION_ENDED = Die Sitzung war beendet.
why-other = Es war nicht erlaubt.
help-again = Jetzt würde es gehen. Versuchen Sie es noch einmal.
help-wait = Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal.
help-nothing = Nichts, was Sie tun können, würde helfen. Fragen Sie Ihre Administration.
help-heading-ways = Das würde helfen:
help-later-heading = Warten Sie eine Viertelstunde. Dann würde das helfen:
then = Dann:
way-present-password = Geben Sie Ihr Hauptpasswort ein.
way-present-app-password = Benutzen Sie eines Ihrer App-Passwörter.
way-present-otp = Geben Sie einen Code Ihrer Authenticator-App ein.
way-present-otp-or-recovery-code = Geben Sie einen Code Ihrer Authenticator-App oder einen Wiederherstellungscode ein.
way-present-recovery-code = Geben Sie einen Wiederherstellungscode ein.
way-present-passkey = Benutzen Sie Ihren Passkey.
way-present-passkey-at = Verwenden Sie Ihren Passkey bei { $hosts }.
way-present-saml = Melden Sie sich bei Ihrer Organisation an.
way-app-password = App-Passwort erstellen: { $service }
way-app-password-program = App-Passwort für { $program } erstellen: { $service }
way-enrol-otp = Authenticator-App einrichten
way-enrol-passkey = Passkey einrichten
way-trust-here = Diesem Internetanschluss { $until } vertrauen
way-trust-there = Melden Sie sich von dort ({ $address }) mit einem Browser an und vertrauen Sie dem Anschluss { $until }.
way-trust-device = Melden Sie sich mit jenem Gerät an und vertrauen Sie ihm { $until }.
way-sign-in = Melden Sie sich bei { $client } neu an.
way-come-from = Verbinden Sie sich von: { $networks }.
way-from-networks = { $text } (von: { $networks })
done-passkey-restored = Der Passkey gilt wieder.
my-password-title = Passwort ändern
my-password-hint = Das Hauptpasswort Ihres Kontos.
password-elsewhere = Ihre Organisation bewahrt Ihr Passwort anderswo auf. Ändern Sie es dort, wo Sie es für Ihren Computer ändern, oder fragen Sie Ihre Administration.
password-change-text = Alle Sitzungen enden, und Sie melden sich mit dem neuen Passwort an. App-Passwörter bleiben, außer Ihre Organisation beendet sie.
current-password-label = Jetziges Passwort
new-password-label = Neues Passwort
new-password-hint = Mindestens { $n } Zeichen. Gut sind mehrere Wörter, die nichts miteinander zu tun haben.
password-change-button = Passwort ändern
weak-keyboard = Nebeneinanderliegende Tasten werden früh geraten.
weak-repeat = Wiederholungen und Folgen wie abc werden früh geraten.
weak-dates = Daten und Jahreszahlen werden früh geraten.
weak-common = Wörter und Passwörter, die viele benutzen, werden früh geraten.
weak-names = Namen, vor allem Ihr eigener, werden früh geraten.
done-password-changed = Ihr Passwort ist geändert
problem-current-missing = Geben Sie Ihr jetziges Passwort ein.
problem-current-wrong = Das jetzige Passwort ist falsch.
problem-rate-limited = Es gab zu viele Fehlversuche. Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal.
problem-new-missing = Geben Sie ein neues Passwort ein.
problem-new-short = Das neue Passwort braucht mindestens { $n } Zeichen.
problem-new-long = Das neue Passwort ist zu lang.
problem-new-weak = Das neue Passwort ist zu leicht zu erraten.
problem-new-breached = Das neue Passwort steht auf Listen gestohlener Passwörter. Wählen Sie ein anderes.
problem-new-same = Das ist Ihr jetziges Passwort. Wählen Sie ein anderes.
setting-imap = Empfang: IMAP-Server
setting-pop3 = Empfang: POP3-Server
setting-smtp = Versand: SMTP-Server
setting-port = Port { $port }
programs-heading = So geben Sie es ein
program-thunderbird = Thunderbird
program-thunderbird-text = Wählen Sie Neu, dann Bestehendes E-Mail-Konto. Geben Sie Ihren Namen, Ihre E-Mail-Adresse und dieses Passwort ein. Thunderbird findet die Server selbst.
program-outlook = Outlook
program-outlook-text = Wählen Sie Datei, dann Konto hinzufügen. Geben Sie Ihre E-Mail-Adresse ein, wählen Sie die erweiterten Optionen und IMAP und geben Sie die Server oben und dieses Passwort ein.
program-apple = Apple Mail
program-apple-text = Laden Sie das Profil herunter und öffnen Sie es. Bestätigen Sie es in den Systemeinstellungen unter Profile.
program-android = Android
program-android-text = Öffnen Sie in der Gmail-App die Einstellungen, wählen Sie Konto hinzufügen, dann Andere. Geben Sie Ihre E-Mail-Adresse ein, wählen Sie IMAP und geben Sie dieses Passwort und die Server oben ein.
program-ios = iPhone und iPad
program-ios-text = Wenn Sie diese Seite auf dem Gerät selbst sehen, laden Sie das Profil herunter; es wartet dann oben in den Einstellungen. Sonst öffnen Sie Einstellungen, Mail, Account hinzufügen, Andere und geben ein, was oben steht.
profile-with-password = Das Passwort in das Profil schreiben. Löschen Sie die Datei danach.
profile-button = Profil herunterladen
my-trust-ip-title = Diesem Internetanschluss vertrauen
disowned-address = Die zweite Adresse für Hinweise, die seitdem eingetragen wurde, ist entfernt. Sie erfährt davon.
confirm-address-title = Hinweise an diese Adresse?
confirm-address-text = Sicherheitshinweise zum Mailkonto { $account } gehen auch an { $address }, wenn Sie bestätigen.
confirm-address-button = Diese Adresse bestätigen
confirm-address-else = Sie kennen dieses Konto nicht? Dann schließen Sie diese Seite: Es ändert sich nichts.
address-confirmed-title = Diese Adresse erhält Hinweise
address-confirmed-text = Sicherheitshinweise zu { $account } gehen ab jetzt an { $address }.
switch-off-title = Keine solchen Mails mehr?
switch-off-text = Diese Mails zu { $account } werden abgeschaltet:
switch-off-button = Abschalten
switch-off-else = Hinweise zu Passwörtern, zweiten Faktoren und neuen Anmeldungen kommen immer.
notices-off-title = Abgeschaltet
notices-off-text = Diese Mails zu { $account } kommen nicht mehr.
link-over-title = Dieser Link gilt nicht mehr
link-over-text = Er wurde benutzt, ist zu alt oder durch einen neueren ersetzt.
notice-kind-trust-granted = Einer Verbindung oder einem Gerät wird vertraut
notice-kind-app-password-expired = Ein App-Passwort ist abgelaufen
notice-kind-locked = Jemand wollte sich anmelden und wurde gestoppt
# What an administrator confirms for the console
console-act-text = Melden Sie sich noch einmal an, um zu bestätigen, was Sie in der Konsole tun:
console-act = { $act ->
    [reset-otp] Den zweiten Faktor von { $account } zurücksetzen
    [recovery-codes] Neue Wiederherstellungscodes für { $account } erstellen
    [remove-passkeys] Passkeys von { $account } entfernen
    [set-password] Ein neues Passwort für { $account } setzen
    [revoke-app-password] Ein App-Passwort von { $account } widerrufen
    [put-client] Den Client { $account } der Anmeldeseite eintragen oder ändern
    [remove-client] Den Client { $account } der Anmeldeseite entfernen
   *[remove-second-address] Die zweite Adresse von { $account } entfernen
}
# Eigene Hinweise
my-notices-title = Hinweise
my-notices-hint = Mails darüber, was mit Ihrem Konto geschieht: wohin sie gehen und welche kommen.
my-second-address-title = Zweite Adresse angeben
my-remove-second-address-title = Zweite Adresse entfernen
notices-none = Hier werden keine Hinweise verschickt: Ihr Administrator hat sie nicht eingerichtet.
notices-away = Ihre Hinweise können gerade nicht gezeigt werden. Versuchen Sie es in einer Minute noch einmal. Hilft das nicht, fragen Sie Ihren Administrator, ob Hinweise hier eingerichtet sind.
notices-where-heading = Wohin sie gehen
notices-where = In Ihr Postfach. Eine zweite Adresse erhält die wichtigen ebenfalls: Wer Ihr Postfach liest, kann sie dort nicht vor Ihnen verbergen.
second-address-none = Sie haben keine zweite Adresse.
second-address-active = Sie erhält Hinweise
second-address-waiting = noch nicht bestätigt
second-address-asked = Dorthin ging ein Link. Öffnen Sie ihn und drücken Sie den Knopf. Er gilt { $until }.
second-address-removed = entfernt
second-address-former = Sie erhält noch { $until } Hinweise.
second-address-other = Andere Adresse angeben
notices-which-heading = Welche kommen
notice-off = aus
switch-on-button = Einschalten
notice-off-for-domain = Ihre Organisation hat das für alle abgeschaltet.
second-address-text = Am besten ist eine Adresse, die nicht von diesem Postfach abhängt. Dorthin geht ein Link. Hinweise gehen dorthin, sobald jemand den Link geöffnet und bestätigt hat.
second-address-instead = Sie ersetzt { $address }. Diese Adresse erfährt davon und erhält noch drei Tage lang Hinweise.
second-address-link-ends = Der Link, der an { $address } ging, gilt dann nicht mehr.
second-address-label = Zweite Mailadresse
second-address-button = Link schicken
remove-second-address-text = Ihr Postfach und diese Adresse erfahren davon. Die Adresse erhält noch drei Tage lang Hinweise, damit niemand sie unbemerkt entfernt.
done-second-address-asked = Der Link ist unterwegs. Öffnen Sie ihn innerhalb von 24 Stunden bei der zweiten Adresse.
done-second-address-removed = Die zweite Adresse ist entfernt.
done-notices-on = Diese Mails kommen wieder.
done-notices-off = Diese Mails kommen nicht mehr.
problem-address-missing = Geben Sie eine Mailadresse ein.
problem-address-malformed = Geben Sie eine ganze Mailadresse ein, zum Beispiel anna@example.org.
problem-address-own = Das ist Ihr eigenes Postfach, dorthin gehen Hinweise ohnehin. Geben Sie eine andere Adresse ein.
problem-links-used-up = Heute gingen so viele Links hinaus, dass keiner mehr geschickt werden kann. Versuchen Sie es morgen noch einmal.
# What changed
my-changes-title = Was sich geändert hat
my-changes-hint = Was mit Ihrem Konto geschehen ist, und Mitteilungen, die Sie noch nicht gesehen haben.
unseen-notices = { $n ->
    [one] Eine Mitteilung, die Sie noch nicht gesehen haben
   *[other] { $n } Mitteilungen, die Sie noch nicht gesehen haben
}
unseen-heading = Mitteilungen, die Sie noch nicht gesehen haben
unseen-about = Jede kam auch als E-Mail. Die E-Mail sagt mehr und hat einen Link für den Fall, dass Sie es nicht waren.
unseen-badge = neu
unseen-more = { $n ->
    [one] Und noch eine.
   *[other] Und { $n } weitere.
}
unseen-button = Ich habe sie gesehen
done-notices-seen = Diese Mitteilungen sind als gesehen vermerkt.
changes-heading = Änderungen
changes-about = Authenticator-Apps, Passkeys, Passwörter und Anschlüsse, denen vertraut wird. Wenn Sie etwas nicht kennen, beenden Sie alles und ändern Sie Ihr Passwort.
changes-none = Bisher hat sich nichts geändert.
changed-by-administrator = Das hat Ihre Administration getan.
changed-authenticator-renamed = Ein Authenticator hat einen anderen Namen
changed-passkey-renamed = Ein Passkey hat einen anderen Namen
changed-app-password-many-networks = Ein App-Passwort wurde von vielen Orten aus benutzt
changed-disowned = In einer Mitteilung wurde „Das war ich nicht“ gedrückt
changed-trust-ended = Einem Anschluss oder Gerät wird nicht mehr vertraut
changed-trust-expired = Das Vertrauen in einen Anschluss oder ein Gerät ist abgelaufen
changed-sign-in = Neue Anmeldung an Ihrem Mailkonto
changed-sign-in-refused = Jemand mit Ihrem Passwort wurde abgewiesen
changed-trust-granted = Ein Anschluss oder Gerät gilt jetzt als vertrauenswürdig
changed-trust-stolen = Ein vertrauenswürdiges Gerät wurde kopiert
changed-authenticator-added = Ein Authenticator wurde hinzugefügt
changed-authenticator-removed = Ein Authenticator wurde entfernt
changed-authenticator-suspended = Ein Authenticator ist gesperrt
changed-authenticator-restored = Ein Authenticator gilt wieder
changed-passkey-added = Ein Passkey wurde hinzugefügt
changed-passkey-removed = Ein Passkey wurde entfernt
changed-passkey-suspended = Ein Passkey ist gesperrt
changed-passkey-restored = Ein Passkey gilt wieder
changed-passkey-copied = Ein Passkey wurde vielleicht kopiert
changed-passkey-host-moves = Ihre Anmeldeseite zieht um
changed-enrolment-due = Richten Sie Ihren zweiten Faktor ein
changed-app-password-added = Ein App-Passwort wurde erstellt
changed-app-password-removed = Ein App-Passwort wurde beendet
changed-app-password-expired = Ein App-Passwort ist abgelaufen
changed-factors-reset = Ihre zweiten Faktoren wurden zurückgesetzt
changed-recovery-code-used = Ein Wiederherstellungscode wurde benutzt
changed-recovery-codes-new = Sie haben neue Wiederherstellungscodes
changed-password-changed = Ihr Passwort wurde geändert
changed-locked = Jemand wollte sich an Ihrem Mailkonto anmelden
changed-second-address-added = Ihre Hinweise gehen auch an eine zweite Adresse
changed-second-address-removed = Ihre Hinweise gehen an keine zweite Adresse mehr
