# Page titles and headings
sign-in-title = Accedi a { $name }
sign-in-to-client = Poi prosegui verso { $client }.
account-label = Indirizzo di posta
account-label-local = Nome
password-label = Password
sign-in-button = Accedi
provider-button = Accedi con la tua organizzazione
provider-title = Si accede presso la tua organizzazione
provider-text = Gli utenti di { $domain } accedono dalla pagina della propria organizzazione. Poi si torna qui.
provider-go-title = Verso la tua organizzazione
provider-go-text = Se non succede nulla, prosegui a mano.
continue-button = Continua
password-title = Inserisci la password
signing-in-as = Accesso come { $account }
not-you = Non sei tu?
show-password = Mostra password
code-title = Inserisci il codice
code-text = Apri la tua app di autenticazione e inserisci il codice che mostra adesso.
code-text-next = Aspetta che l’app di autenticazione mostri il codice successivo, poi inseriscilo.
code-label = Codice
authenticator-label = Autenticatore
authenticator-any = Uno qualsiasi dei miei
trust-legend = Chiedi meno la prossima volta
trust-ip = Fidati di questa connessione a Internet ({ $address }) per { $lifetime }
trust-ip-hint = Da qui i programmi di posta funzionano con la tua password. Non in un bar o in un albergo.
trust-device = Fidati di questo browser per { $lifetime }
trust-device-hint = Solo su un dispositivo tuo.
recovery-link = Usa un codice di recupero
recovery-title = Inserisci un codice di recupero
recovery-text = È uno dei codici che hai conservato quando hai impostato l’autenticatore. Ognuno vale una volta.
recovery-label = Codice di recupero
code-link = Usa l’app di autenticazione
# First set-up
set-up-title = Imposta un secondo fattore
set-up-text = La tua organizzazione chiede un codice oltre alla password. Ti serve un’app di autenticazione sul telefono, per esempio Aegis, 2FAS, FreeOTP o Google Authenticator.
set-up-grace = Per ora entri senza codice. Quando questo periodo finisce, ne avrai bisogno.
set-up-choice = Un codice oltre alla password protegge la tua casella dove la sola password non basta.
set-up-button = Imposta
later-button = Non ora
confirm-title = Inquadra il codice con l’app
confirm-text = Apri l’app di autenticazione, aggiungi un account e inquadra questa immagine.
confirm-qr = Codice QR per la tua app di autenticazione. Lo stesso segreto è scritto sotto come testo.
confirm-secret = Non riesci a inquadrarlo? Inserisci questo segreto nell’app:
confirm-code-label = Codice che mostra l’app
confirm-button = Conferma
recovery-codes-title = Conserva i codici di recupero
recovery-codes-text = Se perdi il telefono, ognuno di questi codici ti fa entrare una volta. Stampali o salvali dove altri non li vedono. Non saranno mostrati di nuovo.
print-button = Stampa
save-link = Salva come file
recovery-codes-button = Li ho conservati
# Signed in
sign-out-title = Uscire?
stay-button = Resta collegato
signed-in-title = Hai effettuato l’accesso
signed-in-as = Accesso effettuato come { $account }
going-on-title = Hai effettuato l’accesso
going-on-text = Verso { $client }…
until-today = fino a oggi alle { $time }
until-tomorrow = fino a domani alle { $time }
until-day = fino a { $day } alle { $time }
granted-ip = Questa connessione a Internet è fidata { $until }.
granted-device = Questo browser è fidato { $until }.
refused-trust = Questa volta niente è stato reso fidato: { $why ->
    [limit] hai già il massimo che puoi rendere fidato.
    [one-factor] serve un secondo fattore.
    [unavailable] al momento non è possibile.
   *[other] la tua organizzazione qui non lo offre.
}
session-until = L’accesso resta valido { $until }.
sign-out-button = Esci
sign-out-everywhere-button = Esci ovunque
sign-out-everywhere-hint = Termina tutte le sessioni del tuo account, su tutti i dispositivi.
signed-out-title = Sei uscito
signed-out-text = Chiudi la finestra se altri usano questo dispositivo.
signed-out-partly = Sei uscito da questa pagina. Ciò che avevi aperto con essa finisce da sé entro pochi minuti.
sign-in-again = Accedi di nuovo
# Refusals
refused-title = Qui non puoi accedere
refused-NO_RULE = La tua organizzazione non consente questo accesso da dove ti trovi.
refused-DENIED_BY_RULE = La tua organizzazione non consente questo accesso da dove ti trovi.
refused-CANNOT_CHALLENGE = La tua organizzazione chiede più di quanto questa pagina possa offrirti da dove ti trovi.
refused-ENROLMENT_REQUIRED = La tua organizzazione chiede un codice e il tuo account non ha ancora un autenticatore. Da dove ti trovi non si può impostare.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Quella password è di un programma di posta. Qui serve la password principale.
refused-RATE_LIMITED = Ci sono stati troppi tentativi falliti. Aspetta un quarto d’ora, poi riprova.
refused-other = La tua organizzazione non consente questo accesso.
help-ENROLMENT_REQUIRED = Impostalo dalla rete della tua organizzazione, oppure chiedi all’amministratore.
help-RATE_LIMITED = Se non sei stato tu a provare, avvisa l’amministratore.
help-other = Se pensi di dover poter entrare, chiedi all’amministratore.
try-again = Riprova
reference = Riferimento: { $reference }
refused-client-title = Non puoi proseguire verso { $client }
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
problem-set-up-failed = Il tempo per l’impostazione è scaduto. Accedi di nuovo per ricominciare.
out-of-date-title = Questa pagina non è più attuale
out-of-date-text = Hai proseguito in un’altra finestra, o hai aspettato troppo.
undecided-title = Al momento non è possibile
undecided-text = Ciò che hai inserito va bene. Riprova fra un minuto.
not-found-title = Questa pagina non esiste
bad-request-title = Così non va
bad-request-text = Il collegamento o il modulo che hai usato non è completo, o non è per questa pagina.
forged-text = Il modulo non veniva da questa pagina. Torna indietro e riprova.
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
not-me-authenticators = autenticatori aggiunti da allora: restano, ma non aprono nulla
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
disowned-password = Ora cambia la tua password: chi ha effettuato l’accesso potrebbe conoscerla. Se non puoi farlo, ti aiuta il tuo amministratore.
