package diagnose

import (
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// Libraries without end say the same few things in words of their own: “OAuth state missing from cookies”, “could not
// verify the state cookie”. Where no rule knows the message, the thing it speaks of and what it says of it name the cause
// as well, with less certainty.

// plainCause is a thing of the protocol and the words by which a line says that something is wrong with it.
type plainCause struct {
	rule     string
	about    []string // the thing; blanks stand for - and _ too
	said     []string // what is wrong with it
	not      []string // not beside these
	near     []string // one of these stands in the line too
	alone    bool     // in an excerpt that touches a login none of near need stand there
	sentence bool     // names of classes say it of any login: BadCredentialsException
	// What it shows where the rule itself leaves that open.
	outcome exchange.Outcome
}

// Words by which a line says that a thing is not there, is not the right one, or was not to be had.
var (
	absent  = []string{"missing", "not found", "not present", "no such", "lost", "was null", "is null", "= null", "is empty", "was empty", "undefined", "absent", "not provided", "not supplied", "not set", "is required", "was required", "not contain", "without", "unable to find", "could not find", "cannot find", "couldn t find", "can t find", "not exist", "doesn t exist", "no longer", "not included", "none found", "no valid", "no verified", "didn t return", "did not return", "should be present", "must be present", "must contain", "should contain", "no field", "not been received", "was not received", "not returned", "отсутству", "не найден", "не указан", "не передан", "fehlt", "nicht gefunden", "manquant", "introuvable", "no se encontr", "falta", "ausente", "não encontrad", "缺少", "不存在", "找不到", "为空", "未找到", "見つかりません", "ありません", "がない"}
	differs = []string{"mismatch", "not match", "doesn t match", "didn t match", "invalid", "unexpected", "incorrect", "not valid", "not equal", "differ", "wrong", "is bad", "expected", "unknown", "does not correspond", "not recognized", "not recognised", "detected", "tampered", "not the same", "no match", "не совпада", "неверн", "недействит", "некоррект", "ungültig", "stimmt nicht", "falsch", "invalide", "ne correspond", "incorrecto", "no coincide", "inválid", "não corresponde", "不匹配", "不一致", "无效", "不正确", "错误的", "一致しません", "無効", "不正な"}
	refused = []string{"not accepted", "not allowed", "not permitted", "not authorized", "not authorised", "unauthorized", "forbidden", "denied", "disallowed", "rejected", "not supported", "unsupported", "disabled", "not registered", "not whitelisted", "unregistered", "not enabled", "запрещ", "не разреш", "отклон", "не зарегистрирован", "nicht erlaubt", "verweigert", "abgelehnt", "refusé", "non autoris", "no permitid", "denegad", "não permitid", "negad", "不允许", "被拒绝", "未注册", "未授权", "拒否", "許可されていません"}
	failing = []string{"failed", "failure", "unable to", "could not", "cannot", "couldn t", "can t", "error", "not available", "unavailable", "не удалось", "ошибк", "fehlgeschlagen", "konnte nicht", "fehler", "échec", "échou", "impossible", "falló", "no se pudo", "falha", "falhou", "não foi possível", "失败", "错误", "失敗", "エラー", "できません"}
	expired = []string{"expired", "has expire", "no longer valid", "too old", "истёк", "истек", "просроч", "abgelaufen", "expiré", "expirad", "caducad", "过期", "已过期", "失效", "期限切れ"}
)

// notDone are the ways to say that a deed failed: could not create, error creating, creating failed.
func notDone(verbs ...string) []string {
	var out []string
	for _, v := range verbs {
		for _, fails := range [...]string{"failed to ", "could not ", "couldn t ", "unable to ", "cannot ", "can t ", "not be ", "problem "} {
			out = append(out, fails+strings.TrimSuffix(v, "e"))
		}
		out = append(out, "error "+strings.TrimSuffix(v, "e")+"ing", "error while "+strings.TrimSuffix(v, "e")+"ing")
	}
	return out
}

// noSuch are the things with no before them: no email.
func noSuch(things ...string) []string {
	var out []string
	for _, t := range things {
		out = append(out, "no "+t)
	}
	return out
}

// What an application does with the user once the tokens told it who that is.
var (
	kept     = slices.Concat(notDone("create", "save", "store", "insert", "update", "persist", "provision", "register", "import", "assign", "map", "sync", "link", "onboard"), []string{"creation failed", "provisioning failed", "registration failed", "failed to find or create", "find or create", "нельзя создать", "не удалось создать", "не удалось сохранить", "не удалось прочитать", "не удалось назначить", "nicht angelegt werden", "nicht gespeichert werden", "nicht erstellt werden", "nicht zugeordnet", "impossible de créer", "impossible de charger", "impossible d enregistrer", "no se pudo crear", "no se pudo guardar", "não foi possível criar", "não foi possível salvar", "保存失败", "创建失败", "保存に失敗", "作成に失敗", "登録に失敗"})
	persons  = []string{"user", "users", "account", "profile", "member", "identity", "person", "role", "roles", "group", "groups", "team", "пользовател", "профил", "роль", "роли", "учётную запись", "benutzer", "rolle", "profil", "utilisateur", "usuario", "usuário", "perfil", "用户", "角色", "ユーザー"}
	nameless = []string{"could not determine", "cannot determine", "couldn t determine", "unable to determine", "failed to determine", "can not get", "cannot get", "could not extract", "unable to extract", "failed to extract", "needed parameter", "could not be determined", "not be determined"}
)

// unjudged are the ways to say that no server looked at what was sent.
var unjudged = []string{"network", "timed out", "timeout", "econnre", "enotfound", ": 500", ": 502", ": 503", ": 504", "status code 5", "status 5", "http 5", "service unavailable", "bad gateway", "internal server error"}

// plainCauses, the most telling first: a line that speaks of several things is taken for the first of them.
var plainCauses = []plainCause{
	{rule: "pkce-verifier-missing", about: []string{"code verifier", "codeverifier"}, said: absent},
	{rule: "pkce-verifier-mismatch", about: []string{"code verifier", "codeverifier", "code challenge", "codechallenge", "pkce"}, said: slices.Concat(differs, failing), outcome: exchange.Refused},
	{rule: "pkce-required", about: []string{"code challenge", "pkce"}, said: []string{"required", "missing", "must be"}, outcome: exchange.Refused},
	{rule: "redirect-uri-not-registered", about: []string{"redirect uri", "redirecturi", "redirect url", "redirecturl", "callback url", "callback uri", "reply url", "return url", "returnurl"}, said: slices.Concat(differs, refused), not: []string{"log out", "logout", "sign out"}, outcome: exchange.Refused},
	{rule: "nonce-mismatch", about: []string{"nonce"}, said: slices.Concat(absent, differs), near: []string{"id token", "idtoken", "jwt", "oidc", "openid", "claim"}, not: []string{"transaction", "content security", "csp"}, outcome: exchange.Issued, alone: true},
	{rule: "state-lost", about: []string{"oauth state", "oauth2 state", "oidc state", "state cookie", "state parameter", "state token", "state", "csrf cookie", "login session", "authorization request", "auth request"}, said: slices.Concat(absent, expired, []string{"could not restore", "unable to restore", "could not retrieve", "unable to retrieve", "not restore"}), near: []string{"oauth", "oidc", "openid", "callback", "cookie", "csrf", "session", "authoriz", "authenticat", "redirect", "sso"}},
	{rule: "state-mismatch", about: []string{"oauth state", "oauth2 state", "state parameter", "state param", "state", "csrf token", "csrf cookie", "csrf"}, said: slices.Concat(differs, []string{"forbidden", "rejected"}), near: []string{"oauth", "oidc", "openid", "callback", "csrf", "authoriz", "sso", "response", "провайдер"}, not: []string{"state: ", "state transition", "comparing received", "statement", "terraform", "states", "csrf since request"}, alone: true},
	{rule: "client-secret-expired", about: []string{"client secret", "clientsecret"}, said: expired, outcome: exchange.Refused},
	{rule: "client-secret-wrong", about: []string{"client secret", "clientsecret", "client credentials", "client authentication", "client or client credentials", "consumer secret"}, said: slices.Concat(differs, refused, []string{"failed", "bad "}), outcome: exchange.Refused},
	{rule: "confidential-client-without-secret", about: []string{"client secret", "clientsecret"}, said: absent, outcome: exchange.Refused},
	{rule: "client-unknown", about: []string{"client id", "clientid", "oauth client", "oauth2 client", "oidc client", "client application"}, said: slices.Concat(absent, []string{"unknown", "invalid", "not recognized", "unrecognized", "unrecognised"}), not: []string{"token", "grant", "invalid client id error", "is required", "invalid request"}, outcome: exchange.Refused},
	{rule: "refresh-token-dead", about: []string{"refresh token", "refreshtoken"}, said: slices.Concat(expired, differs, refused, failing, []string{"revoked", "not active", "already used"}), not: slices.Concat(unjudged, []string{"keyword argument", "during callback", "resource owner credentials", "grant or refresh token", "renewing with", "renewing using", "refreshing with", "refreshing using", "renewing via", "erneuere ", "renouvellement avec", "renovando "}), outcome: exchange.Refused},
	{rule: "refresh-token-not-issued", about: []string{"refresh token", "refreshtoken"}, said: slices.Concat(absent, noSuch("refresh token"))},
	{rule: "token-hash-mismatch", about: []string{"at hash", "c hash", "athash"}, said: slices.Concat(absent, differs), outcome: exchange.Issued},
	{rule: "token-algorithm", about: []string{"algorithm", "signing alg", "alg header", "alg"}, said: slices.Concat(differs, refused), near: []string{"jwt", "jws", "jwk", "token", "oidc", "openid"}, not: []string{"cipher", "compress", "ssh"}, alone: true},
	{rule: "jwks-unreachable", about: []string{"jwks", "jwk set", "key set", "keyset", "signing keys", "public keys", "jwks uri", "certs"}, said: slices.Concat(failing, []string{"timed out", "timeout", "fetch", "download", "retriev"}), near: slices.Concat(failing, []string{"timed out", "timeout"}), not: []string{"kid", "no key", "key with id", "no matching"}},
	{rule: "signing-key-not-found", about: []string{"valid key", "matching key", "suitable key", "kid", "key id", "keyid", "key with id", "key set", "signing key", "public key", "jwk", "verification key"}, said: slices.Concat(absent, []string{"no matching", "no key", "no valid key", "unknown", "not match", "unable to resolve", "no suitable", "no applicable"}), near: []string{"jwt", "jws", "jwk", "token", "oidc", "openid", "signature"}, not: []string{"rotat"}, alone: true},
	{rule: "token-signature", about: []string{"signature"}, said: slices.Concat(differs, failing, []string{"verif", "not valid", "bad "}), near: []string{"jwt", "jws", "token", "oidc", "openid", "assertion"}, not: []string{"kid", "signatures of", "package", "signature method", "string to sign", "signature type", "signature verified", "signature is verified", "signature was verified", "was successful"}, alone: true},
	{rule: "discovery-issuer-mismatch", about: []string{"issuer"}, said: differs, near: []string{"discover", "well known", "provider", "metadata", "configuration"}, not: []string{"id token", "ssl", "certificate", "x509"}, outcome: exchange.NotAsked},
	{rule: "token-issuer", about: []string{"issuer", "iss claim", "claim iss", "the iss", "wrong iss", "invalid iss", "unexpected iss"}, said: slices.Concat(differs, absent, refused), near: []string{"jwt", "token", "claim", "oidc", "openid", "oauth"}, not: []string{"ssl", "certificate", "x509", "discover", "403", "404"}, alone: true},
	{rule: "token-audience", about: []string{"audience", "aud claim", "claim aud", "the aud", "wrong aud", "invalid aud", "unexpected aud", "azp"}, said: slices.Concat(differs, absent, refused), near: []string{"jwt", "token", "claim", "oidc", "openid", "oauth"}, alone: true},
	{rule: "clock-skew", about: []string{"iat", "nbf", "not before", "issued at", "clock", "token"}, said: []string{"invalid iat", "iat invalid", "invalid nbf", "in the future", "not yet valid", "used too early", "before it was issued", "before issued", "clock skew", "out of sync", "not valid yet", "time drift"}, not: []string{"expired or is"}, near: []string{"jwt", "token", "claim", "oidc", "openid", "oauth", "assertion"}, alone: true},
	{rule: "id-token-missing", about: []string{"id token", "idtoken"}, said: slices.Concat(absent, noSuch("id token", "idtoken")), not: []string{"missing required claim"}},
	{rule: "token-missing-in-answer", about: []string{"access token", "accesstoken", "auth token", "token response", "oauth token", "invalid token specified"}, said: slices.Concat(absent, []string{"no access token", "of undefined", "of null", "must be a string"}), not: []string{"header", "expired", "scope", "provided", "decode", "invalid access token", "access token invalid", "access token is invalid"}},
	{rule: "code-expired", about: []string{"authorization code", "auth code", "authcode", "authorisation code", "oauth code"}, said: expired, outcome: exchange.Refused},
	{rule: "code-redeemed-twice", about: []string{"authorization code", "auth code", "authcode", "authorisation code", "oauth code", "code"}, said: []string{"already used", "been used", "already been", "already redeemed", "consumed", "more than once", "twice"}, not: []string{"coupon", "promo", "discount", "gift", "voucher", "error code", "status code", "user code", "device code"}, outcome: exchange.Refused},
	{rule: "callback-without-code", about: []string{"authorization code", "auth code", "authcode", "oauth code", "code parameter", "code param", "code"}, said: slices.Concat([]string{"missing code", "without code", "code missing"}, noSuch("code", "oauth code", "authorization code", "auth code"), absent), near: []string{"callback", "redirect", "oauth", "redeem", "oidc", "openid", "authorization code", "login"}, not: []string{"page not found", "status code", "error code", "exit code", "response code", "code verifier", "code challenge", "source code", "key", "client", "user code", "device code", "response type", "epicgames", "oauthexception, code"}},
	{rule: "code-not-valid", about: []string{"authorization code", "auth code", "authcode", "authorisation code", "oauth code", "grant code"}, said: slices.Concat(differs, refused, failing), not: slices.Concat(unjudged, []string{"code flow", "invalid_client", "unauthorized_client"}), outcome: exchange.Refused},
	{rule: "unsupported-grant-type", about: []string{"grant type", "granttype"}, said: slices.Concat(differs, refused, absent), outcome: exchange.Refused},
	{rule: "jwt-malformed", about: []string{"jwt", "token", "jws"}, said: []string{"malformed", "not well formed", "unable to decode", "could not decode", "failed to decode", "cannot decode", "failed to parse", "could not parse", "unable to parse", "not enough segments", "wrong number of segments", "illegal base64", "bad format", "invalid format", "cannot parse"}, near: []string{"jwt", "jws", "bearer", "id token", "access token", "oidc"}, not: []string{"storage", "response", "unexpected token", "json"}, alone: true},
	{rule: "id-token-claim-refused", about: []string{"id token", "idtoken", "id token claims", "jwt claims", "token claims", "id token claim"}, said: slices.Concat(differs, refused, []string{"validation failed", "verification failed", "verification has failed", "validation has failed", "failed to verify", "failed to validate", "unable to validate", "unable to verify", "could not verify", "could not validate", "cannot validate", "cannot verify", "not verified", "not be processed", "failed to process", "unable to process", "could not process"}), outcome: exchange.Issued},
	{rule: "token-expired", about: []string{"access token", "id token", "bearer token", "jwt", "token", "assertion", "credentials"}, said: slices.Concat(expired, []string{"is not active", "not active"}), near: []string{"jwt", "access", "id token", "bearer", "oidc", "sso", "login", "auth", "verif", "validat"}, not: []string{"timer", "expired token"}, outcome: exchange.Rejected},
	{rule: "api-refused-token", about: []string{"token", "access token", "bearer token", "jwt"}, said: []string{"not valid", "is invalid", "invalid", "rejected", "not accepted", "not authorized", "unauthorized", "not recognized"}, near: []string{"jwt", "access", "bearer", "oidc", "sso", "auth"}, not: []string{"unexpected token", "grant", "csrf", "token response", "unauthorized token", "token specified", "challengefailedexception"}, outcome: exchange.Rejected},
	{rule: "consent-missing", about: []string{"consent"}, said: slices.Concat(absent, refused, []string{"required", "not granted", "not given"}), near: []string{"oauth", "scope", "app", "user", "client", "permission"}, not: []string{"written consent", "no consent required"}, outcome: exchange.Refused},
	{rule: "scope-refused", about: []string{"scope", "scopes"}, said: slices.Concat(differs, refused, []string{"malformed", "not supported", "unsupported"}), near: []string{"oauth", "oidc", "openid", "request", "client", "token", "invalid"}, not: []string{"invalid type", "client not authorized for any"}, outcome: exchange.Refused},
	{rule: "scope-missing", about: []string{"scope", "scopes", "permission", "permissions"}, said: slices.Concat([]string{"missing", "insufficient", "not granted", "required", "not found", "lacks", "not have"}), near: []string{"oauth", "scope", "api", "token"}, not: []string{"missing field", "not treated as oidc"}},
	{rule: "account-not-linked", about: []string{"account", "e mail", "email", "email address", "user", "identity"}, said: []string{"not linked", "already linked", "already exists", "already in use", "already registered", "already associated", "already been taken", "already taken", "different sign in method", "different provider", "already connected"}, near: []string{"oauth", "oidc", "openid", "sso", "social", "provider", "google", "github", "facebook", "[auth]", "login"}, outcome: exchange.Issued},
	{rule: "exception-after-login", about: []string{"constraint", "duplicate key", "duplicate entry", "key value", "column", "record", "data", "value"}, said: []string{"unique constraint", "violat", "constraint failed", "duplicate key", "duplicate entry", "e11000", "not null", "cannot be null", "null value", "doesn t have a default", "already been taken", "too long for"}, near: []string{"user", "account", "email", "e mail", "identity", "identities", "profile"}, not: []string{"session", "org.keycloak", "authorization code", "token"}, outcome: exchange.Issued},
	{rule: "exception-after-login", about: []string{"avatar", "profile picture", "group sync", "groups sync", "sync groups", "syncing groups", "user sync", "role sync", "session jwt", "session token", "mapping of user", "user mapping", "claim mapping", "attribute mapping", "workspace", "workspaces", "license", "user limit", "seats"}, said: slices.Concat(failing, refused, []string{"not assigned", "reached", "exceeded", "not exist"}), near: []string{"oidc", "oauth", "sso", "openid", "saml", "login", "sign in"}, outcome: exchange.Issued},
	{rule: "token-encrypted", about: []string{"id token", "idtoken", "access token", "token"}, said: []string{"is encrypted", "encrypted jwe", "not decrypt", "decryption key", "to decrypt", "decryption failed"}, near: []string{"jwe", "id token", "id_token", "idtoken"}, not: []string{"cookie", "refresh"}, outcome: exchange.Issued},
	{rule: "id-token-claim-refused", about: []string{"acr", "amr", "acr claim", "amr claim", "auth time"}, said: slices.Concat(differs, absent, []string{"below", "not sufficient", "insufficient", "too low"}), near: []string{"claim", "id token", "oidc", "level"}, outcome: exchange.Issued},
	{rule: "login-cancelled", about: []string{"user", "sign in", "signin", "login", "authentication", "authorization", "flow", "window", "popup", "browser", "operation", "consent"}, said: []string{"cancelled by", "canceled by", "user cancelled", "user canceled", "was cancelled", "was canceled", "been cancelled", "been canceled", "closed by user", "window closed", "closed the", "dismissed", "aborted by user", "user aborted", "cancelled the", "canceled the", "user cancel"}, near: []string{"login", "sign", "auth", "oidc", "sso", "consent"}, outcome: exchange.NotAsked},
	{rule: "popup-blocked", about: []string{"popup", "pop up", "popup window", "login window"}, said: []string{"blocked", "could not open", "failed to open", "unable to open", "not open", "prevented"}, outcome: exchange.NotAsked},
	{rule: "native-browser-missing", about: []string{"browser", "web browser", "custom tab", "custom tabs", "xdg open"}, said: []string{"could not open", "failed to open", "unable to open", "cannot open", "can t open", "couldn t open", "no browser", "not found", "not available", "not installed", "could not launch", "failed to launch", "unable to launch"}, near: []string{"login", "sign", "auth", "oidc", "sso"}, outcome: exchange.NotAsked},
	{rule: "mfa-required", about: []string{"mfa", "multi factor", "multifactor", "two factor", "2fa", "second factor", "one time password", "totp"}, said: []string{"required", "must use", "is needed", "not completed", "not configured", "missing"}, near: []string{"login", "sign", "auth", "oidc", "token", "sso"}, outcome: exchange.Refused},
	{rule: "rate-limited", about: []string{"requests", "rate", "rate limit", "attempts", "quota"}, said: []string{"too many requests", "too many attempts", "too many login", "limit exceeded", "rate limit", "rate limited", "throttled", "exceeded quota"}, near: []string{"login", "sign", "auth", "oidc", "token", "sso"}, outcome: exchange.Refused},
	{rule: "silent-login-needs-interaction", about: []string{"login", "interaction", "sign in", "signin", "user login", "interactive authentication", "interactive login", "silent", "silent authentication", "silent renew", "silent calls", "iframe"}, said: []string{"login is required", "login required", "interaction required", "interaction is required", "is needed", "sign in is required", "sign in required", "signin required", "not logged in", "not signed in", "must contain either", "renew failed", "silent renew", "silently failed", "frame window timed out"}, near: []string{"silent", "iframe", "msal", "interact", "prompt", "renew"}, not: []string{"renew success", "renew succeeded", "renew ok", "renew done", "renew start"}, outcome: exchange.Refused},
	{rule: "email-claim-missing", about: []string{"email", "e mail", "mail", "email address"}, said: slices.Concat(absent, noSuch("email"), []string{"not verified", "unverified"}), near: []string{"claim", "oauth", "oidc", "openid", "user info", "userinfo", "profile", "id token", "provider", "login", "sso"}, not: []string{"smtp", "send", " sent", "imap", "allow unverified"}, outcome: exchange.Issued},
	{rule: "user-name-attribute-missing", about: []string{"id", "user id", "userid", "identifier", "username", "user name", "uid", "upn", "subject", "email", "identity"}, said: nameless, near: []string{"oauth", "oidc", "openid", "provider", "sso", "social", "login", "authenti"}, not: []string{"client id", "clientid", "tenant", "key id", "session id", "token", "request id", "device"}, outcome: exchange.Issued},
	{rule: "user-name-attribute-missing", about: []string{"username", "user name", "preferred username", "claim", "claims", "attribute", "name claim", "sub", "user id", "userid"}, said: slices.Concat(absent, []string{"no field", "not supplied", "expected primitive", "cannot be converted"}), near: []string{"claim", "oauth", "oidc", "openid", "user info", "userinfo", "profile", "id token", "idtoken", "attribute"}, not: []string{"password"}, outcome: exchange.Issued},
	{rule: "exception-after-login", about: persons, said: kept, near: []string{"oauth", "oidc", "openid", "sso", "saml", "social", "login", "logon", "sign", "callback", "keycloak", "provider"}, not: []string{"token", "session", "cookie", "connection", "client", "request", "keycloak.services", "database user", "smtp"}, outcome: exchange.Issued},
	{rule: "exception-after-login", about: []string{"token cache", "token file", "token store", "access token", "tokens"}, said: slices.Concat(notDone("write", "save", "store", "persist", "insert"), []string{"too long for column"}), near: []string{"oauth", "oidc", "openid", "sso", "login"}, outcome: exchange.Issued},
	{rule: "id-token-claim-refused", about: []string{"user claim", "user claims", "claim", "claims"}, said: []string{"incorrect", "invalid", "incomplete", "bad user claim", "bad claim", "bad id token claim", "unusable", "unexpected", "does not match", "not match"}, near: []string{"oauth", "oidc", "openid", "user", "sso", "id token", "keycloak"}, not: []string{"insurance", "pvc", "volume"}, outcome: exchange.Issued},
	{rule: "user-credentials-wrong", about: []string{"user credentials", "username or password", "user name or password", "login or password", "email or password", "password", "credentials"}, said: []string{"invalid", "incorrect", "wrong", "bad credentials", "not correct", "failed"}, near: []string{"login", "token", "user", "sign in", "auth"}, not: []string{"authentication credential", "client credentials", "client secret", "userinfo", "googleapis", "autherror", "login with", "api.github", "docs.github", "password authentication failed"}, sentence: true, outcome: exchange.Refused},
	{rule: "profile-fetch-failed", about: []string{"userinfo", "user info", "user profile", "user information", "profile information", "user details"}, said: slices.Concat(failing, []string{"bad ", "unauthorized", "forbidden"}), not: []string{"or fetch user", "userinfo={", "userinfo {", "userinfo : {", "cannot fetch token", " sub ", "subject", "uri : /", "uri :  /"}},
	{rule: "user-account-blocked", not: []string{"creation", "registration", "provisioning"}, about: []string{"user", "account"}, said: []string{"is disabled", "was disabled", "is locked", "been locked", "blocked", "suspended", "deactivated", "not active", "is inactive"}, near: []string{"login", "oidc", "sign in", "auth", "sso"}},
	{rule: "local-access-rule", about: []string{"group", "groups", "domain", "email domain", "organization", "organisation", "team", "teams", "whitelist", "allowlist"}, said: []string{"not on the allow", "allow list", "denied by policy", "not a member", "not in the", "not in any", "not in allowed", "not in one of", "not allowed", "not part of", "not belong", "no matching", "does not have the required", "not on the"}, near: []string{"claim", "member", "allowed", "email", "e mail", "@", "groups"}, not: []string{"error description", "aadsts", "access denied", "redirect", "origin"}, outcome: exchange.Issued},
	{rule: "local-access-rule", about: []string{"account", "user", "role", "tenant", "policy"}, said: []string{"invalid account", "is prohibited", "prohibited from", "not on the allow", "denied by policy", "refused by policy", "by access list", "non oidc user", "not an oidc user", "local user", "not provisioned", "has no access to this application"}, near: []string{"oidc", "openid", "sso", "login", "sign in", "id token", "callback", "auth"}, not: []string{"service account", "storage account"}, outcome: exchange.Issued},
	{rule: "local-access-rule", about: []string{"sign up", "signup", "sign ups", "registration", "registrations", "self registration", "user creation", "account creation", "auto creation", "auto provisioning", "new users"}, said: []string{"disabled", "is off", "not allowed", "not enabled", "is closed", "not permitted", "turned off"}, near: []string{"user", "account", "login", "social", "external"}, not: []string{"dynamic", "client registration", "app registration"}, outcome: exchange.Issued},
	{rule: "user-not-allowed", about: []string{"user", "account", "email", "email address", "domain", "group", "groups", "organization", "team", "role", "roles"}, said: []string{"not allowed", "not permitted", "not authorized", "not authorised", "not a member", "not in the", "not assigned", "disallowed", "not part of", "access denied", "not belong", "forbidden", "not whitelisted", "does not have the required", "not have access", "unauthorized"}, near: []string{"login", "oidc", "sign in", "auth", "sso", "openid"}, not: []string{"api key", "401", "client error", "challenge failed", "certbot"}},
	{rule: "discovery-failed", about: []string{".well known", "well known endpoint", "well known url", "well known uri", "well known config", "well known document", "discovery", "openid configuration", "provider metadata", "provider configuration", "oidc provider", "openid provider", "oidc server", "identity provider", "authorization server metadata", "oidc configuration", "issuer"}, said: slices.Concat(failing, []string{"not found", "timed out", "404", "unreachable"}), near: []string{"oauth", "oidc", "openid", "jwks", "provider", "keycloak", "realm", "sso"}, outcome: exchange.NotAsked},
	{rule: "client-setting-required", about: []string{"client id", "client secret", "token url", "token endpoint", "authorization endpoint", "authorize url", "auth url", "userinfo endpoint", "issuer url", "issuer", "auth server url", "authority", "provider", "oauth", "oidc", "token", "property", "setting", "environment variable", "configuration"}, said: []string{"must be configured", "not configured", "must be set", "must be provided", "must be specified", "is not set", "not been set", "not been configured", "misconfigured", "required option", "missing required", "must not be empty", "cannot be empty", "is not defined", "is required"}, near: []string{"oidc", "openid", "client", "issuer", "auth", "token", "sso"}, not: []string{"invalid request"}, outcome: exchange.NotAsked},
	{rule: "answer-hidden", about: []string{"access token", "accesstoken", "token", "oauth token", "id token", "authorization code", "tokens"}, said: []string{"failed to obtain", "unable to obtain", "could not obtain", "cannot obtain", "failed to get", "could not get", "unable to get", "failed to retrieve", "could not retrieve", "unable to retrieve", "failed to fetch", "could not fetch", "unable to fetch", "failed to exchange", "could not exchange", "unable to exchange", "error retrieving", "error getting", "error fetching", "error obtaining", "failed to acquire", "could not acquire", "exchange failed", "request failed"}, near: []string{"oauth", "oidc", "openid", "access", "exchange", "sso", "login", "code"}, not: []string{"econn", "enotfound", "no such host", "connection refused"}, outcome: exchange.Refused},
	{rule: "login-session-not-kept", about: []string{"session"}, said: slices.Concat(absent, expired, []string{"invalid"}), near: []string{"oauth", "oidc", "openid", "callback", "sso", "login", "saml"}, not: []string{"cookie", "invalid session id", "invalidated"}},
}

// plainTroubles are the same for the way to the server.
var plainTroubles = []plainCause{
	{rule: "tls-name-mismatch", about: []string{"certificate", "ssl", "tls", "hostname"}, said: []string{"host mismatch", "hostname mismatch", "name mismatch", "doesn t match", "does not match", "not valid for", "not match any of", "is valid for", "no subject alternative"}, not: []string{"thumbprint", "x5t", "cnf", "ip address mismatch"}},
	{rule: "tls-expired", about: []string{"certificate"}, said: []string{"expired", "not yet valid"}},
	{rule: "tls-untrusted", about: []string{"certificate", "ssl", "tls", "x509", "handshake", "sslerror", "trust"}, said: []string{"failed", "failure", "error", "unable", "not trusted", "untrusted", "unknown", "self signed", "problem", "rejected", "invalid", "alert", "abort"}, not: []string{"thumbprint", "connect to ssl", "oauth handshake", "sslrequired", "ssl required"}},
	{rule: "host-unresolved", about: []string{"host", "name", "dns", "lookup", "hostname", "domain", "nodename", "getaddrinfo"}, said: []string{"not known", "not resolve", "no such host", "resolution", "unknown host", "unresolved", "not be resolved", "to resolve", "t resolve", "cannot resolve", "resolve failed", "resolve error", "resolve host", "resolve address", "failed to lookup", "not found: 3"}, not: []string{"to resolve the", "to resolve this"}},
	{rule: "connection-refused", about: []string{"connection", "connect", "connexion", "verbindung", "подключ"}, said: []string{"refused", "refusée", "verweiger", "отверг"}},
	{rule: "connection-timeout", about: []string{"connection", "connect", "request", "deadline", "i/o", "operation", "post", "get", "handshake", "dial"}, said: []string{"timed out", "timeout", "deadline exceeded", "time out", "exceeded while awaiting"}, not: []string{"acquisition", "jdbc"}},
	{rule: "connection-reset", about: []string{"connection", "socket", "post", "get", "server", "remote", "pipe", "stream", "request"}, said: []string{"reset", "aborted", "closed", ": eof", "broken pipe", "hang up", "disconnected", "unexpected eof", "prematurely", "terminated"}},
}

// vagueRules say that something failed, not why: beside them plain words may still name the cause.
var vagueRules = map[string]bool{"provider-error": true, "answer-hidden": true, "success-called-failure": true, "provider-outage": true, "token-endpoint-401": true, "api-refused-token": true, "transport-silent": true, "exception-after-login": true}

// tokenChecks are rules whose outcome depends on who checked the token.
var tokenChecks = map[string]bool{"token-signature": true, "signing-key-not-found": true, "token-issuer": true, "token-audience": true, "token-expired": true, "token-algorithm": true, "clock-skew": true, "jwks-unreachable": true}

// plainReach is how many bytes may stand between a thing and what is said of it.
const plainReach = 64

// nearReach is how far from the line may stand what makes its words those of a login.
const nearReach = 400

// pathWords are things that name resources of any API, too: in a path they are those.
var pathWords = []string{"token", "user", "account", "group", "groups", "role", "code"}

// plainRank puts what plain words name behind what any rule knows.
const plainRank = 40

// inPlainWords gives the causes that lines of a text about a login name in words no rule knows, at most two.
func inPlainWords(f *exchange.Flow, have []Finding) []Finding {
	for _, h := range have {
		if (h.Severity == Error || h.Rank >= 50) && !vagueRules[h.Rule.ID] {
			return nil
		}
	}
	if f.Claimed == exchange.Success && !answeredError(f) || succeeded(f) || !hasAny(f, plainLogin...) && !answeredError(f) && !excerptOfLogin(f) {
		return nil
	}
	names := camelNames(f)
	if len(names) == 0 && !plainIndex().may(f) {
		return nil
	}
	plain := plainText(f.Lower, names.text())
	near := plainIndex().find(plain, f)
	var out []Finding
	for k, list := range [...][]plainCause{plainCauses, plainTroubles} {
		for i, c := range list {
			if (c.rule == "answer-hidden" || c.rule == "api-refused-token") && (answerNamed(f) || answerShown(f)) {
				continue
			}
			if c.rule == "user-credentials-wrong" && hasAny(f, "/auth/failure?message", "invalid_credentials: oauth2::error") {
				continue // OmniAuth's invalid_credentials are the client's, or the code
			}
			if at, ok := c.find(f, plain, names, near[k][i], k == 1); ok {
				if c.rule == "user-not-allowed" && slices.ContainsFunc(tokenAnswers(f), func(e *exchange.Exchange) bool { return e.Span.End <= at.Start }) {
					c.rule = "local-access-rule" // it has the user's tokens, and says so itself
				}
				found := c.finding(f, at)
				if c.rule == "local-access-rule" && f.Issued() {
					found.Confidence = Likely
				}
				if found.Outcome == exchange.Issued && grantRefused(f) && describedIn(f, at) == nil {
					continue // an answer by which nothing was issued is surer than words
				}
				if answerPrinted(f, &found) {
					break
				}
				out = append(out, found)
				break
			}
		}
	}
	for i := range out {
		// What the description of an answer says in plain words is more than its code, and as sure.
		if e := describedIn(f, out[i].Evidence[0]); e != nil && out[i].Exchange == nil {
			out[i].Exchange, out[i].Confidence, out[i].Rank, out[i].Codes = e, Likely, ruleOf("provider-error").Rank+1, appendNew(out[i].Codes, []string{e.Error.Text})
		}
	}
	if len(out) == 2 && out[1].Evidence[0].Start < out[0].Evidence[0].Start && out[1].Rule.ID != "api-refused-token" {
		out[0].Rank-- // what failed first is the cause of the other; that a token was refused is none
	}
	return out
}

// describedIn is the exchange in whose error description a place lies.
func describedIn(f *exchange.Flow, at source.Span) *exchange.Exchange {
	for _, e := range f.Exchanges {
		if e.Error.OK() && e.Description.OK() && e.Description.Span.Overlaps(at) {
			return e
		}
	}
	return nil
}

// grantRefused reports whether every answer of a server in the text is an error by which it issues nothing.
func grantRefused(f *exchange.Flow) bool {
	refused := false
	for _, e := range f.Exchanges {
		switch e.Error.Text {
		case "invalid_request", "invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope", "access_denied", "unsupported_grant_type", "unsupported_response_type":
			refused = true
		default:
			if e.Outcome == exchange.Issued {
				return false
			}
		}
	}
	return refused
}

// succeeded reports whether tokens were issued and neither the protocol nor the text knows of a failure.
func succeeded(f *exchange.Flow) bool {
	if f.Claimed == exchange.Failure || !f.Issued() {
		return false
	}
	for _, e := range f.Exchanges {
		if e.Outcome.Failed() || e.Claimed == exchange.Failure {
			return false
		}
	}
	return true
}

// answerNamed reports whether an error answer of the server stands in the text.
func answerNamed(f *exchange.Flow) bool {
	return slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return e.Error.OK() || e.Code.OK() })
}

