# Frame
skip-link = Vai al contenuto
language-label = Lingua
console-name = Console
parts-label = Pagine del dominio
other-domain = Altro dominio
sign-out-button = Esci
cancel-link = Annulla
role-auditors = Revisore
role-help-desk = Assistenza
role-full = Amministratore
role-operator = Gestore
# Times
until-today = fino alle { $time } di oggi
until-tomorrow = fino a domani, { $time }
until-day = fino alle { $time }, { $day }
when-today = oggi, { $time }
when-yesterday = ieri, { $time }
when-day = { $day }, { $time }
# Pages that say one thing
start-action = Alla prima pagina
again-action = Riprova
sign-in-action = Accedi
bad-request-title = Richiesta non leggibile
bad-request-text = Qualcosa nell’indirizzo o nel modulo non va. Nulla è cambiato.
ended-title = Sessione terminata
ended-text = L’accesso è terminato, qui o altrove. Accedi per continuare; l’operazione non è stata eseguita.
forged-title = Questo modulo non viene da qui
forged-text = Non viene da una pagina di questo browser, o la pagina è vecchia. Nulla è cambiato.
no-administrator-title = Non amministri nulla qui
no-administrator-text = Nessun documento in vigore nomina questo account tra gli amministratori, o mancano due fattori. Accedi con un altro account o chiedi a chi gestisce il dominio.
not-found-title = Pagina inesistente
not-found-text = A questo indirizzo non c’è nulla, o non più.
not-signed-in-title = Accesso non effettuato
not-signed-in-text = La pagina di accesso ti ha rimandato senza accesso. Nulla è cambiato.
not-signed-out-title = Uscita solo da qui
not-signed-out-text = Questo browser è uscito, ma la pagina di accesso non ha potuto saperlo. Termina la sessione anche lì.
not-yours-title = Non di tua competenza
not-yours-text = Il tuo ruolo non lo consente, o è di un altro dominio o di un account con più ruoli. Nulla è cambiato.
other-account-title = Accesso con un altro account
other-account-text = L’operazione spetta all’account che l’ha iniziata. Nulla è cambiato.
out-of-date-title = Accesso scaduto
out-of-date-text = Non è iniziato in questo browser, o da più di dieci minuti. Ricomincia.
signed-out-title = Sei uscito
signed-out-text = La sessione è terminata, anche nella pagina di accesso.
too-many-title = Troppe richieste
too-many-text = La tua rete ha chiesto troppo in poco tempo. Aspetta dieci secondi.
undecided-title = Ora non è possibile
undecided-text = Una parte del sistema non risponde. Controlla se è stato fatto prima di riprovare.
# Words of tables and forms
account-label = Account
service-label = Servizio
address-label = Indirizzo
decision-label = Decisione
account-contains = L’account contiene
would-be-label = Sarebbe deciso
changes-shown = { $first }–{ $last } di { $found }
decision-ALLOW = Ammesso
decision-CHALLENGE = Chiesto altro
decision-DENY = Rifiutato
reason-head = Motivo
reason-RULE_SATISFIED = La regola è soddisfatta
reason-GRACE_PERIOD = Nel periodo di tolleranza
reason-FACTOR_REQUIRED = Serve altro
reason-ENROLMENT_REQUIRED = Nessun secondo fattore configurato
reason-BAD_CREDENTIALS = Password errata
reason-BAD_SECOND_FACTOR = Codice errato
reason-BAD_SAML_RESPONSE = Accesso unico non accettato
reason-BAD_PASSKEY = Passkey non accettata
reason-SESSION_ENDED = La sessione era terminata
reason-WRONG_CREDENTIAL_FOR_SERVICE = Quel tipo di password lì non vale
reason-NO_RULE = Nessuna regola lo consente
reason-DENIED_BY_RULE = Una regola lo vieta
reason-CANNOT_CHALLENGE = Serve altro e il programma non può chiederlo
reason-RATE_LIMITED = Troppi tentativi falliti
reason-other = Un altro motivo
rule-head = Regola
count-head = Quanti
time-head = Ora
program-head = Programma
reference-head = Riferimento
step-head = Passo
found-head = Esito
revision-head = Revisione
by-head = Da
any = Tutti
since-label = Dal giorno
until-label = Al giorno
filter-button = Filtra
older-link = Precedenti
more-link = Altri
csv-link = Salva come CSV
find-account = Cerca un account
find-button = Cerca
none = Nessuno
not-known = Ora non si può dire: una parte del sistema non risponde.
# Today
today-title = Oggi
attention-heading = Da controllare
attention-none = Nulla.
day-heading = Accessi delle ultime 24 ore
why-refused-heading = Perché accessi rifiutati
no-document = { $domain } non ha un documento proprio: vale quello di “*”.
held-back = { $account } è bloccato dopo accessi falliti
trial-ready = Il documento in prova è pronto.
trial-runs = Un documento è in prova.
trial-not-known-yet = Si sta ancora verificando se un documento è in prova.
# Sign-ins
sign-ins-title = Accessi
sign-ins-none = Nessun accesso corrispondente.
sign-in-title = Un accesso
to-person = A questo account
then-heading = Perché, secondo il documento di allora
now-heading = Secondo il documento di oggi
by-rule = regola “{ $rule }”
of-document = Documento { $document }, revisione { $revision }
# Accounts
accounts-title = Account
accounts-none = Qui non ci sono account. Cercane uno per indirizzo.
no-account-here = { $account } non è un account di { $domain }.
password-head = Password
kept-here = Tenuta qui
not-kept-here = Altrove o nessuna
factors-heading = App di autenticazione
authenticator = { $label }
recovery-codes = Codici di recupero rimasti: { $n }
passkeys-heading = Passkey
sessions-heading = Sessioni
trust-heading = Indirizzi e dispositivi fidati
trust-ip = Indirizzo { $name }
trust-device = Dispositivo { $name }
app-passwords-heading = Password per app
recent-heading = Accessi recenti
all-sign-ins = Tutti gli accessi di questo account
never-used = (mai usato)
used = (usato { $when })
locked-heading = Accessi bloccati
failures-heading = Accessi falliti contati
failures = { $secret ->
    [password] Password errate: { $failures } di { $limit }
    [app-password] Password per app errate: { $failures } di { $limit }
    [code] Codici errati: { $failures } di { $limit }
   *[other] Tentativi falliti: { $failures } di { $limit }
  }
