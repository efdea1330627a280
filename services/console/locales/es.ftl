# Frame
skip-link = Ir al contenido
language-label = Idioma
console-name = Consola
parts-label = Páginas del dominio
other-domain = Otro dominio
sign-out-button = Cerrar sesión
cancel-link = Cancelar
role-auditors = Auditor
role-help-desk = Soporte
role-full = Administrador
role-operator = Operador
# Times
until-today = hasta las { $time } de hoy
until-tomorrow = hasta mañana, { $time }
until-day = hasta el { $day }, { $time }
when-today = hoy, { $time }
when-yesterday = ayer, { $time }
when-day = { $day }, { $time }
# Pages that say one thing
start-action = A la primera página
again-action = Reintentar
sign-in-action = Iniciar sesión
bad-request-title = Solicitud ilegible
bad-request-text = La dirección o el formulario tiene un error. No se ha cambiado nada.
ended-title = La sesión ha terminado
ended-text = Su sesión ha terminado, aquí o en otro lugar. Inicie sesión para continuar; no se ha hecho nada.
forged-title = Este formulario no es de aquí
forged-text = No procede de una página de este navegador, o la página es antigua. No se ha cambiado nada.
no-administrator-title = No administra nada aquí
no-administrator-text = Ningún documento vigente nombra esta cuenta, o no se dieron dos factores. Inicie sesión con otra cuenta o pregunte a quien lleva el dominio.
not-found-title = No existe esa página
not-found-text = No hay nada en esta dirección, o ya no.
not-signed-in-title = No ha iniciado sesión
not-signed-in-text = La página de acceso le devolvió sin sesión. No se ha cambiado nada.
not-signed-out-title = Sesión cerrada solo aquí
not-signed-out-text = Este navegador ha cerrado la sesión, pero no se pudo avisar a la página de acceso. Ciérrela también allí.
not-yours-title = No le está permitido
not-yours-text = Su función no lo permite, o es de otro dominio o de una cuenta con más funciones. No se ha cambiado nada.
other-account-title = Inició sesión otra cuenta
other-account-text = La acción corresponde a la cuenta que la empezó. No se ha cambiado nada.
out-of-date-title = Inicio de sesión caducado
out-of-date-text = No empezó en este navegador, o hace más de diez minutos. Empiece de nuevo.
signed-out-title = Ha cerrado la sesión
signed-out-text = La sesión ha terminado, también en la página de acceso.
too-many-title = Demasiadas solicitudes
too-many-text = Su red ha pedido demasiado en poco tiempo. Espere diez segundos.
undecided-title = Ahora no es posible
undecided-text = Una parte del sistema no responde. Compruebe si se hizo antes de reintentar.
# Words of tables and forms
account-label = Cuenta
service-label = Servicio
address-label = Dirección
decision-label = Decisión
account-contains = La cuenta contiene
would-be-label = Se decidiría
changes-shown = { $first } a { $last } de { $found }
decision-ALLOW = Admitido
decision-CHALLENGE = Se pidió más
decision-DENY = Rechazado
reason-head = Motivo
reason-RULE_SATISFIED = La regla se cumple
reason-GRACE_PERIOD = En el periodo de gracia
reason-FACTOR_REQUIRED = Se pide algo más
reason-ENROLMENT_REQUIRED = Sin segundo factor configurado
reason-BAD_CREDENTIALS = Contraseña incorrecta
reason-BAD_SECOND_FACTOR = Código incorrecto
reason-BAD_SAML_RESPONSE = Inicio de sesión único no aceptado
reason-BAD_PASSKEY = Clave de acceso no aceptada
reason-SESSION_ENDED = La sesión había terminado
reason-WRONG_CREDENTIAL_FOR_SERVICE = Ese tipo de contraseña no vale allí
reason-NO_RULE = Ninguna regla lo permite
reason-DENIED_BY_RULE = Una regla lo prohíbe
reason-CANNOT_CHALLENGE = Se pide algo más y el programa no puede preguntarlo
reason-RATE_LIMITED = Demasiados intentos fallidos
reason-other = Otro motivo
rule-head = Regla
count-head = Cuántos
time-head = Hora
program-head = Programa
reference-head = Referencia
step-head = Paso
found-head = Resultado
revision-head = Revisión
by-head = Por
any = Todos
since-label = Desde el día
until-label = Hasta el día
filter-button = Filtrar
older-link = Anteriores
more-link = Más
csv-link = Guardar como CSV
find-account = Buscar una cuenta
find-button = Buscar
none = Ninguno
not-known = No se sabe ahora: una parte del sistema no responde.
# Today
today-title = Hoy
attention-heading = Lo que requiere atención
attention-none = Nada.
day-heading = Accesos de las últimas 24 horas
why-refused-heading = Por qué se rechazó
no-document = { $domain } no tiene documento propio: rige el de «*».
held-back = { $account } está bloqueada tras intentos fallidos
trial-ready = El documento en prueba está listo.
trial-runs = Hay un documento en prueba.
trial-not-known-yet = Todavía se está comprobando si hay un documento a prueba.
# Sign-ins
sign-ins-title = Accesos
sign-ins-none = Ningún acceso coincide.
sign-in-title = Un acceso
to-person = A esta cuenta
then-heading = Por qué, según el documento de entonces
now-heading = Según el documento de hoy
by-rule = regla «{ $rule }»
of-document = Documento { $document }, revisión { $revision }
# Accounts
accounts-title = Cuentas
accounts-none = Aquí no hay cuentas. Busque por dirección.
no-account-here = { $account } no es una cuenta de { $domain }.
password-head = Contraseña
kept-here = Aquí
not-kept-here = En otro lugar o ninguna
factors-heading = Aplicaciones de autenticación
authenticator = { $label }
recovery-codes = Códigos de recuperación restantes: { $n }
passkeys-heading = Llaves de acceso
sessions-heading = Sesiones
trust-heading = Direcciones y dispositivos de confianza
trust-ip = Dirección { $name }
trust-device = Dispositivo { $name }
app-passwords-heading = Contraseñas de aplicación
recent-heading = Accesos recientes
all-sign-ins = Todos los accesos de esta cuenta
never-used = (nunca usado)
used = (usado { $when })
locked-heading = Accesos bloqueados
failures-heading = Intentos fallidos contados
failures = { $secret ->
    [password] Contraseñas incorrectas: { $failures } de { $limit }
    [app-password] Contraseñas de aplicación incorrectas: { $failures } de { $limit }
    [code] Códigos incorrectos: { $failures } de { $limit }
   *[other] Intentos fallidos: { $failures } de { $limit }
  }