// answerShown: somebody printed the very answer, with its tokens, that a client says it did not get.
func answerShown(f *exchange.Flow) bool {
	return slices.ContainsFunc(tokenAnswers(f), func(e *exchange.Exchange) bool { return e.Request == nil && e.Status() == 200 })
}

// answeredError: an OAuth error alone makes a text one about a login.
func answeredError(f *exchange.Flow) bool {
	for _, e := range f.Exchanges {
		if _, ok := bareErrors[e.Error.Text]; ok {
			return true
		}
	}
	return false
}

func (c plainCause) finding(f *exchange.Flow, at source.Span) Finding {
	r := ruleOf(c.rule)
	v := Verdict{Evidence: []source.Span{at}, Confidence: Possible, Rank: plainRank, Outcome: r.Outcome}
	switch {
	case v.Outcome != exchange.Unknown:
	case tokenChecks[c.rule]:
		v.Outcome = tokenJudge(f, at, c.outcome)
		if v.Outcome == exchange.Unknown && issuedOnceChecked[c.rule] {
			v.Outcome = exchange.Issued
		}
	default:
		v.Outcome = c.outcome
	}
	if c.rule == "jwt-malformed" && (ofIDToken(f, at) || inLogin(f, at)) {
		v.Outcome = exchange.Issued
	}
	v = v.filled(r)
	if c.rule == "answer-hidden" {
		v = v.ofKind(wholeLine(f, at))
	}
	return Finding{Rule: r, Verdict: v, said: true, plain: true}
}