locked-authenticator = Bloccata dopo codici errati: { $label }
# What the help desk does
unlock-button = Sblocca
unlock-text = Azzera ciò che è stato contato contro { $account } ({ $n }). La persona può riprovare subito.
done-unlock = Sbloccato. Limiti e blocchi terminati: { $n }.
reset-otp-button = Reimposta telefono perso
reset-otp-text = Rimuove { $n ->
    [one] l’app di autenticazione
   *[other] { $n } app di autenticazione
  } di { $account } e i codici di recupero e termina fiducia e sessioni. La persona imposta una nuova app. Non si può annullare.
done-reset-otp = Fatto. App rimosse: { $n }.
remove-passkeys-button = Rimuovi tutte le passkey
remove-passkeys-text = Rimuove { $n ->
    [one] la passkey
   *[other] { $n } passkey
  } di { $account } e termina fiducia e sessioni. Non si può annullare.
done-remove-passkeys = Passkey rimosse: { $n }.
revoke-app-password-button = Revoca questa password per app
revoke-app-password-text = Il programma di { $account } con questa password ({ $n }) non entra più. Non si può annullare.
done-revoke-app-password = Password per app revocate: { $n }.
end-sessions-button = Termina le sessioni
end-sessions-text = Termina { $n ->
    [one] una sessione
   *[other] { $n } sessioni
  } di { $account }: browser e webmail. La persona accede di nuovo.
