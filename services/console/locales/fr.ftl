# Frame
skip-link = Aller au contenu
language-label = Langue
console-name = Console
parts-label = Pages du domaine
other-domain = Autre domaine
sign-out-button = Se déconnecter
cancel-link = Annuler
role-auditors = Auditeur
role-help-desk = Assistance
role-full = Administrateur
role-operator = Exploitant
# Times
until-today = jusqu’à { $time } aujourd’hui
until-tomorrow = jusqu’à demain, { $time }
until-day = jusqu’au { $day }, { $time }
when-today = aujourd’hui, { $time }
when-yesterday = hier, { $time }
when-day = { $day }, { $time }
# Pages that say one thing
start-action = À la première page
again-action = Réessayer
sign-in-action = Se connecter
bad-request-title = Requête illisible
bad-request-text = L’adresse ou le formulaire contient une erreur. Rien n’a changé.
ended-title = Vous êtes déconnecté
ended-text = Votre session est terminée, ici ou ailleurs. Connectez-vous pour continuer ; rien n’a été fait.
forged-title = Ce formulaire ne vient pas d’ici
forged-text = Il ne vient pas d’une page de ce navigateur, ou la page est trop ancienne. Rien n’a changé.
no-administrator-title = Vous n’administrez rien ici
no-administrator-text = Aucun document en vigueur ne nomme ce compte, ou deux facteurs n’ont pas été donnés. Connectez-vous avec un autre compte, ou demandez au responsable du domaine.
not-found-title = Cette page n’existe pas
not-found-text = Il n’y a rien à cette adresse, ou plus rien.
not-signed-in-title = Vous n’êtes pas connecté
not-signed-in-text = La page de connexion vous a renvoyé sans connexion. Rien n’a changé.
not-signed-out-title = Déconnecté ici seulement
not-signed-out-text = Ce navigateur est déconnecté, mais la page de connexion n’a pu être prévenue. Terminez-y aussi la session.
not-yours-title = Cela ne vous est pas permis
not-yours-text = Votre rôle ne le permet pas, ou cela concerne un autre domaine ou un compte ayant plus de rôles. Rien n’a changé.
other-account-title = Un autre compte s’est connecté
other-account-text = L’action revient au compte qui l’a commencée. Rien n’a changé.
out-of-date-title = Connexion périmée
out-of-date-text = Elle n’a pas commencé dans ce navigateur, ou il y a plus de dix minutes. Recommencez.
signed-out-title = Vous êtes déconnecté
signed-out-text = La session est terminée, aussi sur la page de connexion.
too-many-title = Trop de requêtes
too-many-text = Votre réseau a trop demandé en peu de temps. Attendez dix secondes.
undecided-title = Impossible pour le moment
undecided-text = Une partie du système ne répond pas. Vérifiez si c’est fait avant de réessayer.
# Words of tables and forms
account-label = Compte
service-label = Service
address-label = Adresse
decision-label = Décision
account-contains = Le compte contient
would-be-label = Serait décidé
changes-shown = { $first } à { $last } sur { $found }
decision-ALLOW = Admis
decision-CHALLENGE = Plus demandé
decision-DENY = Refusé
reason-head = Motif
reason-RULE_SATISFIED = La règle est satisfaite
reason-GRACE_PERIOD = Pendant la période de grâce
reason-FACTOR_REQUIRED = Il faut autre chose
reason-ENROLMENT_REQUIRED = Aucun second facteur configuré
reason-BAD_CREDENTIALS = Mot de passe faux
reason-BAD_SECOND_FACTOR = Code faux
reason-BAD_SAML_RESPONSE = Authentification unique non acceptée
reason-BAD_PASSKEY = Clé d’accès non acceptée
reason-SESSION_ENDED = La session avait pris fin
reason-WRONG_CREDENTIAL_FOR_SERVICE = Ce genre de mot de passe n’y est pas accepté
reason-NO_RULE = Aucune règle ne le permet
reason-DENIED_BY_RULE = Une règle l’interdit
reason-CANNOT_CHALLENGE = Il faut autre chose, et le programme ne peut pas le demander
reason-RATE_LIMITED = Trop d’essais manqués
reason-other = Un autre motif
rule-head = Règle
count-head = Combien
time-head = Heure
program-head = Programme
reference-head = Référence
step-head = Étape
found-head = Constat
revision-head = Révision
by-head = Par
any = Tous
since-label = Du jour
until-label = Au jour
filter-button = Filtrer
older-link = Plus anciens
more-link = Suivants
csv-link = Enregistrer en CSV
find-account = Chercher un compte
find-button = Chercher
none = Aucun
not-known = Inconnu pour le moment : une partie du système ne répond pas.
# Today
today-title = Aujourd’hui
attention-heading = À surveiller
attention-none = Rien.
day-heading = Connexions des dernières 24 heures
why-refused-heading = Pourquoi des refus
no-document = { $domain } n’a pas de document propre : celui de « * » s’applique.
held-back = { $account } est bloqué après des échecs
trial-ready = Le document à l’essai est prêt.
trial-runs = Un document est à l’essai.
trial-not-known-yet = On vérifie encore si un document est à l’essai.
# Sign-ins
sign-ins-title = Connexions
sign-ins-none = Aucune connexion correspondante.
sign-in-title = Une connexion
to-person = Vers ce compte
then-heading = Pourquoi, selon le document d’alors
now-heading = Selon le document actuel
by-rule = règle « { $rule } »
of-document = Document { $document }, révision { $revision }
# Accounts
accounts-title = Comptes
accounts-none = Aucun compte n’est tenu ici. Cherchez par adresse.
no-account-here = { $account } n’est pas un compte de { $domain }.
password-head = Mot de passe
kept-here = Ici
not-kept-here = Ailleurs ou aucun
factors-heading = Applications d’authentification
authenticator = { $label }
recovery-codes = Codes de secours restants : { $n }
passkeys-heading = Clés d’accès
sessions-heading = Sessions
trust-heading = Adresses et appareils de confiance
trust-ip = Adresse { $name }
trust-device = Appareil { $name }
app-passwords-heading = Mots de passe d’application
recent-heading = Connexions récentes
all-sign-ins = Toutes les connexions de ce compte
never-used = (jamais utilisé)
used = (utilisé { $when })
locked-heading = Connexions bloquées
failures-heading = Échecs comptés
failures = { $secret ->
    [password] Mots de passe faux : { $failures } sur { $limit }
    [app-password] Mots de passe d’application faux : { $failures } sur { $limit }
    [code] Codes faux : { $failures } sur { $limit }
   *[other] Essais manqués : { $failures } sur { $limit }
  }