// plainText is a text, and names behind it, with the punctuation of names blanked; every byte keeps its place.
func plainText(text, names string) string {
	b := make([]byte, len(text)+len(names))
	copy(b[len(text):], names) // which have no punctuation
	for i := 0; i < len(text) && i < len(b); i++ {
		b[i] = plainBytes[text[i]]
	}
	return unsafe.String(unsafe.SliceData(b), len(b)) // nobody writes to b any more
}

// punctuation joins words to a name. Blanks stand for it.
const punctuation = "_-\"'`"

// plainBytes maps every byte to itself but the punctuation of names to blanks.
var plainBytes = func() (t [256]byte) {
	for c := range t {
		t[c] = byte(c)
	}
	for _, c := range []byte(punctuation) {
		t[c] = ' '
	}
	return t
}()

// mayStand reports whether words may stand in a text with the punctuation of names blanked: false is sure. The index is of
// the text as it was: in place of a blank there may have been any punctuation, the same in all four bytes that it is among.
func mayStand(index pattern.Index, words string) bool {
	for at := 0; at < len(words); {
		blank := at + strings.IndexByte(words[at:]+" ", ' ')
		if !index.May(words[at:blank]) {
			return false
		}
		at = blank + 1
		if at >= len(words) {
			break
		}
		may := mayJoin(index, words, blank, ' ')
		for i := 0; i < len(punctuation) && !may; i++ {
			may = mayJoin(index, words, blank, punctuation[i])
		}
		if !may {
			return false
		}
	}
	return true
}