locked-authenticator = Bloqueada tras códigos erróneos: { $label }
# What the help desk does
unlock-button = Desbloquear
unlock-text = Esto olvida lo contado contra { $account } ({ $n }). La persona puede reintentar enseguida.
done-unlock = Desbloqueada. Límites y bloqueos terminados: { $n }.
reset-otp-button = Restablecer un teléfono perdido
reset-otp-text = Esto quita { $n ->
    [one] la aplicación de autenticación
   *[other] { $n } aplicaciones de autenticación
  } de { $account } y los códigos de recuperación, y termina la confianza y las sesiones. La persona configura otra. No se puede deshacer.
done-reset-otp = Restablecido. Aplicaciones quitadas: { $n }.
remove-passkeys-button = Quitar todas las claves de acceso
remove-passkeys-text = Esto quita { $n ->
    [one] la clave de acceso
   *[other] { $n } claves de acceso
  } de { $account } y termina la confianza y las sesiones. No se puede deshacer.
done-remove-passkeys = Claves de acceso quitadas: { $n }.
revoke-app-password-button = Revocar esta contraseña
revoke-app-password-text = El programa de { $account } con esta contraseña ({ $n }) ya no entra. No se puede deshacer.
done-revoke-app-password = Contraseñas revocadas: { $n }.
end-sessions-button = Terminar las sesiones
end-sessions-text = Esto termina { $n ->
    [one] una sesión
   *[other] { $n } sesiones
  } de { $account }: navegadores y webmails. La persona inicia sesión de nuevo.
