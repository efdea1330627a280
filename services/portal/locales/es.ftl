# Page titles and headings
sign-in-title = Iniciar sesión en { $name }
sign-in-to-client = Después continuará en { $client }.
account-label = Dirección de correo
account-label-local = Nombre de usuario
password-label = Contraseña
sign-in-button = Iniciar sesión
provider-button = Iniciar sesión a través de su organización
provider-title = Acceso a través de su organización
provider-text = Las cuentas de { $domain } inician sesión en la página de la organización. Después volverá aquí.
provider-go-title = Continúe en su organización
provider-go-text = Si no ocurre nada, pulse el botón.
continue-button = Continuar
password-title = Escriba su contraseña
signing-in-as = Acceso como { $account }
not-you = ¿No es usted?
show-password = Mostrar contraseña
code-title = Escriba su código
code-next-title = Un código más
code-text = Abra su aplicación de autenticación y escriba el código que muestra ahora.
code-text-next = Su aplicación está configurada. Cada código sirve una sola vez: espere a que la aplicación muestre el siguiente, medio minuto como mucho, e inicie sesión con él.
code-text-proof = Abra su aplicación de autenticación e introduzca un código que aún no haya usado. Si todavía muestra el que usó, espere al siguiente.
code-label = Código
authenticator-label = Aplicación de autenticación
authenticator-any = Cualquiera
trust-legend = Preguntar menos la próxima vez
trust-ip = Confiar en esta conexión a Internet ({ $address }) durante { $lifetime }
trust-ip-hint = Los programas de correo funcionan entonces desde aquí con su contraseña. No lo haga en un café ni en un hotel.
trust-device = Confiar en este navegador durante { $lifetime }
trust-device-hint = Solo en un dispositivo suyo.
recovery-link = Usar un código de recuperación
recovery-title = Escriba un código de recuperación
recovery-text = Introduzca uno de los códigos que guardó al configurar el acceso en dos pasos. Cada uno sirve una sola vez.
recovery-label = Código de recuperación
code-link = Usar la aplicación de autenticación
# First set-up
set-up-title = Configure el acceso en dos pasos
set-up-text = Su organización pide un código además de la contraseña. Necesita una aplicación de autenticación en su teléfono, como Aegis, 2FAS, FreeOTP o Google Authenticator.
set-up-text-passkey = Su organización pide una clave de acceso además de la contraseña. La guarda su dispositivo, su gestor de contraseñas o una llave de seguridad.
set-up-grace = Por ahora puede entrar sin código. Más adelante necesitará uno.
set-up-choice = Un segundo paso protege su buzón aunque alguien averigüe su contraseña.
set-up-button = Configurar una aplicación
later-button = Ahora no
confirm-title = Escanee esta imagen con su aplicación
confirm-text = Abra su aplicación de autenticación, añada una cuenta y escanee esta imagen.
confirm-qr = Código QR para su aplicación de autenticación. La misma clave está debajo como texto.
confirm-secret = ¿No puede escanear? Escriba esta clave en la aplicación:
confirm-code-label = Código que muestra la aplicación
confirm-button = Confirmar
recovery-codes-title = Guarde sus códigos de recuperación
recovery-codes-text = Si pierde el teléfono, con cada uno de estos códigos puede entrar una vez. Imprímalos o guárdelos donde nadie más los vea. No se volverán a mostrar.
print-button = Imprimir
save-link = Guardar como archivo
recovery-codes-button = Los he guardado
# Passkeys
passkey-button = Entrar con una clave de acceso
passkey-title = Use su clave de acceso
passkey-text = Su navegador o su llave de seguridad confirma que es usted.
passkey-not-here = ¿No la tiene consigo? Use un dispositivo que la tenga, o pregunte a su administrador.
passkey-failed = La clave de acceso no se ha usado. Inténtelo de nuevo o elija otro camino.
passkey-instead = Su navegador no tiene claves de acceso aquí, o JavaScript está desactivado. Entre arriba con su dirección de correo o use otro navegador.
passkey-make-title = Crear una clave de acceso
passkey-make-text = Una clave de acceso está en su dispositivo, en su gestor de contraseñas o en una llave de seguridad. Le permite entrar con su huella, su rostro o un PIN, y solo en esta página.
passkey-make-now = Pulse el botón. El navegador pregunta después dónde guardar la clave de acceso.
passkey-make-models = Aquí solo se pueden usar estos modelos: { $models }. Si el navegador pregunta si puede indicar el modelo, permítalo.
moving-title = Su página de inicio de sesión se ha trasladado
moving-text = Las claves de acceso creadas aquí funcionan { $until }. Después ya no permiten entrar. Añada antes una en la nueva página, { $host }.
moving-link = Añadir una clave de acceso en { $host }
passkey-make-button = Crear una clave de acceso
passkey-make-instead = Su navegador no crea claves de acceso aquí, o JavaScript está desactivado. Entre de nuevo y configure una aplicación de autenticación, o use otro navegador.
set-up-passkey-button = Configurar una clave de acceso
set-up-text-either = Su organización pide más que la contraseña: un código de una aplicación de autenticación en su teléfono, o una clave de acceso que guarda su dispositivo.
set-up-lost = Ha demostrado que es usted. Cree una nueva clave de acceso y entre con ella.
passkey-only-text = Las cuentas de { $domain } entran con una clave de acceso.
lost-passkey-link = ¿Ha perdido su clave de acceso?
lost-passkey-title = Crear una nueva clave de acceso
lost-passkey-text = Introduzca su contraseña y uno de los códigos de recuperación que guardó. Después crea una nueva clave de acceso.
passkey-made-title = Su nueva clave de acceso está lista
passkey-made-text = Entre ahora con ella. Después quite la que perdió en «Mi acceso».
problem-passkey-refused = La clave de acceso no se ha aceptado. Inténtelo de nuevo o elija otro camino.
problem-passkey-not-made = No se ha creado ninguna clave de acceso. Inténtelo de nuevo o elija otro camino.
problem-passkey-elsewhere = Las claves de acceso se crean ahora en { $host }. Inicie sesión allí para añadir una, o configure aquí una aplicación de autenticación.
problem-passkey-model = Esta clave de acceso no es de un modelo que se pueda usar aquí. Inicie sesión de nuevo y use uno de estos: { $models }.
problem-passkey-attestation = El navegador no ha mostrado de qué modelo es esta clave de acceso, o su fabricante no lo confirma. Inicie sesión de nuevo, use uno de estos y permita que el navegador lo indique: { $models }.
# Signed in
sign-out-title = ¿Cerrar sesión?
stay-button = Seguir conectado
signed-in-title = Ha iniciado sesión
signed-in-as = Sesión iniciada como { $account }
going-on-title = Ha iniciado sesión
going-on-text = Abriendo { $client }…
until-today = hasta hoy a las { $time }
until-tomorrow = hasta mañana a las { $time }
until-day = hasta el { $day } a las { $time }
granted-ip = Esta conexión a Internet es de confianza { $until }.
granted-device = Este navegador es de confianza { $until }.
refused-trust = No se ha guardado la confianza: { $why ->
    [limit] ya tiene el máximo permitido.
    [one-factor] para ello no basta entrar solo con la contraseña.
    [unavailable] no es posible en este momento.
   *[other] su organización no lo ofrece aquí.
}
session-until = La sesión sigue abierta { $until }.
sign-out-button = Cerrar sesión
sign-out-everywhere-button = Cerrar sesión en todas partes
sign-out-everywhere-hint = Termina todas las sesiones de su cuenta, en todos los dispositivos.
signed-out-title = Ha cerrado la sesión
signed-out-text = Cierre la ventana si otros usan este dispositivo.
signed-out-partly = Ha cerrado la sesión en esta página. Lo que abrió desde aquí se cierra solo en unos minutos.
sign-in-again = Iniciar sesión de nuevo
sign-in-ended = Ya no tiene la sesión abierta aquí: ha terminado, o algo de su cuenta ha cambiado. Entre de nuevo.
# Refusals
refused-title = Aquí no puede iniciar sesión
refused-NO_RULE = Su organización no permite este acceso desde donde está.
refused-DENIED_BY_RULE = Su organización no permite este acceso desde donde está.
refused-CANNOT_CHALLENGE = Desde donde está, su organización pide más de lo que permite esta página.
refused-ENROLMENT_REQUIRED = Su organización pide un segundo paso y su cuenta aún no tiene ninguno. Desde donde está no se puede configurar.
refused-WRONG_CREDENTIAL_FOR_SERVICE = Esa contraseña es de un programa de correo. Aquí necesita su contraseña principal.
refused-RATE_LIMITED = Ha habido demasiados intentos fallidos. Espere un cuarto de hora e inténtelo de nuevo.
refused-other = Su organización no permite este acceso.
help-ENROLMENT_REQUIRED = Configúrelo desde la red de su organización o consulte a su administrador.
help-RATE_LIMITED = Si los intentos no fueron suyos, avise a su administrador.
help-other = Si cree que debería tener acceso, consulte a su administrador.
try-again = Intentar de nuevo
other-account-link = Usar otra cuenta
reference = Referencia: { $reference }
refused-client-title = No se puede abrir { $client }
refused-client = { $why ->
    [domain] { $client } no es para cuentas de { $domain }.
    [not-offered] Su organización no permite abrir { $client } de esta manera.
   *[other] Ha iniciado sesión, pero no se pudo abrir una sesión para { $client }.
}
# Errors
error-summary = Hay un problema
problem-account-missing = Escriba su dirección de correo.
problem-account-malformed = Escriba la dirección completa, como anna@example.org.
problem-account-elsewhere = Las cuentas de { $domain } no inician sesión aquí.
problem-password-missing = Escriba su contraseña.
problem-password-wrong = La dirección o la contraseña no son correctas.
problem-password-long = La contraseña es demasiado larga.
problem-code-missing = Escriba el código.
problem-code-wrong = El código es incorrecto o ya se usó. Compruébelo en la aplicación o espere al siguiente.
problem-recovery-code-wrong = El código de recuperación es incorrecto o ya se usó.
problem-provider-refused = La respuesta de su organización no se aceptó. Inténtelo de nuevo.
problem-set-up-failed = El tiempo para la configuración ha terminado. Inicie sesión de nuevo para volver a empezar.
out-of-date-title = Esta página ha caducado
out-of-date-text = Ha seguido en otra ventana, o ha esperado demasiado.
undecided-title = No es posible en este momento
undecided-text = No se debe a lo que ha escrito. Inténtelo de nuevo en un minuto.
not-found-title = Esta página no existe
bad-request-title = Algo no ha funcionado
bad-request-text = El enlace no está completo, o no es para esta página.
begin-again-text = Vuelva a donde estaba, por ejemplo al correo web, y empiece allí de nuevo.
forged-text = Lo que envió no venía de esta página. Empiece aquí de nuevo.
cookies-text = Esta página necesita cookies. Permítalas e inténtelo de nuevo.
help-heading = Ayuda
language-label = Idioma
# Lifetimes
lifetime-minutes = { $n ->
    [one] { $n } minuto
   *[other] { $n } minutos
}
lifetime-hours = { $n ->
    [one] { $n } hora
   *[other] { $n } horas
}
lifetime-days = { $n ->
    [one] { $n } día
   *[other] { $n } días
}
skip-link = Ir al formulario
not-me-title = ¿No fue usted?
not-me-text = Entonces esto anula lo que alguien haya podido obtener desde entonces:
not-me-sessions = inicios de sesión, y conexiones y dispositivos de confianza desde entonces
not-me-app-passwords = contraseñas de aplicación creadas desde entonces
not-me-authenticators = autenticadores y claves de acceso que se añadieron desde entonces: se quedan, pero no abren nada
not-me-button = Anular ahora
not-me-mine = Si fue usted, cierre esta página. No pasa nada.
not-me-over-title = Este enlace ya no funciona
not-me-over-text = Los enlaces como este funcionan durante 7 días.
not-me-administrator = Si otra persona usa su cuenta, avise a su administrador.
disowned-title = Está anulado
disowned-nothing = No había nada que anular: no hay ninguna sesión abierta y no se ha añadido nada desde entonces.
disowned-trust = { $n ->
    [one] Se ha anulado un inicio de sesión, una conexión o un dispositivo.
   *[other] Se han anulado { $n } inicios de sesión, conexiones o dispositivos.
}
disowned-app-passwords = { $n ->
    [one] Se ha anulado una contraseña de aplicación.
   *[other] Se han anulado { $n } contraseñas de aplicación.
}
disowned-authenticators = { $n ->
    [one] Un autenticador ya no abre nada.
   *[other] { $n } autenticadores ya no abren nada.
}
disowned-passkeys = { $n ->
    [one] Una clave de acceso ya no abre nada.
   *[other] { $n } claves de acceso ya no abren nada.
}
disowned-password = Cambie ahora su contraseña: quien inició sesión quizá la conozca. Si no puede, su administrador le ayuda.
# My sign-in
my-nav = Mi acceso
my-home = Resumen
my-poor = En este momento no se puede mostrar lo que pertenece a su cuenta. Inténtelo de nuevo dentro de un minuto.
my-access-title = Dónde ha iniciado sesión
my-access-hint = Sesiones, conexiones y dispositivos de confianza. Termine lo que no reconozca.
when-today = hoy, { $time }
when-yesterday = ayer, { $time }
when-day = { $day }, { $time }
trust-session-heading = Sesiones
trust-session-about = Navegadores y aplicaciones en los que inició sesión.
trust-session-none = No tiene más sesión que esta página.
trust-ip-heading = Conexiones a Internet de confianza
trust-ip-about = Allí los programas de correo funcionan con su contraseña.
trust-ip-none = No confía en ninguna conexión a Internet.
trust-device-heading = Navegadores y dispositivos de confianza
trust-device-about = Allí se le pide menos al iniciar sesión.
trust-device-none = No confía en ningún navegador ni dispositivo.
session-of-page = Esta página de acceso
session-here = este navegador
ip-here = donde está ahora
since = desde { $when }
last-used = Último uso { $when }, desde { $address }
never-used = Aún no se ha usado
end-session-button = Terminar la sesión
end-trust-button = Dejar de confiar
end-all-heading = Terminar todo
end-all-hint = { $n ->
    [one] Termina la única entrada de arriba. También se cierra su sesión aquí y tendrá que iniciarla de nuevo con todo lo que se pide.
   *[other] Termina las { $n } entradas de arriba. También se cierra su sesión aquí y tendrá que iniciarla de nuevo con todo lo que se pide.
}
end-all-button = Terminar todo
done-ended = Terminado.
done-trusted = Ahora se confía en esta conexión a Internet.
service-WebUI = Correo web
service-WebAdminUI = Administración
service-Imap = Leer correo (IMAP)
service-Pop3 = Recoger correo (POP3)
service-Smtp = Enviar correo (SMTP)
service-EAS = Teléfono (Exchange ActiveSync)
service-Dav = Calendario y contactos
service-SOAP = Otros programas del servidor de correo
service-Sieve = Filtros de correo
service-MobileApp = Aplicación móvil
service-DesktopApp = Aplicación de escritorio
service-Chat = Chat
service-Cli = Línea de comandos
my-ways-title = Autenticadores, claves de acceso y códigos de recuperación
my-ways-hint = Vea, renombre y quite aquello con lo que inicia sesión. Nuevos códigos de recuperación.
my-authenticator-title = Añadir una aplicación de autenticación
my-authenticator-hint = Para su primer teléfono, otro, o tras perder uno.
my-passkey-title = Añadir una clave de acceso
my-passkey-hint = Inicie sesión con su huella, su rostro o un PIN.
my-app-password-title = Crear una contraseña de aplicación
my-app-password-hint = Para un programa de correo o un teléfono que no puede pedir un código.
my-app-passwords-title = Contraseñas de aplicación
my-app-passwords-hint = Vea dónde se usaron por última vez y termínelas.
prove-title = Confirme que es usted
prove-text = A continuación: { $act }
cancel-link = Cancelar
other-account-text = Ha confirmado una cuenta distinta de la que tiene la sesión abierta aquí. No se ha cambiado nada.
not-done-title = No se ha cambiado nada
needs-second-title = Configure primero un segundo paso
needs-second-text = Para esto no basta su contraseña. Configure una aplicación de autenticación o una clave de acceso y vuelva después.
authenticators-heading = Aplicaciones de autenticación
authenticators-none = No tiene ninguna.
authenticator-about = Una aplicación de autenticación muestra un código nuevo cada medio minuto. Póngale un nombre por el que la reconozca.
authenticator-name = Mi teléfono
passkey-name = Mi clave de acceso
label-label = Nombre
suspended = no abre nada
restore-button = Volver a activar
remove-link = Quitar
rename-link = Renombrar
rename-authenticator-title = Renombrar la aplicación de autenticación
recovery-heading = Códigos de recuperación
recovery-left = { $n ->
    [0] No le queda ninguno.
    [one] Queda un código.
   *[other] Quedan { $n } códigos.
}
recovery-new-button = Crear códigos de recuperación nuevos
recovery-new-hint = Los códigos actuales dejan de funcionar.
passkeys-heading = Claves de acceso
passkeys-none = No tiene ninguna.
passkey-moving = Funciona en { $host } { $until }. Añada otra aquí.
passkey-moving-here = Funciona aquí { $until }.
used-when = Último uso { $when }
remove-title = ¿Quitar «{ $label }»?
remove-text = Ya no servirá para iniciar sesión. Terminan todas sus sesiones y deja de confiarse en conexiones y dispositivos. Las contraseñas de aplicación se conservan.
remove-last = { $n ->
    [0] Es el último: después solo queda su contraseña. Donde se pide un segundo paso, no podrá entrar hasta que configure otro.
   *[other] Es el último: con él terminan sus códigos de recuperación ({ $n }) y solo queda su contraseña. Donde se pide un segundo paso, no podrá entrar hasta que configure otro.
}
remove-button = Quitar
keep-link = Conservar
rename-passkey-title = Renombrar la clave de acceso
rename-button = Guardar el nombre
ended-with-it = Sus sesiones terminaron con ello. Inicie sesión de nuevo para continuar.
app-passwords-about = Una contraseña de aplicación abre su buzón a un solo programa y nada más. Su propia contraseña se queda con usted.
app-passwords-tick = Marque las que deben terminar. Una confirmación basta para varias.
app-passwords-nowhere = Su organización no deja entrar a ningún programa con una contraseña de aplicación.
app-passwords-none = No tiene ninguna.
app-password-one-factor = Termina cuando configure su primer segundo paso, salvo que entonces la conserve.
end-app-passwords-button = Terminar las marcadas
app-password-label = Nombre, por ejemplo «Outlook en casa»
app-password-for = Qué abre
expiry-label = Cuánto tiempo sirve
expiry-never = hasta que la termine
app-password-button = Crear
app-password-made-title = Contraseña de aplicación para «{ $label }»
app-password-made-text = Introdúzcala ahora en su programa. No se volverá a mostrar.
setting-user = Nombre de usuario
setting-password = Contraseña
app-password-kept-button = La he introducido
keep-app-passwords = Conservar las contraseñas de aplicación que creé antes
keep-app-passwords-hint = De lo contrario terminan ahora las creadas solo con su contraseña.
done-authenticator-added = Se ha añadido la aplicación de autenticación.
asks-again = Antes del próximo cambio confirmará otra vez que es usted.
done-authenticator-renamed = La aplicación de autenticación tiene su nuevo nombre.
done-authenticator-restored = La aplicación de autenticación vuelve a funcionar.
done-authenticator-removed = Se ha quitado la aplicación de autenticación
done-passkey-added = Se ha añadido la clave de acceso.
done-passkey-renamed = La clave de acceso tiene su nuevo nombre.
done-passkey-removed = Se ha quitado la clave de acceso
done-recovery-codes = Sus nuevos códigos de recuperación valen desde ahora.
done-app-password-made = La contraseña de aplicación vale desde ahora.
done-app-passwords-ended = { $n ->
    [one] La contraseña de aplicación está terminada. El programa que la usaba necesita otra.
   *[other] { $n } contraseñas de aplicación están terminadas. Cada programa que usaba una de ellas necesita otra.
}
problem-label-missing = Escriba un nombre.
problem-label-wrong = Escriba otro nombre.
problem-services-missing = Elija qué abre.
problem-none-ticked = Marque lo que debe terminar.
problem-too-many = Ya tiene tantas como puede tener. Termine una que ya no use.
my-sign-ins-title = Accesos recientes
my-sign-ins-hint = Quién lo intentó, desde dónde y qué ayuda cuando se rechazó un programa.
sign-ins-about = De navegadores y programas de correo. Si no reconoce alguno, termine todo y cambie su contraseña.
sign-ins-none = Nada todavía. Los accesos aparecen aquí en segundos.
older-link = Anteriores
another-place = otro lugar
service-other = Otro programa
outcome-allowed = Permitido
outcome-unfinished = Sin terminar
outcome-refused = Rechazado
unfinished = El acceso se empezó, sin contraseña ni código.
unfinished-right = La contraseña era correcta; faltó el segundo paso. Si no fue usted, cámbiela.
why-BAD_CREDENTIALS = La contraseña era incorrecta.
why-BAD_SECOND_FACTOR = El código era incorrecto.
why-BAD_PASSKEY = No se aceptó la clave de acceso.
why-BAD_SAML_RESPONSE = No se aceptó la respuesta de su organización.
why-WRONG_CREDENTIAL_FOR_SERVICE = Esa contraseña no abre esto.
why-NO_RULE = Su organización no lo permite desde allí.
why-DENIED_BY_RULE = Su organización no lo permite desde allí.
why-CANNOT_CHALLENGE = Desde allí se pide más que una contraseña, y el programa no puede preguntarle.
why-ENROLMENT_REQUIRED = Desde allí se pide un segundo paso y aún no tiene ninguno.
why-RATE_LIMITED = Hubo demasiados intentos fallidos.
why-SESSION_ENDED = La sesión había terminado.
why-other = No estaba permitido.
help-again = Ahora se permitiría. Inténtelo de nuevo.
help-wait = Espere un cuarto de hora e inténtelo de nuevo.
help-nothing = Nada de lo que puede hacer ayudaría. Pregunte a su administrador.
help-heading-ways = Esto ayudaría:
help-later-heading = Espere un cuarto de hora. Después ayudaría esto:
then = Después:
way-present-password = Introduzca su contraseña principal.
way-present-app-password = Use una de sus contraseñas de aplicación.
way-present-otp = Introduzca un código de su aplicación de autenticación.
way-present-otp-or-recovery-code = Introduzca un código de su aplicación de autenticación o un código de recuperación.
way-present-recovery-code = Introduzca un código de recuperación.
way-present-passkey = Use su clave de acceso.
way-present-passkey-at = Use su clave de acceso en { $hosts }.
way-present-saml = Inicie sesión en su organización.
way-app-password = Crear una contraseña de aplicación: { $service }
way-app-password-program = Crear una contraseña de aplicación para { $program }: { $service }
way-enrol-otp = Configurar una aplicación de autenticación
way-enrol-passkey = Configurar una clave de acceso
way-trust-here = Confiar en esta conexión { $until }
way-trust-there = Inicie sesión desde allí ({ $address }) con un navegador y confíe en esa conexión { $until }.
way-trust-device = Inicie sesión con ese dispositivo y confíe en él { $until }.
way-sign-in = Inicie sesión de nuevo en { $client }.
way-come-from = Conéctese desde: { $networks }.
way-from-networks = { $text } (desde: { $networks })
done-passkey-restored = La clave de acceso vuelve a funcionar.
my-password-title = Cambiar su contraseña
my-password-hint = La contraseña principal de su cuenta.
password-elsewhere = Su organización guarda su contraseña en otro lugar. Cámbiela donde la cambia para su ordenador o pregunte a su administrador.
password-change-text = Terminan todas las sesiones e iniciará sesión con la nueva contraseña. Las contraseñas de aplicación se conservan, salvo que su organización las termine.
current-password-label = Contraseña actual
new-password-label = Nueva contraseña
new-password-hint = Al menos { $n } caracteres. Varias palabras sin relación entre sí son una buena opción.
password-change-button = Cambiar la contraseña
weak-keyboard = Las teclas contiguas se adivinan pronto.
weak-repeat = Las repeticiones y secuencias como abc se adivinan pronto.
weak-dates = Las fechas y los años se adivinan pronto.
weak-common = Las palabras y contraseñas comunes se adivinan pronto.
weak-names = Los nombres, sobre todo el suyo, se adivinan pronto.
done-password-changed = Su contraseña ha cambiado
problem-current-missing = Introduzca su contraseña actual.
problem-current-wrong = La contraseña actual es incorrecta.
problem-rate-limited = Hubo demasiados intentos fallidos. Espere un cuarto de hora e inténtelo de nuevo.
problem-new-missing = Introduzca una contraseña nueva.
problem-new-short = La nueva contraseña debe tener al menos { $n } caracteres.
problem-new-long = La nueva contraseña es demasiado larga.
problem-new-weak = La nueva contraseña es demasiado fácil de adivinar.
problem-new-breached = La nueva contraseña está en listas de contraseñas robadas. Elija otra.
problem-new-same = Esa es su contraseña actual. Elija otra.
setting-imap = Recepción: servidor IMAP
setting-pop3 = Recepción: servidor POP3
setting-smtp = Envío: servidor SMTP
setting-port = puerto { $port }
programs-heading = Cómo introducirla
program-thunderbird = Thunderbird
program-thunderbird-text = Elija Nuevo y después Cuenta de correo existente. Escriba su nombre, su dirección y esta contraseña. Thunderbird encuentra los servidores.
program-outlook = Outlook
program-outlook-text = Elija Archivo y después Agregar cuenta. Escriba su dirección, elija las opciones avanzadas e IMAP, e introduzca los servidores de arriba y esta contraseña.
program-apple = Apple Mail
program-apple-text = Descargue el perfil y ábralo. Confírmelo en Ajustes del Sistema, en Perfiles.
program-android = Android
program-android-text = En la aplicación Gmail abra los ajustes, elija Añadir cuenta y después Otra. Escriba su dirección, elija IMAP e introduzca esta contraseña y los servidores de arriba.
program-ios = iPhone y iPad
program-ios-text = Si ve esta página en el propio dispositivo, descargue el perfil; después espera arriba en Ajustes. Si no, abra Ajustes, Mail, Añadir cuenta, Otra, e introduzca lo que figura arriba.
profile-with-password = Incluir la contraseña en el perfil. Borre después el archivo.
profile-button = Descargar el perfil
my-trust-ip-title = Confiar en esta conexión a Internet
disowned-address = La segunda dirección para avisos que se añadió desde entonces está eliminada. Se le informa.
confirm-address-title = ¿Avisos a esta dirección?
confirm-address-text = Los avisos de seguridad de la cuenta de correo { $account } llegan también a { $address } si lo confirma.
confirm-address-button = Confirmar esta dirección
confirm-address-else = ¿No conoce esta cuenta? Cierre esta página: no cambia nada.
address-confirmed-title = Esta dirección recibe avisos
address-confirmed-text = Los avisos de seguridad de { $account } llegan desde ahora a { $address }.
switch-off-title = ¿No más correos de este tipo?
switch-off-text = Estos correos sobre { $account } se desactivan:
switch-off-button = Desactivar
switch-off-else = Los avisos sobre contraseñas, segundos factores e inicios de sesión nuevos llegan siempre.
notices-off-title = Desactivado
notices-off-text = Estos correos sobre { $account } ya no llegan.
link-over-title = Este enlace ya no vale
link-over-text = Se usó, es demasiado antiguo o uno más nuevo lo sustituye.
notice-kind-trust-granted = Una conexión o un dispositivo es de confianza
notice-kind-app-password-expired = Una contraseña de aplicación ha caducado
notice-kind-locked = Alguien intentó iniciar sesión y fue detenido
# What an administrator confirms for the console
console-act-text = Inicie sesión de nuevo para confirmar lo que hace en la consola:
console-act = { $act ->
    [reset-otp] Restablecer el segundo factor de { $account }
    [recovery-codes] Crear nuevos códigos de recuperación para { $account }
    [remove-passkeys] Eliminar claves de acceso de { $account }
    [set-password] Poner una contraseña nueva a { $account }
    [revoke-app-password] Revocar una contraseña de aplicación de { $account }
    [put-client] Registrar o cambiar el cliente { $account } de la página de acceso
    [remove-client] Eliminar el cliente { $account } de la página de acceso
   *[remove-second-address] Eliminar la segunda dirección de { $account }
}
# Los avisos propios
my-notices-title = Avisos
my-notices-hint = Correos sobre lo que ocurre con su cuenta: adónde van y cuáles llegan.
my-second-address-title = Indicar una segunda dirección
my-remove-second-address-title = Quitar la segunda dirección
notices-none = Aquí no se envían avisos: su administrador no los ha configurado.
notices-away = Sus avisos no se pueden mostrar en este momento. Inténtelo de nuevo en un minuto. Si no ayuda, pregunte a su administrador si los avisos están configurados aquí.
notices-where-heading = Adónde van
notices-where = A su buzón. Una segunda dirección recibe también los importantes: quien lea su buzón no puede ocultárselos allí.
second-address-none = No tiene segunda dirección.
second-address-active = Recibe avisos
second-address-waiting = sin confirmar
second-address-asked = Se envió un enlace allí. Ábralo y pulse el botón. Vale { $until }.
second-address-removed = quitada
second-address-former = Todavía recibe avisos { $until }.
second-address-other = Indicar otra dirección
notices-which-heading = Cuáles llegan
notice-off = desactivado
switch-on-button = Activar
notice-off-for-domain = Su organización los ha desactivado para todos.
second-address-text = Lo mejor es una dirección que no dependa de este buzón. Se envía allí un enlace. Los avisos van allí cuando alguien ha abierto y confirmado el enlace.
second-address-instead = Ocupa el lugar de { $address }. Esa dirección recibe la noticia y recibe avisos tres días más.
second-address-link-ends = El enlace enviado a { $address } deja entonces de valer.
second-address-label = Segunda dirección de correo
second-address-button = Enviar el enlace
remove-second-address-text = Se informa a su buzón y a esta dirección. La dirección recibe avisos tres días más, para que nadie la quite sin que usted lo note.
done-second-address-asked = El enlace está en camino. Ábralo en la segunda dirección antes de 24 horas.
done-second-address-removed = La segunda dirección está quitada.
done-notices-on = Estos correos llegan de nuevo.
done-notices-off = Estos correos ya no llegan.
problem-address-missing = Escriba una dirección de correo.
problem-address-malformed = Escriba la dirección completa, como anna@example.org.
problem-address-own = Es su propio buzón, adonde los avisos van de todos modos. Escriba otra dirección.
problem-links-used-up = Hoy se enviaron tantos enlaces que no se puede enviar ninguno más. Inténtelo de nuevo mañana.
# What changed
my-changes-title = Qué ha cambiado
my-changes-hint = Qué ha pasado con su cuenta, y los avisos que aún no ha visto.
unseen-notices = { $n ->
    [one] Un aviso que aún no ha visto
   *[other] { $n } avisos que aún no ha visto
}
unseen-heading = Avisos que aún no ha visto
unseen-about = Cada uno llegó también por correo. El correo dice más, y tiene un enlace por si no fue usted.
unseen-badge = nuevo
unseen-more = { $n ->
    [one] Y otro más.
   *[other] Y { $n } más.
}
unseen-button = Los he visto
done-notices-seen = Estos avisos quedan marcados como vistos.
changes-heading = Cambios
changes-about = Autenticadores, claves de acceso, contraseñas y conexiones de confianza. Si no reconoce alguno, termine todo y cambie su contraseña.
changes-none = Hasta ahora no ha cambiado nada.
changed-by-administrator = Lo hizo su administrador.
changed-authenticator-renamed = Un autenticador tiene otro nombre
changed-passkey-renamed = Una clave de acceso tiene otro nombre
changed-app-password-many-networks = Una contraseña de aplicación se usó desde muchos lugares
changed-disowned = En un aviso se pulsó «No fui yo»
changed-trust-ended = Ya no se confía en una conexión o un dispositivo
changed-trust-expired = La confianza en una conexión o un dispositivo ha caducado
changed-sign-in = Nuevo inicio de sesión en su correo
changed-sign-in-refused = Se rechazó a alguien con su contraseña
changed-trust-granted = Ahora se confía en una conexión o un dispositivo
changed-trust-stolen = Se ha copiado un dispositivo de confianza
changed-authenticator-added = Se ha añadido un autenticador
changed-authenticator-removed = Se ha quitado un autenticador
changed-authenticator-suspended = Un autenticador está suspendido
changed-authenticator-restored = Un autenticador vuelve a funcionar
changed-passkey-added = Se ha añadido una clave de acceso
changed-passkey-removed = Se ha quitado una clave de acceso
changed-passkey-suspended = Una clave de acceso está suspendida
changed-passkey-restored = Una clave de acceso vuelve a funcionar
changed-passkey-copied = Quizá se haya copiado una clave de acceso
changed-passkey-host-moves = Su página de inicio de sesión se traslada
changed-enrolment-due = Configure su segundo factor
changed-app-password-added = Se ha creado una contraseña de aplicación
changed-app-password-removed = Se ha anulado una contraseña de aplicación
changed-app-password-expired = Ha caducado una contraseña de aplicación
changed-factors-reset = Se han restablecido sus segundos factores
changed-recovery-code-used = Se ha usado un código de recuperación
changed-recovery-codes-new = Tiene nuevos códigos de recuperación
changed-password-changed = Se ha cambiado su contraseña
changed-locked = Alguien ha intentado entrar en su correo
changed-second-address-added = Sus avisos llegan también a una segunda dirección
changed-second-address-removed = Sus avisos ya no llegan a una segunda dirección