done-end-sessions = Sessioni terminate: { $n }.
end-trust-button = Termina fiducia e sessioni
end-trust-text = Termina tutta la fiducia per { $account }, { $n } in tutto: indirizzi, dispositivi, sessioni.
done-end-trust = Terminati indirizzi, dispositivi e sessioni: { $n }.
needs-factors = La pagina di accesso lo mostra di nuovo e chiede prima i tuoi fattori.
reason-label = Perché
reason-hint = Resta nel registro con il tuo nome, al massimo 200 caratteri.
reason-missing = Scrivi il perché.
# Policy
policy-title = Policy
version-active = In vigore da { $when }, revisione { $revision }, da { $by }
version-earlier = Versione precedente: revisione { $revision } di { $when }, da { $by }
edit-link = Modifica il documento
edit-version-link = Torna a questa versione
history-title = Cronologia
withdrawn = ritirato
edit-title = Modifica la policy
document-label = Documento di { $domain }
document-hint = YAML. Nulla cambia prima che tu veda cosa dà e cosa toglie.
check-button = Verifica e mostra cosa cambia
refused-heading = Non si può applicare
changed-heading = Qualcun altro ha modificato il documento
changed-text = È stato { $by }. Nulla è stato sovrascritto. Riporta nel tuo testo ciò che serve e verifica di nuovo.
in-force-label = In vigore ora
review-heading = Cosa cambierebbe
proved-text = Gli assert e i guardrail valgono.
warnings-heading = Avvisi
meaning-heading = Cosa dà e cosa toglie
meaning-same = Nessun accesso è deciso diversamente.
meaning-undecided = I cambiamenti sono troppi da confrontare. Leggi con attenzione.
comment-label = Commento
apply-button = Applica
try-button = Prova prima
done-applied = Il documento è in vigore.
line = Riga { $line }, colonna { $column }
# Trial
trial-title = Prova
trial-none = Nulla è in prova. Un documento si prova dalla pagina in cui si modifica: affianca quello in vigore e non decide nulla.
trial-since = Da { $when }, da { $by }
trial-failed = Non dice più nulla: { $why }
trial-logins = Accessi affiancati
trial-allowed = Avrebbe ammesso
trial-refused-genuine = Genuini, avrebbe rifiutato
trial-unknown = Non sapeva
differences-heading = Cosa sarebbe deciso diversamente
differences-none = Finora nulla.
differences-more = E altri { $n }.
differences-not-listed = E altri { $n } accessi, che non sono elencati.
trial-end-text = Terminare la prova dimentica ciò che ha contato. Il documento in vigore resta.
trial-end-button = Termina la prova
done-trial-started = La prova è iniziata.
done-trial-ended = La prova è terminata.
# The record
busy-title = Troppo è in corso
busy-text = Per Lei, per il dominio o per questa copia della console è in corso quanto è permesso. Attenda o termini qualcosa: la prima pagina del dominio elenca i Suoi lavori.
work-heading = Lavori in corso e finiti
work-running = in corso
work-done = finito
work-failed = non riuscito
work-ended = terminato
work-kept = Può chiudere questa pagina. Il lavoro continua e il risultato resta per { $minutes } minuti, finché l’accesso è valido. La prima pagina del dominio lo elenca.
work-link = Torna qui
work-end-button = Termina e dimentica
work-ended-text = Il lavoro è terminato: è stato fermato, è durato troppo, o il Suo accesso è finito. Riprovi con meno giorni.
work-elsewhere-title = Ricerca del lavoro
work-elsewhere-asks = Questa copia della console non lo ha. Forse un’altra: la pagina chiede di nuovo da sola.
work-lost-title = Il lavoro non è stato trovato
work-lost-text = Nessuna copia della console che ha risposto ha questo lavoro. Forse il suo tempo è passato, o la copia che lo aveva è stata riavviata. Riprovi o ricominci.
work-over-title = Questo lavoro è passato
work-over-text = È stato terminato, o conservato per il suo tempo. Ricominci.
working = Lettura del registro …
working-at = { $done } accessi su { $total }
broken-off = Non si è potuto continuare: una parte del sistema non risponde o c’è troppo da leggere. Nulla è cambiato. Riprovi con meno giorni.
days-label = Dal registro
days-back = { $n ->
    [one] dell’ultimo giorno
   *[other] degli ultimi { $n } giorni
  }
rehearse-button = Prova sul registro
rehearsal-title = Prova sul registro
rehearsal-text = { $days ->
    [one] Gli accessi dell’ultimo giorno
   *[other] Gli accessi degli ultimi { $days } giorni
  } sono decisi di nuovo, con il documento come l’ha scritto. Nulla cambia.