locked-authenticator = Bloquée après de faux codes : { $label }
# What the help desk does
unlock-button = Débloquer
unlock-text = Ceci oublie ce qui a été compté contre { $account } ({ $n }). La personne peut réessayer aussitôt.
done-unlock = Débloqué. Limites et blocages levés : { $n }.
reset-otp-button = Réinitialiser un téléphone perdu
reset-otp-text = Ceci retire { $n ->
    [one] l’application d’authentification
   *[other] { $n } applications d’authentification
  } de { $account } et les codes de secours, et met fin à la confiance et aux sessions. La personne configure une nouvelle application. C’est irréversible.
done-reset-otp = Réinitialisé. Applications retirées : { $n }.
remove-passkeys-button = Retirer toutes les clés d’accès
remove-passkeys-text = Ceci retire { $n ->
    [one] la clé d’accès
   *[other] { $n } clés d’accès
  } de { $account } et met fin à la confiance et aux sessions. C’est irréversible.
done-remove-passkeys = Clés d’accès retirées : { $n }.
revoke-app-password-button = Révoquer ce mot de passe d’application
revoke-app-password-text = Le programme de { $account } avec ce mot de passe ({ $n }) n’entre plus. C’est irréversible.
done-revoke-app-password = Mots de passe révoqués : { $n }.
end-sessions-button = Terminer les sessions
end-sessions-text = Ceci termine { $n ->
    [one] une session
   *[other] { $n } sessions
  } de { $account } : navigateurs et webmails. La personne se reconnecte.