// mayJoin reports whether words may stand in a text with this byte in the place of the blank at an offset.
func mayJoin(index pattern.Index, words string, blank int, c byte) bool {
	for i := max(blank-3, 0); i <= blank && i+4 <= len(words); i++ {
		four := words[i : i+4]
		if strings.Count(four, " ") == 1 && !index.MayHold(pattern.GramOf(four)&^(0xff<<(8*(blank-i)))|pattern.Gram(c)<<(8*(blank-i))) {
			return false
		}
	}
	return true
}

// wordIndex finds the words of all plain causes: first what is said, which few lines hold, then the things near it. A
// place where a thing stands and nothing is said of it near by is not looked at again.
type wordIndex struct {
	saidSet, aboutSet *pattern.Set
	said, about       []causeWord
	longest           int // word
}

// causeWord is a word and the causes it belongs to, a bit each: of plainCauses, then of plainTroubles.
type causeWord struct {
	text   string
	gram   pattern.Gram // of its longest part
	causes [2]uint64
}

// place is where a thing stands: its number among the things of the cause, and the offset.
type place struct{ thing, at int }

var plainIndex = sync.OnceValue(func() *wordIndex {
	x := &wordIndex{}
	add := func(to *[]causeWord, words []string, k, i int) {
		for _, w := range words {
			n := slices.IndexFunc(*to, func(c causeWord) bool { return c.text == w })
			if n < 0 {
				n = len(*to)
				parts := strings.Fields(w)
				longest := slices.MaxFunc(parts, func(a, b string) int { return len(a) - len(b) })
				*to = append(*to, causeWord{text: w, gram: pattern.NewGram(longest)})
			}
			(*to)[n].causes[k] |= 1 << i
			x.longest = max(x.longest, len(w))
		}
	}
	for k, list := range [...][]plainCause{plainCauses, plainTroubles} {
		for i, c := range list {
			add(&x.said, c.said, k, i)
			add(&x.about, c.about, k, i)
		}
	}
	texts := func(words []causeWord) (out []string) {
		for _, w := range words {
			out = append(out, w.text)
		}
		return out
	}
	x.saidSet, x.aboutSet = pattern.NewSet(texts(x.said)...), pattern.NewSet(texts(x.about)...)
	return x
})