done-end-sessions = Sesiones terminadas: { $n }.
end-trust-button = Terminar confianza y sesiones
end-trust-text = Esto termina toda la confianza para { $account }, { $n } en total: direcciones, dispositivos, sesiones.
done-end-trust = Direcciones, dispositivos y sesiones terminados: { $n }.
needs-factors = La página de acceso lo muestra otra vez y pide antes sus factores.
reason-label = Por qué
reason-hint = Queda en el registro con su nombre, 200 caracteres como máximo.
reason-missing = Diga por qué.
# Policy
policy-title = Política
version-active = Vigente desde { $when }, revisión { $revision }, por { $by }
version-earlier = Versión anterior: revisión { $revision } de { $when }, por { $by }
edit-link = Cambiar el documento
edit-version-link = Volver a esta versión
history-title = Historial
withdrawn = retirado
edit-title = Cambiar la política
document-label = Documento de { $domain }
document-hint = YAML. Nada cambia antes de que vea lo que da y quita.
check-button = Probar y mostrar qué cambia
refused-heading = No se puede aplicar
changed-heading = Otra persona cambió el documento
changed-text = Fue { $by }. No se sobrescribió nada. Lleve a su texto lo necesario y pruebe de nuevo.
in-force-label = Vigente ahora
review-heading = Lo que cambiaría
proved-text = Sus afirmaciones y las barreras se cumplen.
warnings-heading = Advertencias
meaning-heading = Lo que da y quita
meaning-same = Ningún acceso se decide de otro modo.
meaning-undecided = El cambio es demasiado grande para compararlo. Léalo con cuidado.
comment-label = Comentario
apply-button = Aplicar
try-button = Probarlo antes
done-applied = El documento está vigente.
line = Línea { $line }, columna { $column }
# Trial
trial-title = Prueba
trial-none = No hay nada en prueba. Un documento se prueba desde la página en que se cambia: acompaña al vigente y no decide nada.
trial-since = Desde { $when }, por { $by }
trial-failed = Ya no dice nada: { $why }
trial-logins = Accesos acompañados
trial-allowed = Habría admitido
trial-refused-genuine = Genuinos, habría rechazado
trial-unknown = Sin poder decir
differences-heading = Lo que se decidiría de otro modo
differences-none = Nada hasta ahora.
differences-more = Y { $n } más.
differences-not-listed = Y { $n } inicios de sesión más, que no se muestran.
trial-end-text = Terminar la prueba olvida lo contado. El documento vigente no cambia.
trial-end-button = Terminar la prueba
done-trial-started = La prueba ha comenzado.
done-trial-ended = La prueba ha terminado.
# The record
busy-title = Hay demasiado en curso
busy-text = Usted, su dominio o esta copia de la consola tiene en curso todo lo que puede haber. Espere o finalice algo: la primera página del dominio muestra sus trabajos.
work-heading = Trabajos en curso y terminados
work-running = en curso
work-done = terminado
work-failed = fallido
work-ended = finalizado
work-kept = Puede cerrar esta página. El trabajo continúa y su resultado se guarda { $minutes } minutos, mientras su sesión siga abierta. La primera página del dominio lo muestra.
work-link = Volver aquí
work-end-button = Finalizar y olvidar
work-ended-text = El trabajo finalizó: se detuvo, tardó demasiado o terminó su sesión. Pruebe con menos días.
work-elsewhere-title = Buscando el trabajo
work-elsewhere-asks = Esta copia de la consola no lo tiene. Quizá otra sí: la página vuelve a preguntar por sí sola.
work-lost-title = No se encontró el trabajo
work-lost-text = Ninguna copia de la consola que respondió tiene este trabajo. Quizá pasó su tiempo o se reinició la copia que lo tenía. Inténtelo otra vez o empiece de nuevo.
work-over-title = Este trabajo ya pasó
work-over-text = Se finalizó o se guardó el tiempo previsto. Empiece de nuevo.
working = Leyendo el registro …
working-at = { $done } de { $total } inicios de sesión
broken-off = No se pudo continuar: una parte del sistema no responde o hay demasiado que leer. No se cambió nada. Pruebe con menos días.
days-label = Del registro
days-back = { $n ->
    [one] del último día
   *[other] de los últimos { $n } días
  }
rehearse-button = Ensayar
rehearsal-title = Ensayo
rehearsal-text = { $days ->
    [one] Los inicios de sesión del último día
   *[other] Los inicios de sesión de los últimos { $days } días
  } se deciden otra vez, con el documento tal como lo escribió. No se cambia nada.
