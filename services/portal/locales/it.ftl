# Page titles and headings
sign-in-title = Accedi a { $name }
sign-in-to-client = Poi continuerai su { $client }.
account-label = Indirizzo di posta
account-label-local = Nome
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
code-text = Apri la tua app di autenticazione e inserisci il codice che mostra adesso.
code-text-next = Aspetta che l’app di autenticazione mostri il codice successivo, poi inseriscilo.
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
recovery-text = È uno dei codici che hai conservato quando hai configurato l’app di autenticazione. Ognuno vale una sola volta.
recovery-label = Codice di recupero
code-link = Usa l’app di autenticazione
# First set-up
set-up-title = Configura l’accesso in due passaggi
set-up-text = La tua organizzazione chiede un codice oltre alla password. Ti serve un’app di autenticazione sul telefono, per esempio Aegis, 2FAS, FreeOTP o Google Authenticator.
set-up-grace = Per ora puoi accedere senza codice. Più avanti ne avrai bisogno.
set-up-choice = Un codice oltre alla password protegge la tua casella dove la sola password non basta.
set-up-button = Configura
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
passkey-failed = La passkey non è stata usata. Riprova, oppure scegli un altro modo.
passkey-instead = Il browser non ha passkey qui, oppure gli script sono disattivati. Accedi sopra con il tuo indirizzo di posta, oppure usa un altro browser.
passkey-make-title = Crea una passkey
passkey-make-text = Una passkey sta sul tuo dispositivo, nel gestore di password o su una chiave di sicurezza. Ti fa accedere con l’impronta, il volto o un PIN, e solo su questa pagina.
passkey-make-button = Crea una passkey
passkey-make-instead = Il browser non crea passkey qui, oppure gli script sono disattivati. Accedi di nuovo e configura un’app di autenticazione, oppure usa un altro browser.
set-up-passkey-button = Configura una passkey
set-up-either = Puoi configurare un’app di autenticazione o una passkey.
set-up-lost = Hai dimostrato di essere tu. Crea una nuova passkey e accedi con quella.
passkey-only-text = Gli account di { $domain } accedono con una passkey.
lost-passkey-link = Hai perso la passkey?
lost-passkey-title = Crea una nuova passkey
lost-passkey-text = Inserisci la password e uno dei codici di recupero che hai conservato. Poi crei una nuova passkey.
passkey-made-title = La nuova passkey è pronta
passkey-made-text = Accedi ora con quella. Rimuovi quella persa dove gestisci il tuo accesso, oppure chiedi all’amministratore.
problem-passkey-refused = La passkey non è stata accettata. Riprova, oppure scegli un altro modo.
problem-passkey-not-made = Non è stata creata alcuna passkey. Riprova, oppure scegli un altro modo.
# Signed in
sign-out-title = Uscire?
stay-button = Resta collegato
signed-in-title = Hai effettuato l’accesso
signed-in-as = Accesso effettuato come { $account }
going-on-title = Hai effettuato l’accesso
going-on-text = Apertura di { $client }…
until-today = fino alle { $time } di oggi
until-tomorrow = fino alle { $time } di domani
until-day = fino alle { $time } di { $day }
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
# Refusals
refused-title = Qui non puoi accedere
refused-NO_RULE = La tua organizzazione non consente questo accesso da dove ti trovi.
refused-DENIED_BY_RULE = La tua organizzazione non consente questo accesso da dove ti trovi.
refused-CANNOT_CHALLENGE = Da dove ti trovi, la tua organizzazione chiede più di quanto sia possibile in questa pagina.
refused-ENROLMENT_REQUIRED = La tua organizzazione chiede un codice e il tuo account non ha ancora un’app di autenticazione. Da dove ti trovi non si può configurare.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Quella password è di un programma di posta. Qui serve la password principale.
refused-RATE_LIMITED = Ci sono stati troppi tentativi falliti. Aspetta un quarto d’ora, poi riprova.
refused-other = La tua organizzazione non consente questo accesso.
help-ENROLMENT_REQUIRED = Configurala dalla rete della tua organizzazione, oppure contatta l’amministratore.
help-RATE_LIMITED = Se i tentativi non erano tuoi, avvisa l’amministratore.
help-other = Se ritieni di avere diritto ad accedere, contatta l’amministratore.
try-again = Riprova
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