// may reports whether both a thing and a word of one cause may stand in the text: false is sure. In most logs none do, and
// all the rest of the search is left out.
func (x *wordIndex) may(f *exchange.Flow) bool {
	var said [2]uint64
	for _, w := range x.said {
		if f.MayHold(w.gram) && mayStand(f.Index, w.text) {
			said[0] |= w.causes[0]
			said[1] |= w.causes[1]
		}
	}
	of := func(w causeWord) bool { return w.causes[0]&said[0]|w.causes[1]&said[1] != 0 }
	return slices.ContainsFunc(x.about, func(w causeWord) bool {
		return len(w.text) >= 4 && of(w) && f.MayHold(w.gram) && mayStand(f.Index, w.text)
	}) || slices.ContainsFunc(x.about, func(w causeWord) bool { // the index does not know these
		return len(w.text) < 4 && of(w) && alone(f.Lower, w.text)
	})
}

// alone reports whether a word stands in a text as no part of a longer one.
func alone(text, word string) bool {
	for at := 0; ; at++ {
		i := pattern.Find(text[at:], word)
		if i < 0 {
			return false
		}
		at += i
		if to := at + len(word); (at == 0 || !wordByte(text[at-1]) || text[at-1] == '_') && (to == len(text) || !wordByte(text[to]) || text[to] == '_') {
			return true
		}
	}
}