rehearsal-found = Lo que se habría decidido
rehearsal-replayed = Decididos otra vez
rehearsal-changed = Decididos de otro modo
rehearsal-refused = Admitidos, ahora rechazados
rehearsal-not = Demasiado antiguos
changes-heading = Lo que cambia, por regla
affected-heading = Cuentas más afectadas
latest-heading = Los más recientes
back-to-document = Volver al documento
propose-title = Proponer a partir del registro
propose-text = Lee lo que hizo la gente y escribe el documento legible más estricto que no rechaza ningún inicio de sesión auténtico: dos factores, o uno que nadie desmintió en 14 días. No se cambia nada. Usted lo edita, lo comprueba y lo prueba.
propose-button = Proponer un documento
proposal-heading = Una propuesta
proposal-genuine = Volvería a admitir los { $n } inicios de sesión auténticos de ese tiempo. Sus aserciones están demostradas.
proposal-refuses = Lo que rechazaría desde ahora
proposal-refuses-none = No rechazaría nada de lo que se admitió.
live-title = Inicios de sesión, en directo
live-link = Seguir en directo
live-on = Los nuevos inicios de sesión aparecen arriba en cuanto se registran.
live-reloads = Esta página se recarga cada diez segundos.
live-stop = Dejar de seguir
# Operators
all-domains = Todos los dominios
operator-parts-label = Páginas de operadores
domains-title = Dominios
domain-begins = Dominios que empiezan por
domains-none = Ningún dominio con documento propio empieza así.
document-begins = Documentos que empiezan por
none-begins-so = Nada empieza así.
open-named = Abrir { $domain }, que no tiene documento propio
templates-title = Plantillas
template-begins = Plantillas que empiezan por
templates-none = No hay plantillas. Muchos dominios pueden compartir una; se aplica con la línea de comandos.
template-text = Una plantilla obliga a cada dominio que la extiende. Se cambia con la línea de comandos.
bound-heading = Dominios a los que se aplica
bound-none = No se aplica a ningún dominio.
trials-title = Pruebas
trials-none = No se prueba nada.
document-head = Documento
state-head = Estado
trial-state-runs = En curso
trial-state-forgotten = Olvidada: aplíquela o termínela
trial-state-failed = Ya no dice nada
# Clients of the sign-in page
clients-title = Clientes
clients-text = Programas a los que se accede por la página de acceso: webmails y servidores con autenticación delegada.
client-find = El identificador o el nombre contiene
clients-none = Ningún cliente de la página de acceso coincide.
client-id-label = Identificador
client-name-label = Nombre
client-name-hint = Se muestra en la página de acceso. Vacío: el identificador.
client-how-label = Accede por
client-how-oidc = OpenID Connect
client-how-oidc-without-pkce = OpenID Connect, sin PKCE
client-how-public = OpenID Connect, sin secreto
client-how-host = Autenticación delegada
client-addresses-label = Dónde está
client-addresses-hint = URI de redirección, una por línea. Con autenticación delegada, solo el servidor, como https://webmail.example.
client-domains-label = Dominios cuyas cuentas pueden usarlo
client-domains-hint = Uno por línea. * es todos los dominios.
client-networks-label = Redes desde las que abre el correo
client-networks-hint = Una por línea, como 192.0.2.40/32. Vacío: no abre correo.
client-after-logout-label = Adónde va el navegador al cerrar sesión
client-after-logout-hint = URI, una por línea. Puede quedar vacío.
client-backchannel-label = Adónde se avisa de las sesiones terminadas
client-backchannel-hint = Una URI https. Puede quedar vacío.
client-since-label = Registrado
client-is-console = Es la propia consola. Se cambia con la línea de comandos: un error aquí dejaría fuera a todos los administradores.
add-client-button = Añadir un cliente
add-client-text = Desde entonces, las personas de sus dominios pueden acceder a él. El secreto se muestra una vez, después de dar sus factores.
new-secret-button = Crear un secreto nuevo
new-secret-text = { $client } recibe un secreto nuevo y el anterior termina al momento. Nadie de { $domains } puede acceder hasta que tenga el nuevo.
remove-client-button = Quitar el cliente
remove-client-text = En un segundo nadie podrá acceder a { $client }, y sus sesiones no abrirán nada. Afecta a las personas de { $domains }. No se puede deshacer.
client-sessions = { $n ->
    [0] Ahora no tiene ninguna sesión.
    [one] Con él termina una sesión.
   *[other] Con él terminan { $n } sesiones.
}
client-sessions-more = Con él terminan más de { $n } sesiones.
client-sessions-unknown = No se puede decir ahora cuántas sesiones terminan con él: una parte del sistema no responde.
done-put-client = El cliente está registrado.
done-remove-client = El cliente se ha quitado.
client-secret-title = El secreto del cliente
client-secret-text = Se muestra solo esta vez. Cópielo en los ajustes del cliente antes de salir de esta página.
client-secret-action = Al cliente
client-changed-title = Otra persona cambió este cliente
client-changed-text = Se añadió, cambió o quitó mientras daba sus factores. No se ha sobrescrito nada.
client-too-long-title = Demasiado para esta página
client-too-long-text = Este cliente tiene más dominios o direcciones de los que la consola puede cambiar. Use la línea de comandos.
wrong-client-id = De 1 a 64 caracteres: a a z, 0 a 9, «-», «_» y «.».
wrong-client-taken = Ya hay un cliente con este identificador.
wrong-client-name = 64 octetos como máximo, en una línea.
wrong-client-service = Elija uno.
wrong-client-way = Elija uno.
wrong-client-addresses = URI https, o http solo en esta máquina. Con autenticación delegada, un servidor sin ruta.
wrong-client-domains = Al menos un dominio, o *.
wrong-client-networks = Una red por línea, como 192.0.2.40/32.
wrong-client-after-logout = URI https, o http solo en esta máquina.
wrong-client-backchannel = Una URI https, o nada.
wrong-client-long = Es más de lo que la consola puede registrar. Use la línea de comandos.
# Second factors
second-factors-title = Segundos factores
second-factors-text = Quién no tiene ni aplicación de autenticación ni llave de acceso, y quién de ellos usó un webmail desde entonces. Se mira cada cuenta, lo que tarda en un dominio grande.
look-button = Mirar
factors-heading-share = El { $n } % tiene un segundo factor
factors-accounts = Cuentas
factors-with = Con segundo factor
factors-without = Sin él
factors-used = De ellas, usaron un webmail
factors-everyone = Todos tienen uno.
last-web-head = Último acceso al webmail
let-in-until-head = Puede entrar sin él hasta
no-grace = sin plazo
reminder-head = Recordatorio
reminded-head = De ellas, con recordatorio
share-head = Tienen un segundo factor
days-title = Días en que terminan los plazos
reminders-waiting = { $n ->
    [one] Un recordatorio espera su envío.
   *[other] { $n } recordatorios esperan su envío.
}
end-reminders-button = { $n ->
    [one] Retirar un recordatorio
   *[other] Retirar { $n } recordatorios
}
reminders-ended = { $n ->
    [one] Se retiró un recordatorio.
   *[other] Se retiraron { $n } recordatorios.
}
undelivered-heading = Recordatorios que no se pudieron entregar
undelivered-text = { $n ->
    [one] En los últimos { $days } días no se pudo avisar a una persona: el servidor de correo rechazó el mensaje. No se vuelve a intentar. Avísele por otra vía o envíele otro recordatorio cuando su buzón acepte correo.
   *[other] En los últimos { $days } días no se pudo avisar a { $n } personas: el servidor de correo rechazó los mensajes. No se vuelven a intentar. Avíselas por otra vía o envíeles otro recordatorio cuando sus buzones acepten correo.
}
undelivered-why-head = Respuesta del servidor de correo
undelivered-unknown = El registro no se puede leer en este momento: no se sabe qué recordatorios no se pudieron entregar.
remind-text = { $n ->
    [one] Una persona no tiene segundo factor y su plazo termina. Recibe antes un correo, salvo que para entonces tenga un factor.
   *[other] { $n } personas no tienen segundo factor y su plazo termina. Cada una recibe antes un correo, salvo que para entonces tenga un factor.
}
before-label = El correo sale
days-before = { $n } días antes
remind-button = { $n ->
    [one] Recordar a una persona
   *[other] Recordar a { $n } personas
}
reminded = { $n ->
    [one] Una persona recibirá un recordatorio { $days } días antes del fin de su plazo.
   *[other] { $n } personas recibirán un recordatorio { $days } días antes del fin de su plazo.
}
