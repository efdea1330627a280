-- Asks Gatepost to decide a login: a Lua passdb for Dovecot (dovecot-auth-lua, 2.3 and 2.4). Gatepost
-- compares every password, main passwords and app passwords. Dovecot has none.
--
-- Anything but a clear answer (no answer, a late one, another status, another text) is a temporary
-- failure. It is never a login and never a wrong password.

-- The listener `dovecot-passdb` of edge, and the file with its secret.
local URL = "http://127.0.0.1:7210/passdb"
local SECRET_FILE = "/etc/dovecot/gatepost.secret"

-- Longer than the listener's own deadline, after which edge answers itself.
local TIMEOUT_MS = 7000

local client
local secret

function script_init()
  local file = assert(io.open(SECRET_FILE, "r"))
  secret = file:read("*l")
  file:close()
  -- The names of 2.3 come first: Dovecot 2.4 refuses them, while 2.3 silently ignores those of 2.4.
  local known
  known, client = pcall(dovecot.http.client, {
    request_absolute_timeout_msecs = TIMEOUT_MS,
    request_timeout_msecs = TIMEOUT_MS,
    max_attempts = 1,
    max_redirects = 0
  })
  if not known then
    client = dovecot.http.client {
      request_absolute_timeout = TIMEOUT_MS .. "ms",
      request_timeout = TIMEOUT_MS .. "ms",
      request_max_attempts = "1",
      request_max_redirects = "0"
    }
  end
  return 0
end

function script_deinit()
end

local function escape(value)
  return (string.gsub(value or "", "[^A-Za-z0-9]", function(octet)
    return string.format("%%%02X", string.byte(octet))
  end))
end

-- remote_ip is the client, real_remote_ip the peer. They differ if a proxy or a webmail states the client.
local function fields_of(request)
  return {
    -- 2.3 calls it service.
    protocol = request.service or request.protocol,
    rip = request.remote_ip,
    real_rip = request.real_remote_ip,
    session = request.session,
    secured = (request.secured or "") ~= "" and "yes" or "",
    mechanism = request.mechanism
  }
end

-- For the log: a name with a line break must not produce a second line.
local function on_one_line(value)
  return (string.gsub(value or "", "%c", function(octet)
    return string.format("\\x%02X", string.byte(octet))
  end))
end

local function form_of(request, proof)
  local form = "user=" .. escape(request.user) .. "&" .. proof
  for name, value in pairs(fields_of(request)) do
    form = form .. "&" .. name .. "=" .. escape(value)
  end
  return form
end

local function decide(request, proof)
  local http = client:request { url = URL, method = "POST" }
  http:add_header("X-Gatepost-Secret", secret)
  http:add_header("Content-Type", "application/x-www-form-urlencoded")
  http:set_payload(form_of(request, proof))
  local answer = http:submit()
  local word, rest = string.match(answer:payload() or "", "^(%l+) ([^\n]+)\n$")
  if answer:status() ~= 200 then
    if word == "wait" then
      -- Too many failures, or Gatepost could not decide: a temporary failure, whatever the password.
      dovecot.i_info("gatepost: " .. on_one_line(request.user) .. ": " .. rest)
    end
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "gatepost: status " .. answer:status()
  end
  if word == "allow" then
    return dovecot.auth.PASSDB_RESULT_OK, { user = rest }
  elseif word == "deny" then
    -- Dovecot 2.3 shows the client no reason for a refusal; the reason is in its log. Do not use OK with `nologin`
    -- to show one: Postfix takes that for a sign-in.
    dovecot.i_info("gatepost: " .. on_one_line(request.user) .. ": " .. rest)
    return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, rest
  end
  return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "gatepost: an answer that is none"
end

function auth_password_verify(request, password)
  return decide(request, "password=" .. escape(password))
end

-- Dovecot 2.4 introspects a token itself, counts that as a sign-in, and then looks the account up here without
-- the token. It would allow "wrong password" and "unknown user" there, but never "user disabled". A temporary
-- failure is one only with `result_internalfail = return-fail` (gatepost-2.4.conf).
function auth_passdb_lookup(request)
  local result, told = decide(request, "lookup=yes")
  if result == dovecot.auth.PASSDB_RESULT_OK then
    told.nopassword = "y"
  elseif result == dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH then
    result = dovecot.auth.PASSDB_RESULT_USER_DISABLED
  end
  return result, told
end
