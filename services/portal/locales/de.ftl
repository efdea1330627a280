# Page titles and headings
sign-in-title = Anmelden bei { $name }
sign-in-to-client = Danach geht es weiter zu { $client }.
account-label = E-Mail-Adresse
account-label-local = Name
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
code-text = Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie jetzt zeigt.
code-text-next = Warten Sie, bis Ihre Authenticator-App den nächsten Code zeigt, und geben Sie ihn dann ein.
code-label = Code
authenticator-label = Authenticator
authenticator-any = Beliebig
trust-legend = Nächstes Mal weniger abfragen
trust-ip = Diesem Internetanschluss ({ $address }) { $lifetime } lang vertrauen
trust-ip-hint = Mailprogramme arbeiten hier dann mit Ihrem Passwort. Nicht im Café oder im Hotel.
trust-device = Diesem Browser { $lifetime } lang vertrauen
trust-device-hint = Nur auf einem eigenen Gerät.
recovery-link = Stattdessen einen Wiederherstellungscode verwenden
recovery-title = Geben Sie einen Wiederherstellungs{ "\u00AD" }code ein
recovery-text = Das ist einer der Codes, die Sie beim Einrichten Ihres Authenticators gespeichert oder ausgedruckt haben. Jeder gilt nur einmal.
recovery-label = Wiederherstellungscode
code-link = Stattdessen die Authenticator-App verwenden
# First set-up
set-up-title = Anmeldung in zwei Schritten einrichten
set-up-text = Ihre Organisation verlangt neben dem Passwort einen Code. Dafür brauchen Sie eine Authenticator-App auf Ihrem Telefon, etwa Aegis, 2FAS, FreeOTP oder Google Authenticator.
set-up-grace = Vorläufig können Sie sich ohne Code anmelden. Später brauchen Sie einen.
set-up-choice = Ein Code zusätzlich zum Passwort schützt Ihr Postfach, wo das Passwort allein nicht genügt.
set-up-button = Einrichten
later-button = Nicht jetzt
confirm-title = Scannen Sie dieses Bild mit Ihrer App
confirm-text = Öffnen Sie Ihre Authenticator-App, fügen Sie ein Konto hinzu und scannen Sie dieses Bild.
confirm-qr = QR-Code für Ihre Authenticator-App. Derselbe Schlüssel steht darunter als Text.
confirm-secret = Scannen nicht möglich? Geben Sie diesen Schlüssel in der App ein:
confirm-code-label = Code aus der App
confirm-button = Bestätigen
recovery-codes-title = Bewahren Sie Ihre Wiederherstellungs{ "\u00AD" }codes auf
recovery-codes-text = Wenn Sie Ihr Telefon verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Drucken oder speichern Sie sie, wo niemand sonst sie sieht. Sie werden nicht noch einmal angezeigt.
print-button = Drucken
save-link = Als Datei speichern
recovery-codes-button = Ich habe sie gesichert
# Passkeys
passkey-button = Mit einem Passkey anmelden
passkey-title = Passkey verwenden
passkey-text = Ihr Browser oder Ihr Sicherheitsschlüssel bestätigt, dass Sie es sind.
passkey-failed = Der Passkey wurde nicht verwendet. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.
passkey-instead = Ihr Browser kennt hier keine Passkeys, oder Skripte sind ausgeschaltet. Melden Sie sich oben mit Ihrer Mailadresse an, oder nehmen Sie einen anderen Browser.
passkey-make-title = Passkey erstellen
passkey-make-text = Ein Passkey liegt auf Ihrem Gerät, in Ihrem Passwortmanager oder auf einem Sicherheitsschlüssel. Er meldet Sie mit Fingerabdruck, Gesicht oder PIN an, und nur auf dieser Seite.
passkey-make-button = Passkey erstellen
passkey-make-instead = Ihr Browser erstellt hier keine Passkeys, oder Skripte sind ausgeschaltet. Melden Sie sich noch einmal an und richten Sie eine Authenticator-App ein, oder nehmen Sie einen anderen Browser.
set-up-passkey-button = Passkey einrichten
set-up-either = Sie können eine Authenticator-App oder einen Passkey einrichten.
set-up-lost = Sie haben gezeigt, dass Sie es sind. Erstellen Sie einen neuen Passkey, und melden Sie sich damit an.
passkey-only-text = Konten von { $domain } melden sich mit einem Passkey an.
lost-passkey-link = Passkey verloren?
lost-passkey-title = Neuen Passkey erstellen
lost-passkey-text = Geben Sie Ihr Passwort und einen der Wiederherstellungscodes ein, die Sie aufbewahrt haben. Danach erstellen Sie einen neuen Passkey.
passkey-made-title = Ihr neuer Passkey ist bereit
passkey-made-text = Melden Sie sich jetzt damit an. Entfernen Sie den verlorenen dort, wo Sie Ihre Anmeldung verwalten, oder fragen Sie Ihre Administration.
problem-passkey-refused = Der Passkey wurde nicht angenommen. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.
problem-passkey-not-made = Es wurde kein Passkey erstellt. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.
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
# Refusals
refused-title = Hier können Sie sich nicht anmelden
refused-NO_RULE = Ihre Organisation erlaubt diese Anmeldung von hier aus nicht.
refused-DENIED_BY_RULE = Ihre Organisation erlaubt diese Anmeldung von hier aus nicht.
refused-CANNOT_CHALLENGE = Ihre Organisation verlangt von hier aus mehr, als auf dieser Seite möglich ist.
refused-ENROLMENT_REQUIRED = Ihre Organisation verlangt einen Code, und für Ihr Konto ist noch kein Authenticator eingerichtet. Von hier aus ist das nicht möglich.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Dieses Passwort gehört zu einem Mailprogramm. Hier brauchen Sie Ihr Hauptpasswort.
refused-RATE_LIMITED = Es gab zu viele Fehlversuche. Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal.
refused-other = Ihre Organisation erlaubt diese Anmeldung nicht.
help-ENROLMENT_REQUIRED = Richten Sie ihn im Netz Ihrer Organisation ein, oder wenden Sie sich an Ihre Administration.
help-RATE_LIMITED = Wenn die Versuche nicht von Ihnen waren, sagen Sie Ihrer Administration Bescheid.
help-other = Wenn Sie Zugang haben sollten, wenden Sie sich an Ihre Administration.
try-again = Noch einmal versuchen
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
bad-request-text = Der Link oder das Formular ist nicht vollständig oder nicht für diese Seite gedacht.
forged-text = Das Formular kam nicht von dieser Seite. Gehen Sie zurück und versuchen Sie es noch einmal.
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
