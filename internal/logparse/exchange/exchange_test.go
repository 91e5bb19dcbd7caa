package exchange_test

import (
	"testing"
	"time"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

func build(text string) *exchange.Flow {
	return exchange.Build(source.NewText(text, 0, 0), time.Time{})
}

const tokens = `{"access_token":"b2c9a3f0-77aa-4c7e-9d55-0b1c2d3e4f5a","token_type":"Bearer","expires_in":300}`

// TestClaims: what the words around an answer say of it, in the languages logs are written in.
func TestClaims(t *testing.T) {
	tests := []struct{ text, claimed string }{
		{tokens, exchange.None},
		{"Response body: " + tokens, exchange.None},
		{"Login failed: " + tokens, exchange.Failure},
		{"Ошибка аутентификации: " + tokens, exchange.Failure},
		{"Успешный вход: " + tokens, exchange.Success},
		{"Вход отклонён: " + tokens, exchange.Failure},
		{"Авторизация не пройдена\n" + tokens, exchange.Failure},
		{"Доступ разрешён: " + tokens, exchange.Success},
		{"Anmeldung fehlgeschlagen: " + tokens, exchange.Failure},
		{"Erfolgreich angemeldet: " + tokens, exchange.Success},
		{"Токен не получен\n" + tokens, exchange.Failure},
		{"Возвращает токен доступа и токен обновления.\n" + tokens, exchange.None},
		{"Вход осуществляется через портал.\n" + tokens, exchange.None},
		{"Выполнение запроса: {\"error\":\"invalid_grant\"}", exchange.None},
		{"Разрешения клиента: {\"error\":\"invalid_grant\"}", exchange.None},
		{"После того как срок токена истёк, запросите новый.\n" + tokens, exchange.None},
		{"Пользователь не авторизован: " + tokens, exchange.Failure},
		{tokens + "\nПроверка не пройдена", exchange.Failure},
		{"Токен обновлён: {\"error\":\"invalid_grant\"}", exchange.Success},
		{"{\"error\":\"invalid_grant\"}\nPOST /oauth2/token\nТест пройден\n", exchange.Success},
		{"{\"error\":\"invalid_grant\"}\nTest passed\n", exchange.Success},
		{"{\"error\":\"invalid_grant\"}\nIf this is ok, go on\n", exchange.None},
		{"✔ exchanged code for tokens: {\"error\":\"invalid_client\"}", exchange.Success},
		{"oauth: unexpected status 200: " + tokens, exchange.Failure},
		{"OAuth2Error: invalid_grant " + tokens, exchange.Failure},
		{"isLoading: false error: undefined\n" + tokens, exchange.None},
		{"auth state {user: u1, error: null, errorCode: 0}\n" + tokens, exchange.None},
		{"Authentication error: null\n" + tokens, exchange.Failure},
		{"Login failed: null\n" + tokens, exchange.Failure},
		{"token request error: {}\n" + tokens, exchange.Failure},
		{"oauth error: none of the providers matched\n" + tokens, exchange.Failure},
		{"E libEGL  : failed to load libGLES_angle.so\n" + tokens, exchange.None},
		{"Login failed: failed to load the settings\n" + tokens, exchange.Failure},
		{"  ✓ rejects an expired token (12 ms)\n" + tokens, exchange.None},
		{"GET /favicon.ico 404 in 9ms\n" + tokens, exchange.None},
		{"Error de autenticación, fallo: " + tokens, exchange.Failure},
		{"Échec de la connexion : " + tokens, exchange.Failure},
		{"Falha no login: " + tokens, exchange.Failure},
		{"登录失败: " + tokens, exchange.Failure},
		{"登录成功: " + tokens, exchange.Success},
		{"ログイン失敗: " + tokens, exchange.Failure},
		{"Login unsuccessful: " + tokens, exchange.Failure},
		{"2026-03-02 10:00:00 ERROR auth: token answer " + tokens, exchange.Failure},
		{"HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + tokens, exchange.Success},
		{"HTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_grant\"}", exchange.Failure},
		{"{\"error\":\"invalid_grant\"}", exchange.None},
		{`"_raw": "{\"error\":\"invalid_grant\"}",`, exchange.None},
		{"# My problem\nI asked for a token and got:\n{\"error\":\"invalid_grant\"}", exchange.None},
		{"After the login I see a blank page. There is no error in the console.", exchange.Failure},
		{"With GitHub the browser stays on the login page after authorizing.", exchange.Failure},
		{"После входа через GitHub остаюсь на странице входа.", exchange.Failure},
		{"GitHub でログインした後、ログインページのままです。", exchange.Failure},
		{"HTTP/1.1 302 Found\nLocation: https://shop.example.com/login\n\nThen the browser is sent back to the login page.", exchange.Failure},
		{"HTTP/1.1 302 Found\nLocation: https://shop.example.com/cb?code=x&state=y\n\nThen comes the next step.", exchange.Success},
		{"try {\n  await login();\n} catch (error) {\n  console.error('login failed', error);\n}", exchange.None},
		{"I always get \"state mismatch\" here", exchange.Failure},
		{"We run our shop behind the proxy, without errors.", exchange.None},
		{"Signed in, error: nil", exchange.None},
		{"{ data: [Object], error: null }\nerror: undefined", exchange.None},
		{"level=info msg=\"login done\" err=<nil> failures=0 user=ann", exchange.None},
		{"{\"msg\":\"login\",\"last_error\":\"\",\"error\":{\"kind\":null,\"stack\":null},\"failed\":false}", exchange.None},
		{"validated: YES, error: Masked(null)", exchange.None},
		{"User loaded. Error: None", exchange.None},
		{"Array\n(\n    [error] => \n    [user] => ann\n)", exchange.None},
		{"userinfo fetched, error_description=, error=", exchange.None},
		{"Sign-in ran without errors.", exchange.None},
		{"Renewed 9 tokens: 0 failed, 0 login failures, 0 invalid_grant", exchange.None},
		{"DEBUG no error in response", exchange.None},
		{"Login error: null", exchange.Failure},
		{"Caused by: java.lang.NullPointerException: null", exchange.Failure},
		{"Renewed 10 tokens: 10 failed", exchange.Failure},
		{"GET failed: 0 Unknown Error", exchange.Failure},
		{"If the browser failed to open, visit the address above.", exchange.None},
		{"Use a device code if the browser fails to open.", exchange.None},
		{"Warning: login failures may occur without a session.", exchange.None},
		{"When I sign in with it, I get an error", exchange.Failure},
		{"If no secret is set, ask for one. Token request failed", exchange.Failure},
		{"I get the token, but then the app says \"user is not authorized here\".", exchange.Failure},
		{"app_1 | Login successful\napp_1 | {\"error\":\"invalid_client\"}", exchange.Success},
		{" POST /api/auth/callback/keycloak 500 in 300ms", exchange.Failure},
		{" POST /api/auth/callback/keycloak 200 in 300ms", exchange.None},
		{"I got {\"error\":\"invalid_client\"} instead of a token", exchange.Failure},
		{"Could not authenticate you from Keycloak because of the clock.", exchange.Failure},
		{"The login is successful at the provider, then it fails here\n{\"a\":1,\"sub\":\"ann\"}", exchange.Failure},
		{"HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + tokens + "\n\nThe login does not work, you are sent back", exchange.Failure},
		{"HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + tokens + "\n\n(you get a 500 on the page behind it)", exchange.Success},
		{"I ask for a token. But I'm getting a response.\n{\"error\":\"invalid_client\"}", exchange.Failure},
		{"Anmeldevorgang gescheitert\n" + tokens, exchange.Failure},
		{"Netzwerkfehler bei der Anmeldung: " + tokens, exchange.Failure},
		{"Lauf beendet: 18 Zeilen, 0 Fehler\n" + tokens, exchange.None},
		{"Lauf beendet: 10 Fehler\n" + tokens, exchange.Failure},
		{"ECHEC DE CONNEXION : " + tokens, exchange.Failure},
		{"Utilisateur authentifié : {\"error\":\"invalid_client\"}", exchange.Success},
		{"Proceso terminado sin errores\n" + tokens, exchange.None},
		{"No se ha podido iniciar sesión: " + tokens, exchange.Failure},
		{"Autenticação concluída: {\"error\":\"invalid_client\"}", exchange.Success},
		{"120 registros, nenhum erro\n" + tokens, exchange.None},
		{"Accesso non riuscito: " + tokens, exchange.Failure},
		{"Accesso riuscito: {\"error\":\"invalid_client\"}", exchange.Success},
		{"Logowanie udane: {\"error\":\"invalid_client\"}", exchange.Success},
		{"Uwierzytelnianie nie powiodło się\n" + tokens, exchange.Failure},
		{"brak błędów\n" + tokens, exchange.None},
		{"Token alınamadı: " + tokens, exchange.Failure},
		{"Giriş başarılı: {\"error\":\"invalid_client\"}", exchange.Success},
		{"12 kayıt, hata yok\n" + tokens, exchange.None},
		{"Inlogfout: " + tokens, exchange.Failure},
		{"Aanmelden niet gelukt: " + tokens, exchange.Failure},
		{"Inloggningen lyckades inte: " + tokens, exchange.Failure},
		{"Innlogging vellykket: {\"error\":\"invalid_client\"}", exchange.Success},
		{"Login mislykkedes: " + tokens, exchange.Failure},
		{"Kirjautumisvirhe: " + tokens, exchange.Failure},
		{"Přihlášení proběhlo úspěšně: {\"error\":\"invalid_client\"}", exchange.Success},
		{"Sikertelen bejelentkezés: " + tokens, exchange.Failure},
		{"Autentificare reușită: {\"error\":\"invalid_client\"}", exchange.Success},
		{"Помилка входу: " + tokens, exchange.Failure},
		{"Đăng nhập thất bại: " + tokens, exchange.Failure},
		{"Login berhasil: {\"error\":\"invalid_client\"}", exchange.Success},
		{"토큰을 가져오지 못했습니다: " + tokens, exchange.Failure},
		{"오류 0건\n" + tokens, exchange.None},
		{"エラー: 0件\n" + tokens, exchange.None},
		{"エラー: 3件\n" + tokens, exchange.Failure},
		{"共处理 120 条，无异常\n" + tokens, exchange.None},
		{"获取token报错：\n{\"error\":\"invalid_client\"}", exchange.Failure},
		{"로그인 오류가 발생합니다\n" + tokens, exchange.Failure},
		{"로그인 성공\n" + tokens, exchange.Success},
		{"error: \"access_denied\"\nerror_description: \"Unauthorized\"\nclient_id: \"web\"\n", exchange.None},
		{"[RequestError] Server response: {\"error\":{\"code\":403,\"message\":\"Access forbidden\"}}", exchange.Failure},
		{"After the login you are sent to the provider again. This loop will never end.", exchange.Failure},
		{"INFO auth: login successful for ann\nERROR thumbs: could not read the image 7.png", exchange.None},
		{"INFO auth: login successful for ann\nERROR could not create the session of ann", exchange.Failure},
		{"E/GoogleApiManager: Failed to get service from broker.", exchange.None},
		{"DevTools failed to load source map: Could not load content for https://app.example.com/oidc.js.map", exchange.None},
		{"oidc:\n  errorPage: /oops\n  onFailure: redirect", exchange.None},
		{"AuthError: login broke\n    at Client.grant (/srv/app/node_modules/client/lib/client.js:12:5)\n" + tokens, exchange.Failure},
	}
	for _, test := range tests {
		f := build(test.text)
		if f.Claimed != test.claimed {
			t.Errorf("claimed %s (by %q); want %s of\n%s", f.Claimed, f.ClaimedBy.Text, test.claimed, test.text)
		}
	}
}

// TestOutcomes: what the protocol shows, whatever the words around it say.
func TestOutcomes(t *testing.T) {
	tests := []struct {
		name, text string
		outcome    exchange.Outcome
		endpoint   string
	}{
		{"tokens", tokens, exchange.Issued, exchange.EndpointToken},
		{"nested tokens", `{"ok":true,"authed_user":{"access_token":"xoxp-1234567890"}}`, exchange.Issued, exchange.EndpointToken},
		{"MSAL's event, which tells of the request and of its answer", "{\"grant_type\": \"authorization_code\", \"response\": {\"access_token\": \"********\", \"expires_in\": 3980, \"token_type\": \"Bearer\"}, \"token_endpoint\": \"https://sso.example.com/token\"}", exchange.Issued, exchange.EndpointToken},
		{"tokens in a dict of Python 2", "answer: {u'session_state': u'f95d', u'access_token': u'b2c9a3f077aa', u'token_type': u'bearer'}", exchange.Issued, exchange.EndpointToken},
		{"form-encoded tokens", "body: access_token=gho_abcdefghijklmnop&scope=repo&token_type=bearer", exchange.Issued, exchange.EndpointToken},
		{"an OAuth error", `{"error":"invalid_client"}`, exchange.Refused, exchange.EndpointToken},
		{"an error whose code Guzzle cut", `{"error":{"message":"Error validating access token.","type":"OA (truncated...)`, exchange.Refused, ""},
		{"an error in a 200", "HTTP/1.1 200 OK\n\n{\"error\":\"bad_verification_code\"}", exchange.WrongBody, exchange.EndpointToken},
		{"ok is false", `{"ok":false,"error":"invalid_code"}`, exchange.Refused, ""},
		{"errcode", `{"errcode":40029,"errmsg":"invalid code"}`, exchange.Refused, ""},
		{"a token in a redirect", "HTTP/1.1 302 Found\nLocation: https://app.example.com/#access_token=b2c9a3f077aa&token_type=bearer\n", exchange.Issued, ""},
		{"a callback with a code", "https://app.example.com/callback?code=7b0e4c1a2d95&state=f3a9", exchange.CodeIssued, exchange.EndpointAuthorize},
		{"a callback with an error", "https://app.example.com/callback?error=access_denied&state=f3a9", exchange.Refused, exchange.EndpointAuthorize},
		{"a page for the token request", "POST https://sso.example.com/oauth/token HTTP/1.1\n\ngrant_type=client_credentials&client_id=a\n\nHTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><body>hi</body></html>", exchange.WrongBody, exchange.EndpointToken},
		{"a challenge alone", "WWW-Authenticate: Bearer error=\"invalid_token\"", exchange.Rejected, ""},
		{"no userinfo: the subject is empty", `{"status":"error","msg":"no such application","sub":"","name":""}`, exchange.Unknown, ""},
		{"userinfo of another name", "GET https://sso.example.com/oidc/me HTTP/1.1\nAuthorization: Bearer abcdefghijkl\n\nHTTP/1.1 401 Unauthorized\n\n", exchange.Rejected, exchange.EndpointUserinfo},
		{"userinfo refused", "GET https://sso.example.com/userinfo HTTP/1.1\nAuthorization: Bearer abcdefghijkl\n\nHTTP/1.1 401 Unauthorized\n\n", exchange.Rejected, exchange.EndpointUserinfo},
		{"an access log of a server that refuses by status", `10.0.0.1 - - [02/Mar/2026:10:00:00 +0000] "POST /application/o/token/ HTTP/1.1" 200 4437`, exchange.Issued, exchange.EndpointToken},
		{"an access log of any server", `10.0.0.1 - - [02/Mar/2026:10:00:00 +0000] "POST /login/oauth/access_token HTTP/1.1" 200 437`, exchange.Unknown, exchange.EndpointToken},
		{"a sign-in page for a success", "Login: 200 OK\n<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body></body></html>", exchange.WrongBody, ""},
		{"an empty token", `{"access_token":"","token_type":"Bearer"}`, exchange.Unknown, exchange.EndpointToken},
	}
	for _, test := range tests {
		f := build(test.text)
		if len(f.Exchanges) == 0 {
			t.Errorf("%s: no exchange", test.name)
			continue
		}
		e := f.Exchanges[len(f.Exchanges)-1]
		if e.Outcome != test.outcome || test.endpoint != "" && e.Endpoint != test.endpoint {
			t.Errorf("%s: %q at %q; want %q at %q", test.name, e.Outcome, e.Endpoint, test.outcome, test.endpoint)
		}
	}
}

// TestErrorInASentence: the code is found where a server passes on a library's words for it.
func TestErrorInASentence(t *testing.T) {
	for _, text := range []string{
		"https://shop.example.com/login?error=oauth2%3A+\"invalid_client\"+\"unknown+client\"&state=s-1",
		"https://shop.example.com/login?error=token+exchange%3A+invalid_client&state=s-1",
		`HTTP/1.1 500 Internal Server Error` + "\n\n" + `{"errorCode":"E7","errorDescription":"","message":"oauth: invalid_client (unknown client)"}`,
	} {
		if f := build(text); len(f.Exchanges) != 1 || f.Exchanges[0].Error.Text != "invalid_client" || f.Exchanges[0].Description.Text == "" {
			t.Errorf("%d exchanges, the first %+v; want one with invalid_client in\n%s", len(f.Exchanges), f.Exchanges[0].Error, text)
		}
	}
}

// TestErrorElsewhere: an error that stands neither in the body's member for it nor in a description.
func TestErrorElsewhere(t *testing.T) {
	tests := []struct{ name, text, error, code string }{
		{"a list of a registry, whose codes are its own", `{"errors":[{"code":"UNKNOWN","message":"exchange: oauth2: \"invalid_client\" \"no such client\""}]}`, "invalid_client", ""},
		{"a list without one", `{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`, "", ""},
		{"Entra's address of the description", `{"error":"invalid_request","error_uri":"https://login.microsoftonline.com/error?code=50146"}`, "invalid_request", "AADSTS50146"},
		{"AWS", `{"__type":"com.amazonaws.cognito#NotAuthorizedException","message":"Incorrect username or password."}`, "NotAuthorizedException", ""},
		{"Twitch's words", `{"status": 400, "message": "Invalid grant"}`, "invalid_grant", ""},
		{"Fitbit's list", `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: r1."}],"success":false}`, "invalid_grant", ""},
		{"Google's reason", `{"error":{"errors":[{"domain":"global","reason":"authError","message":"Invalid Credentials"}],"code":401,"message":"Invalid Credentials"}}`, "", "authError"},
		{"X's list", `{"errors":[{"code":89,"message":"Invalid or expired token."}]}`, "", "89"},
		{"a gateway's page", "HTTP/1.1 401 Unauthorized\nContent-Type: text/html\nWWW-Authenticate: Bearer realm=\"shop\", error=\"invalid_token\", error_description=\"too old\"\n\n<html><h1>401</h1></html>", "invalid_token", ""},
	}
	for _, test := range tests {
		f := build(test.text)
		if len(f.Exchanges) != 1 || f.Exchanges[0].Error.Text != test.error || f.Exchanges[0].Code.Text != test.code {
			t.Errorf("%s: %d exchanges, error %q, code %q; want %q, %q", test.name, len(f.Exchanges), f.Exchanges[0].Error.Text, f.Exchanges[0].Code.Text, test.error, test.code)
		}
	}
}

// TestPairing: a request and its answer are one exchange, two prints of one answer are one, two answers are two.
func TestPairing(t *testing.T) {
	request := "POST https://sso.example.com/oauth/token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&refresh_token=abcdefgh&client_id=app\n\n"
	answer := "HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + tokens + "\n"
	tests := []struct {
		name, text string
		exchanges  int
		repeats    int
	}{
		{"request and answer", request + answer, 1, 0},
		{"printed twice", "a: " + tokens + "\nb: " + tokens, 1, 1},
		{"two answers", "a: " + tokens + "\nb: " + `{"access_token":"another-one-altogether","token_type":"Bearer"}`, 2, 0},
		{"curl -v", "$ curl -skv https://sso.example.com/oauth/token -d grant_type=refresh_token -d refresh_token=abcdefgh\n> POST /oauth/token HTTP/1.1\n> Host: sso.example.com\n> Accept: */*\n>\n< HTTP/1.1 200 OK\n< Content-Type: application/json\n<\n" + tokens, 1, 0},
		{"curl -vL to another path", "$ curl -Lv https://sso.example.com/token -d grant_type=refresh_token -d refresh_token=abcdefgh\n> POST /token HTTP/1.1\n> Host: sso.example.com\n>\n< HTTP/1.1 307 Temporary Redirect\n< Location: /oauth/token\n<\n> POST /oauth/token HTTP/1.1\n> Host: sso.example.com\n>\n< HTTP/1.1 200 OK\n< Content-Type: application/json\n<\n" + tokens, 2, 0},
		{"the request below its answer", "{\"error\":\"invalid_grant\"}\nPOST https://sso.example.com/oauth/token\nCheck failed\n", 1, 0},
		{"a request below an answer, with its own", "{\"error\":\"invalid_grant\"}\nPOST https://sso.example.com/oauth/token\nHTTP/1.1 200 OK\n\n" + tokens, 2, 0},
		{"a browser's two lines of one call", "Access to fetch at 'https://sso.example.com/oauth/token' from origin 'http://localhost:4200' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\nPOST https://sso.example.com/oauth/token net::ERR_FAILED\n", 1, 1},
		{"two calls without an answer", "POST https://sso.example.com/oauth/token net::ERR_FAILED\nPOST https://sso.example.com/oauth/token net::ERR_FAILED\n", 2, 0},
		{"twice the whole", request + answer + request + `HTTP/1.1 400 Bad Request` + "\n\n" + `{"error":"invalid_grant"}`, 2, 0},
	}
	for _, test := range tests {
		f := build(test.text)
		if len(f.Exchanges) != test.exchanges {
			t.Errorf("%s: %d exchanges; want %d", test.name, len(f.Exchanges), test.exchanges)
			continue
		}
		if n := len(f.Exchanges[0].AlsoAt); n != test.repeats {
			t.Errorf("%s: printed again %d times; want %d", test.name, n, test.repeats)
		}
	}
	if e := build(request + answer).Exchanges[0]; e.Grant != "refresh_token" || e.Request == nil || e.Status() != 200 {
		t.Errorf("exchange %+v", e)
	}
}

// TestTime: offsets are brought to UTC, and the server's Date goes before the log's lines.
func TestTime(t *testing.T) {
	tests := []struct{ text, at, source string }{
		{"2026-03-02T14:40:31-05:00 ERROR login: " + tokens, "2026-03-02T19:40:31Z", exchange.AtLogLine},
		{"HTTP/1.1 200 OK\nDate: Mon, 02 Mar 2026 17:31:58 GMT\n\n" + tokens + "\n2026-03-02 20:00:00 INFO later", "2026-03-02T17:31:58Z", exchange.AtDateHeader},
		{"2026-03-02T17:31:58Z POST /token HTTP/1.1\nHost: id.example.com\n\ngrant_type=password\n\nHTTP/1.1 200 OK\n\n" + tokens, "2026-03-02T17:31:58Z", exchange.AtLogLine},
		{tokens, "", ""},
	}
	for _, test := range tests {
		f := build(test.text)
		at := ""
		if !f.At.IsZero() {
			at = f.At.Format(time.RFC3339)
		}
		if at != test.at || f.AtSource != test.source {
			t.Errorf("%s by %s; want %s by %s", at, f.AtSource, test.at, test.source)
		}
	}
}