done-end-sessions = Sessions terminées : { $n }.
end-trust-button = Terminer confiance et sessions
end-trust-text = Ceci met fin à toute confiance pour { $account }, { $n } en tout : adresses, appareils, sessions.
done-end-trust = Adresses, appareils et sessions terminés : { $n }.
needs-factors = La page de connexion le montre à nouveau et demande d’abord vos facteurs.
reason-label = Pourquoi
reason-hint = Inscrit au registre sous votre nom, 200 caractères au plus.
reason-missing = Dites pourquoi.
# Policy
policy-title = Politique
version-active = En vigueur depuis { $when }, révision { $revision }, par { $by }
version-earlier = Version antérieure : révision { $revision } de { $when }, par { $by }
edit-link = Modifier le document
edit-version-link = Revenir à cette version
history-title = Historique
withdrawn = retiré
edit-title = Modifier la politique
document-label = Document de { $domain }
document-hint = YAML. Rien ne change avant que vous ayez vu ce que cela donne et retire.
check-button = Prouver et montrer ce qui change
refused-heading = Ceci ne peut être appliqué
changed-heading = Quelqu’un d’autre a modifié le document
changed-text = C’était { $by }. Rien n’a été écrasé. Reprenez ce qu’il faut dans votre texte et prouvez à nouveau.
in-force-label = En vigueur
review-heading = Ce qui changerait
proved-text = Ses assertions et les garde-fous tiennent.
warnings-heading = Avertissements
meaning-heading = Ce que cela donne et retire
meaning-same = Aucune connexion n’est décidée autrement.
meaning-undecided = Le changement est trop grand à comparer. Lisez-le avec soin.
comment-label = Commentaire
apply-button = Appliquer
try-button = L’essayer d’abord
done-applied = Le document est en vigueur.
line = Ligne { $line }, colonne { $column }
# Trial
trial-title = Essai
trial-none = Rien n’est à l’essai. Un document s’essaie depuis la page où on le modifie : il accompagne celui en vigueur et ne décide rien.
trial-since = Depuis { $when }, par { $by }
trial-failed = Il ne dit plus rien : { $why }
trial-logins = Connexions accompagnées
trial-allowed = Aurait admis
trial-refused-genuine = Authentiques, aurait refusé
trial-unknown = Indécidables
differences-heading = Ce qui serait décidé autrement
differences-none = Rien jusqu’ici.
differences-more = Et { $n } autres.
differences-not-listed = Et { $n } autres connexions, qui ne sont pas affichées.
trial-end-text = Terminer l’essai oublie ce qu’il a compté. Le document en vigueur reste.
trial-end-button = Terminer l’essai
done-trial-started = L’essai a commencé.
done-trial-ended = L’essai est terminé.
# The record
busy-title = Trop de travaux en cours
busy-text = Vous, votre domaine ou cette copie de la console avez autant de travaux en cours qu’il est permis. Attendez ou arrêtez-en un : la première page du domaine montre les vôtres.
work-heading = Travaux en cours et terminés
work-running = en cours
work-done = terminé
work-failed = échoué
work-ended = arrêté
work-kept = Vous pouvez fermer cette page. Le travail continue et son résultat est gardé { $minutes } minutes, tant que vous êtes connecté. La première page du domaine le montre.
work-link = Revenir ici
work-end-button = Arrêter et oublier
work-ended-text = Le travail a pris fin : il a été arrêté, a duré trop longtemps, ou votre session est terminée. Réessayez avec moins de jours.
work-elsewhere-title = Recherche du travail
work-elsewhere-asks = Cette copie de la console ne l’a pas. Une autre l’a peut-être : la page redemande d’elle-même.
work-lost-title = Le travail n’a pas été trouvé
work-lost-text = Aucune copie de la console ayant répondu n’a ce travail. Son temps est peut-être passé, ou la copie qui l’avait a redémarré. Réessayez ou recommencez.
work-over-title = Ce travail est passé
work-over-text = Il a été arrêté, ou gardé le temps prévu. Recommencez.
working = Lecture du journal …
working-at = { $done } connexions sur { $total }
broken-off = Impossible de continuer : une partie du système ne répond pas, ou il y a trop à lire. Rien n’a été changé. Réessayez avec moins de jours.
days-label = D’après le journal
days-back = { $n ->
    [one] du dernier jour
   *[other] des { $n } derniers jours
  }
rehearse-button = Répéter
rehearsal-title = Répétition
rehearsal-text = { $days ->
    [one] Les connexions du dernier jour
   *[other] Les connexions des { $days } derniers jours
  } sont décidées à nouveau, selon le document tel que vous l’avez écrit. Rien n’est changé.