// find gives for each cause the places of its things near which one of its words is said: things in their order, places
// in theirs.
func (x *wordIndex) find(plain string, f *exchange.Flow) (out [2][64][]place) {
	said := x.saidSet.FindWhere(plain[:len(f.Lower)], func(word int) bool {
		return f.MayHold(x.said[word].gram) && mayStand(f.Index, x.said[word].text)
	})
	for _, h := range x.saidSet.Find(plain[len(f.Lower):]) {
		said = append(said, pattern.Hit{Literal: h.Literal, At: h.At + len(f.Lower)})
	}
	reach := plainReach + x.longest
	first := 0 // the first hit that may be near
	for n, looked := 0, 0; n < len(said); {
		// A stretch of text in which something is said all along.
		from, to := max(looked, said[n].At-reach), said[n].At+reach+x.longest
		for n++; n < len(said) && said[n].At-reach <= to; n++ {
			to = said[n].At + reach + x.longest
		}
		to = min(to, len(plain))
		looked = to
		for _, h := range x.aboutSet.Find(plain[from:to]) {
			h.At += from
			thing := x.about[h.Literal]
			end := h.At + len(thing.text)
			if !boundary(plain, h.At, end) {
				continue
			}
			for said[first].At < h.At-plainReach && first < len(said)-1 {
				first++
			}
			var near [2]uint64
			for i := first; i < len(said) && said[i].At <= end+plainReach; i++ {
				near[0] |= x.said[said[i].Literal].causes[0]
				near[1] |= x.said[said[i].Literal].causes[1]
			}
			for k, list := range [...][]plainCause{plainCauses, plainTroubles} {
				for set := near[k] & thing.causes[k]; set != 0; set &= set - 1 {
					i := bits.TrailingZeros64(set)
					out[k][i] = append(out[k][i], place{slices.Index(list[i].about, thing.text), h.At})
				}
			}
		}
	}
	for k := range out {
		for i := range out[k] {
			if len(out[k][i]) > 1 {
				slices.SortStableFunc(out[k][i], func(a, b place) int { return a.thing - b.thing })
			}
		}
	}
	return out
}

