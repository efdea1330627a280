# Page titles and headings
sign-in-title = Accedi a { $name }
sign-in-to-client = Poi continuerai su { $client }.
account-label = Indirizzo di posta
account-label-local = Nome utente
password-label = Password
sign-in-button = Accedi
provider-button = Accedi tramite la tua organizzazione
provider-title = Accedi tramite la tua organizzazione
provider-text = Gli utenti di { $domain } accedono dalla pagina della propria organizzazione. Poi tornerai qui.
provider-go-title = Continua presso la tua organizzazione
provider-go-text = Se non succede nulla, premi il pulsante.
continue-button = Continua
password-title = Inserisci la password
signing-in-as = Accesso come { $account }
not-you = Non sei tu?
show-password = Mostra password
code-title = Inserisci il codice
code-next-title = Ancora un codice
code-text = Apri la tua app di autenticazione e inserisci il codice che mostra adesso.
code-text-next = La tua app è configurata. Ogni codice vale una volta sola: aspetta che l’app mostri il successivo, al massimo mezzo minuto, e accedi con quello.
code-text-proof = Apri l’app di autenticazione e inserisci un codice che non hai ancora usato. Se mostra ancora quello già usato, aspetta il prossimo.
code-label = Codice
authenticator-label = App di autenticazione
authenticator-any = Una qualsiasi
trust-legend = Meno richieste la prossima volta
trust-ip = Considera attendibile questa connessione a Internet ({ $address }) per { $lifetime }
trust-ip-hint = Da qui i programmi di posta funzionano con la tua password. Non in un bar o in un albergo.
trust-device = Considera attendibile questo browser per { $lifetime }
trust-device-hint = Solo su un dispositivo tuo.
recovery-link = Usa un codice di recupero
recovery-title = Inserisci un codice di recupero
recovery-text = Inserisci uno dei codici che hai conservato quando hai configurato l’accesso in due passaggi. Ognuno vale una sola volta.
recovery-label = Codice di recupero
code-link = Usa l’app di autenticazione
# First set-up
set-up-title = Configura l’accesso in due passaggi
set-up-text = La tua organizzazione chiede un codice oltre alla password. Ti serve un’app di autenticazione sul telefono, per esempio Aegis, 2FAS, FreeOTP o Google Authenticator.
set-up-text-passkey = La tua organizzazione chiede una passkey oltre alla password. Una passkey sta sul tuo dispositivo, nel gestore di password o su una chiave di sicurezza.
set-up-grace = Per ora puoi accedere senza codice. Più avanti ne avrai bisogno.
set-up-choice = Un secondo passaggio protegge la tua casella anche se qualcuno scopre la password.
set-up-button = Configura un’app di autenticazione
later-button = Non ora
confirm-title = Inquadra il codice con l’app
confirm-text = Apri l’app di autenticazione, aggiungi un account e inquadra questa immagine.
confirm-qr = Codice QR per la tua app di autenticazione. La stessa chiave è scritta sotto come testo.
confirm-secret = Non riesci a inquadrarlo? Inserisci questa chiave nell’app:
confirm-code-label = Codice mostrato dall’app
confirm-button = Conferma
recovery-codes-title = Conserva i codici di recupero
recovery-codes-text = Se perdi il telefono, con ognuno di questi codici puoi accedere una volta. Stampali o salvali dove nessun altro li vede. Non saranno mostrati di nuovo.
print-button = Stampa
save-link = Salva come file
recovery-codes-button = Li ho conservati
# Passkeys
passkey-button = Accedi con una passkey
passkey-title = Usa la tua passkey
passkey-text = Il browser o la chiave di sicurezza conferma che sei tu.
passkey-not-here = Non ce l’hai con te? Usa un dispositivo che la contiene, oppure chiedi all’amministratore.
passkey-failed = La passkey non è stata usata. Riprova, oppure scegli un altro modo.
passkey-instead = Il browser non ha passkey qui, oppure JavaScript è disattivato. Accedi sopra con il tuo indirizzo di posta, oppure usa un altro browser.
passkey-make-title = Crea una passkey
passkey-make-text = Una passkey sta sul tuo dispositivo, nel gestore di password o su una chiave di sicurezza. Ti fa accedere con l’impronta, il volto o un PIN, e solo su questa pagina.
passkey-make-now = Premi il pulsante. Il browser chiede poi dove conservare la passkey.
passkey-make-models = Qui si possono usare solo questi modelli: { $models }. Se il browser chiede se può comunicare il modello, consenti.
moving-title = La tua pagina di accesso si è spostata
moving-text = Le passkey create qui funzionano { $until }. Poi non fanno più accedere. Aggiungine prima una sulla nuova pagina, { $host }.
moving-link = Aggiungi una passkey su { $host }
passkey-make-button = Crea una passkey
passkey-make-instead = Il browser non crea passkey qui, oppure JavaScript è disattivato. Accedi di nuovo e configura un’app di autenticazione, oppure usa un altro browser.
set-up-passkey-button = Configura una passkey
set-up-text-either = La tua organizzazione chiede più della password: un codice di un’app di autenticazione sul telefono, o una passkey conservata dal tuo dispositivo.
set-up-lost = Hai dimostrato di essere tu. Crea una nuova passkey e accedi con quella.
passkey-only-text = Gli account di { $domain } accedono con una passkey.
lost-passkey-link = Hai perso la passkey?
lost-passkey-title = Crea una nuova passkey
lost-passkey-text = Inserisci la password e uno dei codici di recupero che hai conservato. Poi crei una nuova passkey.
passkey-made-title = La nuova passkey è pronta
passkey-made-text = Accedi ora con quella. Poi rimuovi quella persa in “Il mio accesso”.
problem-passkey-refused = La passkey non è stata accettata. Riprova, oppure scegli un altro modo.
problem-passkey-not-made = Non è stata creata alcuna passkey. Riprova, oppure scegli un altro modo.
problem-passkey-elsewhere = Le passkey ora si creano su { $host }. Accedi lì per aggiungerne una, oppure configura qui un’app di autenticazione.
problem-passkey-model = Questa passkey non è di un modello che si può usare qui. Accedi di nuovo e prendi uno di questi: { $models }.
problem-passkey-attestation = Il browser non ha mostrato di che modello è questa passkey, o il produttore non lo conferma. Accedi di nuovo, prendi uno di questi e consenti al browser di comunicarlo: { $models }.
# Signed in
sign-out-title = Uscire?
stay-button = Resta collegato
signed-in-title = Hai effettuato l’accesso
signed-in-as = Accesso effettuato come { $account }
going-on-title = Hai effettuato l’accesso
going-on-text = Apertura di { $client }…
until-today = fino alle { $time } di oggi
until-tomorrow = fino alle { $time } di domani
until-day = fino alle { $time }, { $day }
granted-ip = Questa connessione a Internet è considerata attendibile { $until }.
granted-device = Questo browser è considerato attendibile { $until }.
refused-trust = L’attendibilità non è stata salvata: { $why ->
    [limit] hai già raggiunto il massimo.
    [one-factor] per questo non basta accedere con la sola password.
    [unavailable] al momento non è possibile.
   *[other] la tua organizzazione qui non lo offre.
}
session-until = L’accesso resta valido { $until }.
sign-out-button = Esci
sign-out-everywhere-button = Esci ovunque
sign-out-everywhere-hint = Termina tutte le sessioni del tuo account, su tutti i dispositivi.
signed-out-title = Disconnessione completata
signed-out-text = Chiudi la finestra se altri usano questo dispositivo.
signed-out-partly = Questa pagina è stata chiusa. Ciò che hai aperto da qui si chiude da sé entro pochi minuti.
sign-in-again = Accedi di nuovo
sign-in-ended = Non sei più connesso qui: l’accesso è terminato, o qualcosa del tuo account è cambiato. Accedi di nuovo.
# Refusals
refused-title = Qui non puoi accedere
refused-NO_RULE = La tua organizzazione non consente questo accesso da dove ti trovi.
refused-DENIED_BY_RULE = La tua organizzazione non consente questo accesso da dove ti trovi.
refused-CANNOT_CHALLENGE = Da dove ti trovi, la tua organizzazione chiede più di quanto sia possibile in questa pagina.
refused-ENROLMENT_REQUIRED = La tua organizzazione chiede un secondo passaggio e il tuo account non ne ha ancora uno. Da dove ti trovi non si può configurare.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Quella password è di un programma di posta. Qui serve la password principale.
refused-RATE_LIMITED = Ci sono stati troppi tentativi falliti. Aspetta un quarto d’ora, poi riprova.
refused-other = La tua organizzazione non consente questo accesso.
help-ENROLMENT_REQUIRED = Configuralo dalla rete della tua organizzazione, oppure contatta l’amministratore.
help-RATE_LIMITED = Se i tentativi non erano tuoi, avvisa l’amministratore.
help-other = Se ritieni di avere diritto ad accedere, contatta l’amministratore.
try-again = Riprova
other-account-link = Usa un altro account
reference = Riferimento: { $reference }
refused-client-title = Non puoi aprire { $client }
refused-client = { $why ->
    [domain] { $client } non è per gli utenti di { $domain }.
    [not-offered] La tua organizzazione non consente di aprire { $client } in questo modo.
   *[other] L’accesso è riuscito, ma non è stato possibile aprire una sessione per { $client }.
}
# Errors
error-summary = C’è un problema
problem-account-missing = Inserisci il tuo indirizzo di posta.
problem-account-malformed = Inserisci l’indirizzo intero, per esempio anna@example.org.
problem-account-elsewhere = Gli utenti di { $domain } non accedono qui.
problem-password-missing = Inserisci la password.
problem-password-wrong = L’indirizzo o la password non sono corretti.
problem-password-long = La password è troppo lunga.
problem-code-missing = Inserisci il codice.
problem-code-wrong = Il codice è sbagliato o già usato. Controllalo nell’app o aspetta il successivo.
problem-recovery-code-wrong = Il codice di recupero è sbagliato o già usato.
problem-provider-refused = La risposta della tua organizzazione non è stata accettata. Riprova.
problem-set-up-failed = Il tempo per la configurazione è scaduto. Accedi di nuovo per ricominciare.
out-of-date-title = Questa pagina è scaduta
out-of-date-text = Hai proseguito in un’altra finestra, o hai aspettato troppo.
undecided-title = Al momento non è possibile
undecided-text = Ciò che hai inserito non c’entra. Riprova fra un minuto.
not-found-title = Questa pagina non esiste
bad-request-title = Qualcosa non ha funzionato
bad-request-text = Il collegamento non è completo, o non è per questa pagina.
begin-again-text = Torna da dove sei venuto, per esempio alla webmail, e ricomincia da lì.
forged-text = Ciò che hai inviato non veniva da questa pagina. Ricomincia da qui.
cookies-text = Questa pagina ha bisogno dei cookie. Consentili e riprova.
help-heading = Aiuto
language-label = Lingua
# Lifetimes
lifetime-minutes = { $n ->
    [one] { $n } minuto
   *[other] { $n } minuti
}
lifetime-hours = { $n ->
    [one] { $n } ora
   *[other] { $n } ore
}
lifetime-days = { $n ->
    [one] { $n } giorno
   *[other] { $n } giorni
}
skip-link = Vai al modulo
not-me-title = Non eri tu?
not-me-text = Allora questo annulla ciò che qualcuno può avere ottenuto da allora:
not-me-sessions = accessi, connessioni e dispositivi resi attendibili da allora
not-me-app-passwords = password per le app create da allora
not-me-authenticators = autenticatori e passkey aggiunti da allora: restano, ma non aprono nulla
not-me-button = Annulla ora
not-me-mine = Se invece eri tu, chiudi questa pagina. Non succede nulla.
not-me-over-title = Questo link non funziona più
not-me-over-text = Link come questo funzionano per 7 giorni.
not-me-administrator = Se qualcun altro usa il tuo account, avvisa il tuo amministratore.
disowned-title = Annullato
disowned-nothing = Non c’era nulla da annullare: nessun accesso è attivo e nulla è stato aggiunto da allora.
disowned-trust = { $n ->
    [one] Un accesso, una connessione o un dispositivo è stato annullato.
   *[other] { $n } accessi, connessioni o dispositivi sono stati annullati.
}
disowned-app-passwords = { $n ->
    [one] Una password per le app è stata annullata.
   *[other] { $n } password per le app sono state annullate.
}
disowned-authenticators = { $n ->
    [one] Un autenticatore non apre più nulla.
   *[other] { $n } autenticatori non aprono più nulla.
}
disowned-passkeys = { $n ->
    [one] Una passkey non apre più nulla.
   *[other] { $n } passkey non aprono più nulla.
}
disowned-password = Ora cambia la tua password: chi ha effettuato l’accesso potrebbe conoscerla. Se non puoi farlo, ti aiuta il tuo amministratore.
# My sign-in
my-nav = Il mio accesso
my-home = Panoramica
my-poor = Al momento non è possibile mostrare i dati del tuo account. Riprova tra un minuto.
my-access-title = Dove hai effettuato l’accesso
my-access-hint = Sessioni, connessioni e dispositivi attendibili. Termina ciò che non riconosci.
when-today = oggi, { $time }
when-yesterday = ieri, { $time }
when-day = { $day }, { $time }
trust-session-heading = Sessioni
trust-session-about = Browser e app in cui hai effettuato l’accesso.
trust-session-none = Non hai altre sessioni oltre a questa pagina.
trust-ip-heading = Connessioni a Internet attendibili
trust-ip-about = Lì i programmi di posta funzionano con la tua password.
trust-ip-none = Nessuna connessione a Internet è attendibile.
trust-device-heading = Browser e dispositivi attendibili
trust-device-about = All’accesso viene chiesto di meno.
trust-device-none = Nessun browser o dispositivo è attendibile.
session-of-page = Questa pagina di accesso
session-here = questo browser
ip-here = dove sei ora
since = da { $when }
last-used = Ultimo uso { $when }, da { $address }
never-used = Non ancora usato
end-session-button = Termina la sessione
end-trust-button = Non considerare più attendibile
end-all-heading = Termina tutto
end-all-hint = { $n ->
    [one] Termina l’unica voce qui sopra. Esci anche da qui e accedi di nuovo con tutto ciò che viene chiesto.
   *[other] Termina tutte le { $n } voci qui sopra. Esci anche da qui e accedi di nuovo con tutto ciò che viene chiesto.
}
end-all-button = Termina tutto
done-ended = Terminato.
done-trusted = Questa connessione a Internet è ora attendibile.
service-WebUI = Webmail
service-WebAdminUI = Amministrazione
service-Imap = Lettura della posta (IMAP)
service-Pop3 = Ricezione della posta (POP3)
service-Smtp = Invio della posta (SMTP)
service-EAS = Telefono (Exchange ActiveSync)
service-Dav = Calendario e contatti
service-SOAP = Altri programmi del server di posta
service-Sieve = Filtri di posta
service-MobileApp = App per il telefono
service-DesktopApp = App per il computer
service-Chat = Chat
service-Cli = Riga di comando
my-ways-title = App di autenticazione, passkey e codici di recupero
my-ways-hint = Vedi, rinomina e rimuovi ciò che ti fa accedere. Nuovi codici di recupero.
my-authenticator-title = Aggiungi un’app di autenticazione
my-authenticator-hint = Per il primo telefono, per un altro o dopo averne perso uno.
my-passkey-title = Aggiungi una passkey
my-passkey-hint = Accedi con l’impronta, il volto o un PIN.
my-app-password-title = Crea una password per le app
my-app-password-hint = Per un programma di posta o un telefono che non può chiedere un codice.
my-app-passwords-title = Password per le app
my-app-passwords-hint = Vedi dove sono state usate l’ultima volta e terminale.
prove-title = Conferma che sei tu
prove-text = Poi: { $act }
cancel-link = Annulla
other-account-text = Hai confermato un account diverso da quello che ha effettuato l’accesso qui. Non è cambiato nulla.
not-done-title = Non è cambiato nulla
needs-second-title = Prima configura un secondo passaggio
needs-second-text = Per questo la sola password non basta. Configura un’app di autenticazione o una passkey, poi torna qui.
authenticators-heading = App di autenticazione
authenticators-none = Non ne hai.
authenticator-about = Un’app di autenticazione sul telefono mostra un nuovo codice ogni mezzo minuto. Dalle un nome che riconoscerai.
authenticator-name = Il mio telefono
passkey-name = La mia passkey
label-label = Nome
suspended = non apre nulla
restore-button = Riattiva
remove-link = Rimuovi
rename-link = Rinomina
rename-authenticator-title = Rinomina l’app di autenticazione
recovery-heading = Codici di recupero
recovery-left = { $n ->
    [0] Non ne restano.
    [one] Resta un codice.
   *[other] Restano { $n } codici.
}
recovery-new-button = Crea nuovi codici di recupero
recovery-new-hint = I codici attuali non funzioneranno più.
passkeys-heading = Passkey
passkeys-none = Non ne hai.
passkey-moving = Funziona su { $host } { $until }. Aggiungine un’altra qui.
passkey-moving-here = Funziona qui { $until }.
used-when = Ultimo uso { $when }
remove-title = Rimuovere “{ $label }”?
remove-text = Non ti farà più accedere. Tutte le sessioni terminano e nessuna connessione o dispositivo resta attendibile. Le password per le app restano.
remove-last = { $n ->
    [0] È l’ultimo: dopo resta solo la password. Dove è richiesto un secondo passaggio non potrai accedere finché non ne configuri un altro.
   *[other] È l’ultimo: con esso terminano i codici di recupero ({ $n }) e resta solo la password. Dove è richiesto un secondo passaggio non potrai accedere finché non ne configuri un altro.
}
remove-button = Rimuovi
keep-link = Conserva
rename-passkey-title = Rinomina la passkey
rename-button = Salva il nome
ended-with-it = Con esso sono terminate le sessioni. Accedi di nuovo per continuare.
app-passwords-about = Una password per le app apre la casella a un solo programma e nient’altro. La tua password resta con te.
app-passwords-tick = Seleziona quelle da terminare. Una conferma basta per più di una.
app-passwords-nowhere = La tua organizzazione non fa entrare nessun programma con una password per le app.
app-passwords-none = Non ne hai.
app-password-one-factor = Termina quando configuri il primo secondo passaggio, a meno che tu non la conservi.
end-app-passwords-button = Termina quelle selezionate
app-password-label = Nome, ad esempio “Outlook a casa”
app-password-for = Che cosa apre
expiry-label = Per quanto tempo vale
expiry-never = finché non la termini
app-password-button = Crea
app-password-made-title = Password per “{ $label }”
app-password-made-text = Inseriscila ora nel programma. Non verrà più mostrata.
setting-user = Nome utente
setting-password = Password
app-password-kept-button = L’ho inserita
keep-app-passwords = Conserva le password per le app create prima
keep-app-passwords-hint = Altrimenti terminano ora quelle create con la sola password.
done-authenticator-added = L’app di autenticazione è stata aggiunta.
asks-again = Prima della prossima modifica confermerai di nuovo che sei tu.
done-authenticator-renamed = L’app di autenticazione ha il nuovo nome.
done-authenticator-restored = L’app di autenticazione funziona di nuovo.
done-authenticator-removed = L’app di autenticazione è stata rimossa
done-passkey-added = La passkey è stata aggiunta.
done-passkey-renamed = La passkey ha il nuovo nome.
done-passkey-removed = La passkey è stata rimossa
done-recovery-codes = I nuovi codici di recupero sono validi da ora.
done-app-password-made = La password per le app è valida da ora.
done-app-passwords-ended = { $n ->
    [one] La password per app è terminata. Al programma che la usava ne serve un’altra.
   *[other] { $n } password per app sono terminate. A ogni programma che ne usava una ne serve un’altra.
}
problem-label-missing = Inserisci un nome.
problem-label-wrong = Inserisci un altro nome.
problem-services-missing = Scegli che cosa apre.
problem-none-ticked = Seleziona che cosa terminare.
problem-too-many = Ne hai già quante puoi averne. Terminane una che non usi più.
my-sign-ins-title = Accessi recenti
my-sign-ins-hint = Chi ha provato a entrare, da dove, e che cosa aiuta quando un programma è stato rifiutato.
sign-ins-about = Di browser e programmi di posta. Se non ne riconosci uno, termina tutto e cambia la password.
sign-ins-none = Ancora nulla. Gli accessi compaiono qui in pochi secondi.
older-link = Precedenti
another-place = un altro luogo
service-other = Un altro programma
outcome-allowed = Consentito
outcome-unfinished = Non completato
outcome-refused = Rifiutato
unfinished = L’accesso è stato iniziato, ma senza password né codice.
unfinished-right = La password era giusta; il secondo passaggio non è stato fatto. Se non eri tu, cambia la password.
why-BAD_CREDENTIALS = La password era sbagliata.
why-BAD_SECOND_FACTOR = Il codice era sbagliato.
why-BAD_PASSKEY = La passkey non è stata accettata.
why-BAD_SAML_RESPONSE = La risposta della tua organizzazione non è stata accettata.
why-WRONG_CREDENTIAL_FOR_SERVICE = Quella password non apre questo servizio.
why-NO_RULE = La tua organizzazione non lo consente da lì.
why-DENIED_BY_RULE = La tua organizzazione non lo consente da lì.
why-CANNOT_CHALLENGE = Da lì serve più di una password, e il programma non può chiedertelo.
why-ENROLMENT_REQUIRED = Da lì serve un secondo passaggio, e non ne hai ancora uno.
why-RATE_LIMITED = Ci sono stati troppi tentativi falliti.
why-SESSION_ENDED = La sessione era terminata.
why-other = Non era consentito.
help-again = Ora verrebbe consentito. Riprova.
help-wait = Aspetta un quarto d’ora, poi riprova.
help-nothing = Nulla di ciò che puoi fare aiuterebbe. Chiedi al tuo amministratore.
help-heading-ways = Questo aiuterebbe:
help-later-heading = Aspetta un quarto d’ora. Poi questo aiuterebbe:
then = Poi:
way-present-password = Inserisci la tua password principale.
way-present-app-password = Usa una delle tue password per le app.
way-present-otp = Inserisci un codice dell’app di autenticazione.
way-present-otp-or-recovery-code = Inserisci un codice della tua app di autenticazione o un codice di recupero.
way-present-recovery-code = Inserisci un codice di recupero.
way-present-passkey = Usa la tua passkey.
way-present-passkey-at = Usa la tua passkey su { $hosts }.
way-present-saml = Accedi presso la tua organizzazione.
way-app-password = Crea una password per le app: { $service }
way-app-password-program = Crea una password per le app per { $program }: { $service }
way-enrol-otp = Configura un’app di autenticazione
way-enrol-passkey = Configura una passkey
way-trust-here = Considera attendibile questa connessione { $until }
way-trust-there = Accedi da lì ({ $address }) con un browser e considera attendibile quella connessione { $until }.
way-trust-device = Accedi con quel dispositivo e consideralo attendibile { $until }.
way-sign-in = Accedi di nuovo a { $client }.
way-come-from = Connettiti da: { $networks }.
way-from-networks = { $text } (da: { $networks })
done-passkey-restored = La passkey funziona di nuovo.
my-password-title = Cambia la password
my-password-hint = La password principale del tuo account.
password-elsewhere = La tua organizzazione conserva la password altrove. Cambiala dove la cambi per il computer o chiedi all’amministratore.
password-change-text = Tutte le sessioni terminano e accedi con la nuova password. Le password per le app restano, salvo diversa scelta della tua organizzazione.
current-password-label = Password attuale
new-password-label = Nuova password
new-password-hint = Almeno { $n } caratteri. Vanno bene più parole senza legame tra loro.
password-change-button = Cambia la password
weak-keyboard = I tasti vicini si indovinano presto.
weak-repeat = Ripetizioni e sequenze come abc si indovinano presto.
weak-dates = Date e anni si indovinano presto.
weak-common = Parole e password usate da molti si indovinano presto.
weak-names = I nomi, soprattutto il tuo, si indovinano presto.
done-password-changed = La password è stata cambiata
problem-current-missing = Inserisci la password attuale.
problem-current-wrong = La password attuale è sbagliata.
problem-rate-limited = Ci sono stati troppi tentativi falliti. Aspetta un quarto d’ora, poi riprova.
problem-new-missing = Inserisci una nuova password.
problem-new-short = La nuova password deve avere almeno { $n } caratteri.
problem-new-long = La nuova password è troppo lunga.
problem-new-weak = La nuova password è troppo facile da indovinare.
problem-new-breached = La nuova password è negli elenchi di password rubate. Scegline un’altra.
problem-new-same = È la password attuale. Scegline un’altra.
setting-imap = Ricezione: server IMAP
setting-pop3 = Ricezione: server POP3
setting-smtp = Invio: server SMTP
setting-port = porta { $port }
programs-heading = Come inserirla
program-thunderbird = Thunderbird
program-thunderbird-text = Scegli Nuovo, poi Account di posta esistente. Inserisci nome, indirizzo e questa password. Thunderbird trova i server da solo.
program-outlook = Outlook
program-outlook-text = Scegli File, poi Aggiungi account. Inserisci l’indirizzo, scegli le opzioni avanzate e IMAP, e inserisci i server qui sopra e questa password.
program-apple = Apple Mail
program-apple-text = Scarica il profilo e aprilo. Confermalo nelle Impostazioni di Sistema, in Profili.
program-android = Android
program-android-text = Nell’app Gmail apri le impostazioni, scegli Aggiungi account, poi Altro. Inserisci l’indirizzo, scegli IMAP e inserisci questa password e i server qui sopra.
program-ios = iPhone e iPad
program-ios-text = Se vedi questa pagina sul dispositivo stesso, scarica il profilo: aspetta poi in alto nelle Impostazioni. Altrimenti apri Impostazioni, Mail, Aggiungi account, Altro e inserisci quanto sopra.
profile-with-password = Inserisci la password nel profilo. Elimina poi il file.
profile-button = Scarica il profilo
my-trust-ip-title = Considera attendibile questa connessione a Internet
disowned-address = Il secondo indirizzo per gli avvisi impostato da allora è rimosso. Ne riceve notizia.
confirm-address-title = Avvisi a questo indirizzo?
confirm-address-text = Se confermi, gli avvisi di sicurezza dell’account di posta { $account } arrivano anche a { $address }.
confirm-address-button = Conferma questo indirizzo
confirm-address-else = Non conosci questo account? Chiudi questa pagina: non cambia nulla.
address-confirmed-title = Questo indirizzo riceve avvisi
address-confirmed-text = Gli avvisi di sicurezza di { $account } arrivano da ora a { $address }.
switch-off-title = Niente più messaggi di questo tipo?
switch-off-text = Questi messaggi su { $account } vengono disattivati:
switch-off-button = Disattiva
switch-off-else = Gli avvisi su password, secondi fattori e nuovi accessi arrivano sempre.
notices-off-title = Disattivato
notices-off-text = Questi messaggi su { $account } non arrivano più.
link-over-title = Questo link non vale più
link-over-text = È stato usato, è troppo vecchio o è stato sostituito da uno nuovo.
notice-kind-trust-granted = Una connessione o un dispositivo è considerato attendibile
notice-kind-app-password-expired = Una password per app è scaduta
notice-kind-locked = Qualcuno ha provato ad accedere ed è stato fermato
# What an administrator confirms for the console
console-act-text = Acceda di nuovo per confermare ciò che fa nella console:
console-act = { $act ->
    [reset-otp] Azzerare il secondo fattore di { $account }
    [recovery-codes] Creare nuovi codici di recupero per { $account }
    [remove-passkeys] Rimuovere passkey di { $account }
    [set-password] Impostare una nuova password per { $account }
    [revoke-app-password] Revocare una password per app di { $account }
    [put-client] Registrare o modificare il client { $account } della pagina di accesso
    [remove-client] Rimuovere il client { $account } della pagina di accesso
   *[remove-second-address] Rimuovere il secondo indirizzo di { $account }
}
# I propri avvisi
my-notices-title = Avvisi
my-notices-hint = Messaggi su ciò che accade al tuo account: dove vanno e quali arrivano.
my-second-address-title = Indica un secondo indirizzo
my-remove-second-address-title = Rimuovi il secondo indirizzo
notices-none = Qui non si inviano avvisi: l’amministratore non li ha attivati.
notices-away = I tuoi avvisi non si possono mostrare in questo momento. Riprova fra un minuto. Se non basta, chiedi all’amministratore se qui gli avvisi sono attivati.
notices-where-heading = Dove vanno
notices-where = Nella tua casella. Un secondo indirizzo riceve anche quelli importanti: chi legge la tua casella lì non può nasconderteli.
second-address-none = Non hai un secondo indirizzo.
second-address-active = Riceve gli avvisi
second-address-waiting = non ancora confermato
second-address-asked = Vi è stato inviato un link. Aprilo e premi il pulsante. Vale { $until }.
second-address-removed = rimosso
second-address-former = Riceve ancora avvisi { $until }.
second-address-other = Indica un altro indirizzo
notices-which-heading = Quali arrivano
notice-off = disattivato
switch-on-button = Attiva
notice-off-for-domain = La tua organizzazione li ha disattivati per tutti.
second-address-text = L’ideale è un indirizzo che non dipende da questa casella. Vi viene inviato un link. Gli avvisi vi arrivano dopo che qualcuno ha aperto e confermato il link.
second-address-instead = Prende il posto di { $address }. Quell’indirizzo ne riceve notizia e riceve avvisi per altri tre giorni.
second-address-link-ends = Il link inviato a { $address } allora non vale più.
second-address-label = Secondo indirizzo di posta
second-address-button = Invia il link
remove-second-address-text = La tua casella e questo indirizzo ne ricevono notizia. L’indirizzo riceve avvisi per altri tre giorni, perché nessuno lo rimuova di nascosto.
done-second-address-asked = Il link è in viaggio. Aprilo al secondo indirizzo entro 24 ore.
done-second-address-removed = Il secondo indirizzo è rimosso.
done-notices-on = Questi messaggi arrivano di nuovo.
done-notices-off = Questi messaggi non arrivano più.
problem-address-missing = Inserisci un indirizzo di posta.
problem-address-malformed = Inserisci un indirizzo intero, per esempio anna@example.org.
problem-address-own = È la tua casella, dove gli avvisi arrivano comunque. Inserisci un altro indirizzo.
problem-links-used-up = Oggi sono stati inviati tanti link che non se ne possono inviare altri. Riprova domani.
# What changed
my-changes-title = Che cosa è cambiato
my-changes-hint = Che cosa è successo al tuo account, e gli avvisi che non hai ancora visto.
unseen-notices = { $n ->
    [one] Un avviso che non hai ancora visto
   *[other] { $n } avvisi che non hai ancora visto
}
unseen-heading = Avvisi che non hai ancora visto
unseen-about = Ognuno è arrivato anche per e-mail. L’e-mail dice di più, e ha un link per il caso che non sia stato tu.
unseen-badge = nuovo
unseen-more = { $n ->
    [one] E un altro.
   *[other] E altri { $n }.
}
unseen-button = Li ho visti
done-notices-seen = Questi avvisi risultano visti.
changes-heading = Modifiche
changes-about = App di autenticazione, passkey, password e connessioni attendibili. Se non ne riconosci una, termina tutto e cambia la password.
changes-none = Finora non è cambiato nulla.
changed-by-administrator = Lo ha fatto il tuo amministratore.
changed-authenticator-renamed = Un autenticatore ha un altro nome
changed-passkey-renamed = Una passkey ha un altro nome
changed-app-password-many-networks = Una password per app è stata usata da molti luoghi
changed-disowned = In un avviso è stato premuto «Non ero io»
changed-trust-ended = Una connessione o un dispositivo non è più attendibile
changed-trust-expired = Una connessione o un dispositivo non è più attendibile: il tempo è scaduto
changed-sign-in = Nuovo accesso alla tua posta
changed-sign-in-refused = Qualcuno con la tua password è stato respinto
changed-trust-granted = Una connessione o un dispositivo è ora attendibile
changed-trust-stolen = Un dispositivo attendibile è stato copiato
changed-authenticator-added = È stato aggiunto un autenticatore
changed-authenticator-removed = È stato rimosso un autenticatore
changed-authenticator-suspended = Un autenticatore è sospeso
changed-authenticator-restored = Un autenticatore funziona di nuovo
changed-passkey-added = È stata aggiunta una passkey
changed-passkey-removed = È stata rimossa una passkey
changed-passkey-suspended = Una passkey è sospesa
changed-passkey-restored = Una passkey funziona di nuovo
changed-passkey-copied = Una passkey è stata forse copiata
changed-passkey-host-moves = La tua pagina di accesso si sposta
changed-enrolment-due = Configura il tuo secondo fattore
changed-app-password-added = È stata creata una password per le app
changed-app-password-removed = Una password per le app è stata disattivata
changed-app-password-expired = Una password per le app è scaduta
changed-factors-reset = I tuoi secondi fattori sono stati azzerati
changed-recovery-code-used = È stato usato un codice di recupero
changed-recovery-codes-new = Hai nuovi codici di recupero
changed-password-changed = La tua password è stata cambiata
changed-locked = Qualcuno ha tentato di accedere alla tua posta
changed-second-address-added = I tuoi avvisi arrivano anche a un secondo indirizzo
changed-second-address-removed = I tuoi avvisi non arrivano più a un secondo indirizzo