rehearsal-found = Ce qui aurait été décidé
rehearsal-replayed = Connexions rejouées
rehearsal-changed = Décidées autrement
rehearsal-refused = Admises, refusées désormais
rehearsal-not = Trop anciennes pour être rejouées
changes-heading = Ce qui change, par règle
affected-heading = Comptes les plus touchés
latest-heading = Les plus récentes
back-to-document = Retour au document
propose-title = Proposer d’après le journal
propose-text = Lit ce que les gens ont fait et écrit le document lisible le plus strict qui n’en refuse aucune connexion authentique : deux facteurs, ou un que personne n’a désavoué pendant 14 jours. Rien n’est changé. Vous l’éditez, le vérifiez et l’essayez.
propose-button = Proposer un document
proposal-heading = Une proposition
proposal-genuine = Elle admettrait à nouveau les { $n } connexions authentiques de cette période. Ses assertions sont prouvées.
proposal-refuses = Ce qu’elle refuserait désormais
proposal-refuses-none = Elle ne refuserait rien de ce qui a été admis.
live-title = Connexions, en direct
live-link = Suivre en direct
live-on = Les nouvelles connexions apparaissent en haut dès leur enregistrement.
live-reloads = Cette page se recharge toutes les dix secondes.
live-stop = Ne plus suivre
# Operators
all-domains = Tous les domaines
operator-parts-label = Pages des opérateurs
domains-title = Domaines
domain-begins = Domaines qui commencent par
domains-none = Aucun domaine ayant son propre document ne commence ainsi.
document-begins = Documents qui commencent par
none-begins-so = Rien ne commence ainsi.
open-named = Ouvrir { $domain }, qui n’a pas de document propre
templates-title = Modèles
template-begins = Modèles qui commencent par
templates-none = Il n’y a pas de modèle. Plusieurs domaines peuvent en partager un ; il s’applique en ligne de commande.
template-text = Un modèle engage chaque domaine qui l’étend. Il se modifie en ligne de commande.
bound-heading = Domaines auxquels il s’applique
bound-none = Il ne s’applique à aucun domaine.
trials-title = Essais
trials-none = Rien n’est à l’essai.
document-head = Document
state-head = État
trial-state-runs = En cours
trial-state-forgotten = Oublié : à appliquer ou à terminer
trial-state-failed = Ne dit plus rien
# Clients of the sign-in page
clients-title = Clients
clients-text = Programmes auxquels on se connecte par la page de connexion : webmails, et hôtes derrière l’authentification déléguée.
client-find = L’identifiant ou le nom contient
clients-none = Aucun client de la page de connexion ne correspond.
client-id-label = Identifiant
client-name-label = Nom
client-name-hint = Affiché sur la page de connexion. Vide : l’identifiant.
client-how-label = Connexion par
client-how-oidc = OpenID Connect
client-how-oidc-without-pkce = OpenID Connect, sans PKCE
client-how-public = OpenID Connect, sans secret
client-how-host = Authentification déléguée
client-addresses-label = Où il se trouve
client-addresses-hint = URI de redirection, une par ligne. Avec l’authentification déléguée, l’hôte seul, par exemple https://webmail.example.
client-domains-label = Domaines dont les comptes peuvent l’utiliser
client-domains-hint = Un par ligne. * désigne tous les domaines.
client-networks-label = Réseaux d’où il ouvre le courrier
client-networks-hint = Un par ligne, par exemple 192.0.2.40/32. Vide : il n’ouvre aucun courrier.
client-after-logout-label = Où va le navigateur après la déconnexion
client-after-logout-hint = URI, une par ligne. Peut rester vide.
client-backchannel-label = Où sont signalées les sessions terminées
client-backchannel-hint = Une URI https. Peut rester vide.
client-since-label = Enregistré
client-is-console = C’est la console elle-même. Elle se modifie en ligne de commande : une erreur ici exclurait tous les administrateurs.
add-client-button = Ajouter un client
add-client-text = Dès lors, les personnes de ses domaines peuvent s’y connecter. Le secret est affiché une seule fois, après vos facteurs.
new-secret-button = Créer un nouveau secret
new-secret-text = { $client } reçoit un nouveau secret, et l’ancien prend fin aussitôt. Personne de { $domains } ne peut s’y connecter avant qu’il ait le nouveau.
remove-client-button = Retirer le client
remove-client-text = En une seconde, plus personne ne peut se connecter à { $client }, et ses sessions n’ouvrent plus rien. Cela concerne les personnes de { $domains }. C’est irréversible.
client-sessions = { $n ->
    [0] Il n’a aucune session en ce moment.
    [one] Une session prend fin avec lui.
   *[other] { $n } sessions prennent fin avec lui.
}
client-sessions-more = Plus de { $n } sessions prennent fin avec lui.
client-sessions-unknown = On ne peut pas dire maintenant combien de sessions prennent fin avec lui : une partie du système ne répond pas.
done-put-client = Le client est enregistré.
done-remove-client = Le client est retiré.
client-secret-title = Le secret du client
client-secret-text = Il n’est affiché que cette fois. Copiez-le dans les réglages du client avant de quitter cette page.
client-secret-action = Vers le client
client-changed-title = Quelqu’un d’autre a modifié ce client
client-changed-text = Il a été ajouté, modifié ou retiré pendant que vous donniez vos facteurs. Rien n’a été écrasé.
client-too-long-title = Trop pour cette page
client-too-long-text = Ce client a plus de domaines ou d’adresses que la console ne peut en modifier. Utilisez la ligne de commande.
wrong-client-id = 1 à 64 caractères : a à z, 0 à 9, « - », « _ » et « . ».
wrong-client-taken = Un client porte déjà cet identifiant.
wrong-client-name = 64 octets au plus, sur une ligne.
wrong-client-service = Choisissez-en un.
wrong-client-way = Choisissez-en un.
wrong-client-addresses = Des URI https, ou http sur cette machine seulement. Avec l’authentification déléguée, un hôte sans chemin.
wrong-client-domains = Au moins un domaine, ou *.
wrong-client-networks = Un réseau par ligne, par exemple 192.0.2.40/32.
wrong-client-after-logout = Des URI https, ou http sur cette machine seulement.
wrong-client-backchannel = Une URI https, ou rien.
wrong-client-long = C’est plus que la console ne peut enregistrer. Utilisez la ligne de commande.
# Second factors
second-factors-title = Seconds facteurs
second-factors-text = Qui n’a ni application d’authentification ni clé d’accès, et qui d’entre eux a utilisé un webmail depuis. Chaque compte est examiné, ce qui prend du temps dans un grand domaine.
look-button = Examiner
factors-heading-share = { $n } % ont un second facteur
factors-accounts = Comptes
factors-with = Avec un second facteur
factors-without = Sans
factors-used = Dont ayant utilisé un webmail
factors-everyone = Tous en ont un.
last-web-head = Dernière connexion au webmail
let-in-until-head = Peut se connecter sans jusqu’au
no-grace = aucun délai
reminder-head = Rappel
reminded-head = Dont avec rappel
share-head = Ont un second facteur
days-title = Jours où des délais prennent fin
reminders-waiting = { $n ->
    [one] Un rappel attend d’être envoyé.
   *[other] { $n } rappels attendent d’être envoyés.
}
end-reminders-button = { $n ->
    [one] Retirer un rappel
   *[other] Retirer { $n } rappels
}
reminders-ended = { $n ->
    [one] Un rappel a été retiré.
   *[other] { $n } rappels ont été retirés.
}
undelivered-heading = Rappels qui n’ont pas pu être remis
undelivered-text = { $n ->
    [one] Ces { $days } derniers jours, une personne n’a pas pu être prévenue : le serveur de messagerie a refusé le message. Il n’est plus envoyé. Prévenez-la autrement, ou rappelez-la quand sa boîte acceptera du courrier.
   *[other] Ces { $days } derniers jours, { $n } personnes n’ont pas pu être prévenues : le serveur de messagerie a refusé les messages. Ils ne sont plus envoyés. Prévenez ces personnes autrement, ou envoyez-leur un nouveau rappel quand leurs boîtes accepteront du courrier.
}
undelivered-why-head = Réponse du serveur de messagerie
undelivered-unknown = Le registre ne peut pas être lu pour le moment : on ne sait pas quels rappels n’ont pas pu être remis.
remind-text = { $n ->
    [one] Une personne n’a pas de second facteur et son délai prend fin. Elle reçoit un e-mail avant, sauf si elle a un facteur d’ici là.
   *[other] { $n } personnes n’ont pas de second facteur et leur délai prend fin. Chacune reçoit un e-mail avant, sauf si elle a un facteur d’ici là.
}
before-label = L’e-mail part
days-before = { $n } jours avant
remind-button = { $n ->
    [one] Rappeler à une personne
   *[other] Rappeler à { $n } personnes
}
reminded = { $n ->
    [one] Une personne recevra un rappel, { $days } jours avant la fin de son délai.
   *[other] { $n } personnes recevront un rappel, { $days } jours avant la fin de leur délai.
}