rehearsal-found = Che cosa si sarebbe deciso
rehearsal-replayed = Accessi ridecisi
rehearsal-changed = Decisi diversamente
rehearsal-refused = Ammessi, ora rifiutati
rehearsal-not = Troppo vecchi per ridecidere
changes-heading = Che cosa cambia, per regola
affected-heading = Account più interessati
latest-heading = I più recenti
back-to-document = Torna al documento
propose-title = Proponi dal registro
propose-text = Legge che cosa hanno fatto le persone e scrive il documento leggibile più stretto che non rifiuta alcun accesso autentico: due fattori, o uno che nessuno ha disconosciuto per 14 giorni. Nulla cambia. Lo modifica, lo verifica e lo prova.
propose-button = Proponi un documento
proposal-heading = Una proposta
proposal-genuine = Ammetterebbe di nuovo tutti i { $n } accessi autentici di quel periodo. Le sue asserzioni sono dimostrate.
proposal-refuses = Che cosa rifiuterebbe ora
proposal-refuses-none = Non rifiuterebbe nulla di ciò che è stato ammesso.
live-title = Accessi, dal vivo
live-link = Segui dal vivo
live-on = I nuovi accessi compaiono in alto appena registrati.
live-reloads = Questa pagina si ricarica ogni dieci secondi.
live-stop = Smetti di seguire
# Operators
all-domains = Tutti i domini
operator-parts-label = Pagine degli operatori
domains-title = Domini
domain-begins = Domini che iniziano con
domains-none = Nessun dominio con un proprio documento inizia così.
document-begins = Documenti che iniziano con
none-begins-so = Nulla inizia così.
open-named = Apri { $domain }, che non ha un proprio documento
templates-title = Modelli
template-begins = Modelli che iniziano con
templates-none = Non ci sono modelli. Molti domini possono condividerne uno; si applica dalla riga di comando.
template-text = Un modello vincola ogni dominio che lo estende. Si modifica dalla riga di comando.
bound-heading = Domini a cui si applica
bound-none = Non si applica a nessun dominio.
trials-title = Prove
trials-none = Nulla è in prova.
document-head = Documento
state-head = Stato
trial-state-runs = In corso
trial-state-forgotten = Dimenticata: applicarla o terminarla
trial-state-failed = Non dice più nulla
# Clients of the sign-in page
clients-title = Client
clients-text = Programmi a cui si accede dalla pagina di accesso: webmail, e host dietro l’autenticazione delegata.
client-find = L’identificativo o il nome contiene
clients-none = Nessun client della pagina di accesso corrisponde.
client-id-label = Identificativo
client-name-label = Nome
client-name-hint = Mostrato nella pagina di accesso. Vuoto: l’identificativo.
client-how-label = Accesso con
client-how-oidc = OpenID Connect
client-how-oidc-without-pkce = OpenID Connect, senza PKCE
client-how-public = OpenID Connect, senza segreto
client-how-host = Autenticazione delegata
client-addresses-label = Dove si trova
client-addresses-hint = URI di reindirizzamento, una per riga. Con l’autenticazione delegata solo l’host, come https://webmail.example.
client-domains-label = Domini i cui account possono usarlo
client-domains-hint = Uno per riga. * è ogni dominio.
client-networks-label = Reti da cui apre la posta
client-networks-hint = Una per riga, come 192.0.2.40/32. Vuoto: non apre posta.
client-after-logout-label = Dove va il browser dopo l’uscita
client-after-logout-hint = URI, una per riga. Può restare vuoto.
client-backchannel-label = Dove si segnalano le sessioni terminate
client-backchannel-hint = Una URI https. Può restare vuoto.
client-since-label = Registrato
client-is-console = È la console stessa. Si modifica dalla riga di comando: un errore qui escluderebbe tutti gli amministratori.
add-client-button = Aggiungi un client
add-client-text = Da quel momento le persone dei suoi domini possono accedervi. Il segreto è mostrato una volta, dopo i tuoi fattori.
new-secret-button = Crea un nuovo segreto
new-secret-text = { $client } riceve un nuovo segreto, e il vecchio termina subito. Nessuno di { $domains } può accedervi finché non ha il nuovo.
remove-client-button = Rimuovi il client
remove-client-text = Entro un secondo nessuno può più accedere a { $client }, e le sue sessioni non aprono più nulla. Riguarda le persone di { $domains }. Non si può annullare.
client-sessions = { $n ->
    [0] Ora non ha sessioni.
    [one] Con esso termina una sessione.
   *[other] Con esso terminano { $n } sessioni.
}
client-sessions-more = Con esso terminano più di { $n } sessioni.
client-sessions-unknown = Ora non si può dire quante sessioni terminano con esso: una parte del sistema non risponde.
done-put-client = Il client è registrato.
done-remove-client = Il client è rimosso.
client-secret-title = Il segreto del client
client-secret-text = È mostrato solo questa volta. Copialo nelle impostazioni del client prima di lasciare questa pagina.
client-secret-action = Al client
client-changed-title = Qualcun altro ha cambiato questo client
client-changed-text = È stato aggiunto, cambiato o rimosso mentre davi i tuoi fattori. Nulla è stato sovrascritto.
client-too-long-title = Troppo per questa pagina
client-too-long-text = Questo client ha più domini o indirizzi di quanti la console possa modificare. Usa la riga di comando.
wrong-client-id = Da 1 a 64 caratteri: a-z, 0-9, «-», «_» e «.».
wrong-client-taken = C’è già un client con questo identificativo.
wrong-client-name = Al massimo 64 ottetti, su una riga.
wrong-client-service = Scegline uno.
wrong-client-way = Scegline uno.
wrong-client-addresses = URI https, o http solo su questa macchina. Con l’autenticazione delegata un host, senza percorso.
wrong-client-domains = Almeno un dominio, o *.
wrong-client-networks = Una rete per riga, come 192.0.2.40/32.
wrong-client-after-logout = URI https, o http solo su questa macchina.
wrong-client-backchannel = Una URI https, o niente.
wrong-client-long = È più di quanto la console possa registrare. Usa la riga di comando.
# Second factors
second-factors-title = Secondi fattori
second-factors-text = Chi non ha né un’app di autenticazione né una passkey, e chi di loro ha usato una webmail da allora. Si esamina ogni account: in un dominio grande ci vuole tempo.
look-button = Esamina
factors-heading-share = Il { $n } % ha un secondo fattore
factors-accounts = Account
factors-with = Con secondo fattore
factors-without = Senza
factors-used = Di questi, hanno usato una webmail
factors-everyone = Tutti ne hanno uno.
last-web-head = Ultimo accesso alla webmail
let-in-until-head = Può accedere senza fino a
no-grace = nessun periodo di tolleranza
reminder-head = Promemoria
reminded-head = Di questi, con promemoria
share-head = Hanno un secondo fattore
days-title = I giorni in cui finisce la tolleranza
reminders-waiting = { $n ->
    [one] Un promemoria attende l’invio.
   *[other] { $n } promemoria attendono l’invio.
}
end-reminders-button = { $n ->
    [one] Ritira un promemoria
   *[other] Ritira { $n } promemoria
}
reminders-ended = { $n ->
    [one] È stato ritirato un promemoria.
   *[other] Sono stati ritirati { $n } promemoria.
}
undelivered-heading = Promemoria che non è stato possibile consegnare
undelivered-text = { $n ->
    [one] Negli ultimi { $days } giorni non è stato possibile avvisare una persona: il server di posta ha rifiutato il messaggio. Non viene inviato di nuovo. La avvisi in un altro modo, o le mandi un altro promemoria quando la sua casella accetterà posta.
   *[other] Negli ultimi { $days } giorni non è stato possibile avvisare { $n } persone: il server di posta ha rifiutato i messaggi. Non vengono inviati di nuovo. Avvisi queste persone in un altro modo, o mandi loro un altro promemoria quando le loro caselle accetteranno posta.
}
undelivered-why-head = Risposta del server di posta
undelivered-unknown = Il registro non può essere letto al momento: non si sa quali promemoria non è stato possibile consegnare.
remind-text = { $n ->
    [one] Una persona non ha un secondo fattore e la sua tolleranza finisce. Prima riceve un’email, a meno che nel frattempo abbia un fattore.
   *[other] { $n } persone non hanno un secondo fattore e la loro tolleranza finisce. Prima ciascuna riceve un’email, a meno che nel frattempo abbia un fattore.
}
before-label = L’email parte
days-before = { $n } giorni prima
remind-button = { $n ->
    [one] Avvisa una persona
   *[other] Avvisa { $n } persone
}
reminded = { $n ->
    [one] Una persona sarà avvisata { $days } giorni prima della fine della tolleranza.
   *[other] { $n } persone saranno avvisate { $days } giorni prima della fine della tolleranza.
}