// camelName is the name of an error that says in itself what was wrong: InvalidStateException, AccountNotLinked.
type camelName struct {
	words string
	span  source.Span // in the View
}

type camelList []camelName

// camelFaults are the parts of names that say what was wrong.
var (
	camelFaults   = [...]string{"Invalid", "Missing", "Mismatch", "Expired", "NotFound", "Forbidden", "Denied", "Failed", "Failure", "Unknown", "Unauthorized", "Rejected", "Required", "Lost", "Unsupported", "Not", "Wrong", "Bad", "Error", "Exception", "Cancel"}
	camelFaultSet = sync.OnceValue(func() *pattern.Set { return pattern.NewSet(camelFaults[:]...) })
)

// camelNames are the names of errors in a text, as words.
func camelNames(f *exchange.Flow) camelList {
	const most, longest = 32, 80
	var out camelList
	text := f.View.Text
	last := 0
	for _, h := range camelFaultSet().FindWhere(text, func(fault int) bool { return mayBePart(f.Index, camelFaults[fault]) }) {
		w := camelFaults[h.Literal]
		if len(out) >= most {
			break
		}
		if h.At < last || !strings.EqualFold(f.Lower[h.At:h.At+len(w)], w) { // within a token
			continue
		}
		s := source.Span{Start: h.At, End: h.At + len(w)}
		for s.Start > last && isLetter(text[s.Start-1]) {
			s.Start--
		}
		for s.End < len(text) && isLetter(text[s.End]) {
			s.End++
		}
		last = s.End
		if s.Len() > longest || s.End < len(text) && strings.IndexByte("(;/\\=", text[s.End]) >= 0 || s.End+1 < len(text) && (text[s.End] == '.' || text[s.End] == ':') && (isLetter(text[s.End+1]) || text[s.End+1] == ':') {
			continue // a call, a path, a frame
		}
		if text[s.Start:s.End] == "IllegalStateException" {
			continue // Java's, of an object: no state of a login
		}
		if words := camelWords(text[s.Start:s.End]); strings.Contains(words, " ") && !slices.ContainsFunc(out, func(n camelName) bool { return n.words == words }) {
			out = append(out, camelName{words, s})
		}
	}
	return out
}

// camelWords splits a name: "OpenIdConnectInvalidNonce" is "open id connect invalid nonce".
func camelWords(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		c := name[i]
		if upper := c < 'a'; upper && i > 0 && (name[i-1] >= 'a' || i+1 < len(name) && name[i+1] >= 'a') {
			b.WriteByte(' ')
		}
		b.WriteByte(c | 0x20)
	}
	return b.String()
}

// mayBePart reports whether a word may be a part of a longer one in a text, of which the index is in lower case.
func mayBePart(index pattern.Index, word string) bool {
	word = strings.ToLower(word)
	if len(word) > 3 {
		return index.May(word)
	}
	for c := 'a'; c <= 'z'; c++ {
		if index.May(string(c)+word) || index.May(word+string(c)) {
			return true
		}
	}
	return false
}

// text is the names as lines that follow the text.
func (l camelList) text() string {
	var b strings.Builder
	for _, n := range l {
		b.WriteByte('\n')
		b.WriteString(n.words)
	}
	return b.String()
}

// at is where in the View the name stands that holds an offset of text.
func (l camelList) at(offset int) source.Span {
	for _, n := range l {
		if offset -= 1 + len(n.words); offset < 0 {
			return n.span
		}
	}
	return source.Span{}
}

// quoted reports whether a place lies between quotation marks or backticks of its line: a sentence quotes a message there.
func quoted(text string, start, end int) bool {
	if start >= len(text) {
		return false
	}
	from, to := window(text, start, end, 1)
	for _, mark := range [...]string{"\"", "`"} {
		if strings.Count(text[from:start], mark)%2 == 1 && strings.Contains(text[end:to], mark) {
			return true
		}
	}
	return false
}

// sentenceAround is what stands around [start, end) in its line, between the marks that end a sentence, or begin what is quoted.
func sentenceAround(text string, from, start, end, to int) string {
	from, to = max(from, start-300), min(to, end+300)
	for _, mark := range [...]string{". ", "? ", "! ", ": ", "> "} {
		if i := strings.LastIndex(text[from:start], mark); i >= 0 {
			from += i + len(mark)
		}
		if i := strings.Index(text[end:to], mark); i >= 0 && mark != ": " {
			to = end + i
		}
	}
	return text[from:to]
}

// find is the first line that says it, in the text with the punctuation of names blanked.
func (c plainCause) find(f *exchange.Flow, plain string, names camelList, near []place, transport bool) (source.Span, bool) {
	for _, p := range near {
		i, at := p.at, p.at+len(c.about[p.thing])
		from, to := window(plain, i, at, 1)
		line := plain[max(from, i-300):min(to, at+300)]
		if at+1 < len(plain) && plain[at] == '.' && isLetter(plain[at+1]) || i > 0 && plain[i-1] == '/' && slices.Contains(pathWords, c.about[p.thing]) { // a file, a class, a path
			continue
		}
		if c.rule == "callback-without-code" && at+4 <= len(plain) && (plain[at] == '=' || plain[at] == ' ') && (plain[at+1] == '4' || plain[at+1] == '5') && digit(plain[at+2]) && digit(plain[at+3]) {
			continue // a status
		}
		if strings.Contains(line, "with and without") || strings.Contains(line, "with or without") {
			continue
		}
		if personProse(sentenceAround(plain, from, i, at, to)) && !quoted(f.Lower, i, at) || strings.HasPrefix(strings.TrimLeft(line, " "), "at ") || anyOf(line, c.not) && len(c.not) > 0 {
			continue
		}
		stands := source.Span{Start: i, End: at} // in the text
		if i >= len(f.Lower) {
			if c.sentence {
				continue
			}
			stands = names.at(i - len(f.Lower))
		}
		around := f.Lower[max(0, stands.Start-1200):min(len(f.Lower), stands.End+1200)]
		ofLogin := excerptOfLogin(f) || transport && anyOf(around, loginWords) || !transport && speaksOfLogin(around)
		if !ofLogin || transport && anyOf(line, otherServices) {
			continue
		}
		if !anyOf(line, c.near) && !(c.alone && excerptOfLogin(f)) && !anyOf(f.Lower[max(0, stands.Start-nearReach):min(len(f.Lower), stands.End+nearReach)], c.near) {
			continue
		}
		if i >= len(f.Lower) {
			return f.View.Origin(stands), true
		}
		lo, hi := max(from, i-plainReach), min(to, at+plainReach)
		lo += strings.LastIndexAny(plain[lo:i], "{}") + 1 // not into another object
		if j := strings.IndexAny(plain[at:hi], "{}"); j >= 0 {
			hi = at + j
		}
		lo, hi = inMember(f.Lower, lo, i, at, hi)
		for _, w := range c.said {
			j := strings.Index(plain[lo:hi], w)
			if j < 0 || lo+j > 0 && isLetter(plain[lo+j-1]) && isLetter(w[0]) || inAddress(plain, lo+j) || w == "timeout" && isLimit(plain[lo+j+len(w):]) || strings.HasPrefix(plain[lo+j:], "error description") || variable(f.View.Text, lo+j) {
				continue
			}
			said := source.Span{Start: min(i, lo+j), End: max(at, lo+j+len(w))}
			if personProse(sentenceAround(plain, from, said.Start, said.End, to)) && !quoted(f.Lower, i, at) {
				continue // another sentence says it
			}
			span := f.View.Origin(said)
			if inEvent(f, span, false) {
				break // fields of an event are no words: userId="null"
			}
			return span, true
		}
	}
	return source.Span{}, false
}

// inMember narrows [lo, hi) around the thing [i, at) to the member of an object, the field of a line or the parameter of a URL in
// which it stands, and those by which a message goes on: what others say is not said of it.
func inMember(low string, lo, i, at, hi int) (int, int) {
	const before = 100 // where the name of the first may stand
	hi = min(hi, len(low))
	if i > 0 && at < hi && strings.IndexByte("?&#", low[i-1]) >= 0 && low[at] == '=' {
		if n := strings.IndexAny(low[at:hi], " \t\n'\"&<>"); n >= 0 {
			hi = at + n
		}
		return i, hi
	}
	own := ""
	for p := max(0, lo-before); p < hi; p++ {
		name := memberAt(low, p)
		if name == "" || p >= i && p < at {
			continue
		}
		if from, to := messageNames[own], messageNames[name]; !(from == 1 && to > 0 || from == 2 && to == 2) {
			if p >= at {
				return lo, p
			}
			lo = max(lo, p+1)
		}
		own = name
	}
	return lo, hi
}

// memberAt is the name of the member of an object, the field or the parameter before which a byte stands, or "".
func memberAt(low string, at int) string {
	c, rest := low[at], low[at+1:min(len(low), at+40)]
	separator := byte('=')
	switch c {
	case ',', '{':
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		rest, separator = rest[1:], ':'
	case '&', ' ', '\t':
	default:
		return ""
	}
	n := 0
	for n < len(rest) && (wordByte(rest[n]) || rest[n] == '.' || rest[n] == '-' || rest[n] == '@') {
		n++
	}
	name, rest := rest[:n], rest[n:]
	if separator == ':' {
		rest = strings.TrimLeft(rest, "\"' ")
	}
	if len(rest) < 2 || rest[0] != separator || separator == '=' && strings.IndexByte(" =>", rest[1]) >= 0 {
		return ""
	}
	return name
}

// messageNames are the members over which a message may go on: {"field": "access_token", "code": "invalid"}, msg="token refused"
// err="audience". No name is that of the whole line.
var messageNames = func() map[string]int {
	out := map[string]int{"": 2, "code": 3}
	for i, names := range [...]string{"field param parameter property claim", "msg message error err errors reason cause detail details description error_description exception text title error_message errormessage error_msg event status statuscode status_code"} {
		for _, n := range strings.Fields(names) {
			out[n] = i + 1
		}
	}
	return out
}()

// variable reports whether the name of a variable, in capitals, begins at a place of the text.
func variable(text string, at int) bool {
	if at >= len(text) {
		return false
	}
	n := len(text) - at - len(strings.TrimLeft(text[at:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"))
	return n > 3 && artifact.IsVariable(text, source.Span{Start: at, End: at + n})
}

// inAddress reports whether a place lies in the host or path of a URL: names say nothing of the request.
func inAddress(text string, at int) bool {
	run := text[strings.LastIndexAny(text[max(0, at-300):at], " \t\n")+1+max(0, at-300) : at]
	_, rest, ok := strings.Cut(run, "://")
	return ok && !strings.ContainsAny(rest, "?#")
}

// plainLogin is what stands near a message about a login: words any program uses are none of it.
var plainLogin = slices.Concat(loginWords, []string{"authentification", "discovery document", "id token", "idtoken", "accesstoken", "refresh token", "refresh_token", "refreshtoken", "jwt", "/callback", "bearer", "redirect uri", "redirect_uri", "redirecturi", "client secret", "client_secret", "clientsecret", "authorization code", "authorisation", "unauthorized", "not authorized", "authorize_", "msal", "authlib", "socialite", "omniauth", "social_core", "social-auth", "single sign-on", "authenticate with", "sign in with", "sign-in with", "login with", "log in with", "google sign", "googlesignin", "nextauth", "betterauth", "better auth", "keycloak", "authelia", "authentik", "idsvr", "identityserver", "cognito", "pkce", "aadsts", "auth/callback", "auth-callback", "signinredirect", "signincallback", "implicit flow", "handlecallback", "callbackcontroller", "signin-", "logincallback", "authstate", "auth provider", "user claim", "state parameter", "state-parameter", "requesting token", "securityrealm", "state mismatch", "checks.state", "invalid state parameter", "invalidstateexception", "invalid nonce", "already redeemed", "code_verifier", "code verifier", "grant_type", "grant type"})

// speaksOfLogin reports whether a text in lower case holds words of a login. An invalid token alone may be one of anything.
func speaksOfLogin(text string) bool {
	return slices.ContainsFunc(plainLogin, func(w string) bool {
		for at := 0; ; at += len(w) {
			i := strings.Index(text[at:], w)
			if i < 0 {
				return false
			}
			at += i
			if !strings.HasPrefix(w, "id") || !strings.HasSuffix(text[:at], "inval") {
				return true
			}
		}
	})
}

// ruleOf is the rule of that id.
func ruleOf(id string) *Rule {
	for _, r := range rules {
		if r.ID == id {
			return r
		}
	}
	panic("diagnose: no rule " + id)
}
