package moex

import (
	"slices"

	"grantlens/internal/request"
)

// words is a text in the two languages: a literal of this name is what the WASM of one language is rid of the other's by.
type words struct{ en, ru string }

func (w words) in(lang string) string {
	if lang == "ru" {
		return w.ru
	}
	return w.en
}

// voice says things in one language.
type voice struct{ lang string }

// contact is whom to ask for the new pair.
func (w voice) contact(environment string) string {
	if environment == Play {
		return words{"Write to help@moex.com, naming the old client_id and client_secret, and ask for the new pair of the play environment.", "Напишите на help@moex.com, указав старые client_id и client_secret, и запросите новую пару для контура play."}.in(w.lang)
	}
	return words{"Write to your personal manager, naming the old client_id and client_secret, and ask for the new pair of the production environment. Who that is: https://www.moex.com/ru/personal-managers.aspx", "Напишите персональному менеджеру, указав старые client_id и client_secret, и запросите новую пару для промышленного контура. Кто ваш менеджер: https://www.moex.com/ru/personal-managers.aspx"}.in(w.lang)
}

// fields is the table of the instruction with the values of the request.
func (w voice) fields(from, modern *pasted, params []request.Pair) []Field {
	var out []Field
	for _, p := range params {
		name := p[0]
		f := Field{Name: name, New: shown(name, p[1])}
		old, has := from.get(name)
		f.Old = shown(name, old)
		if v := from.variables[name]; v != "" {
			f.Old = v
		}
		switch name {
		case "grant_type":
			if !has && from.URL == "" {
				f.Old = "passport"
			}
			f.Mark, f.Note = Changed, words{"The login with the passport is a password grant of Keycloak now, although neither username nor password is sent.", "Вход через passport теперь — парольный грант Keycloak, хотя ни username, ни password не передаются."}.in(w.lang)
		case "client_id", "client_secret":
			f.Mark, f.Note = Changed, words{"Issued anew, as a pair, for each environment.", "Выдаётся заново, парой, для каждого контура."}.in(w.lang)
		case "scope":
			f.Mark, f.Note = Unchanged, words{"The same value; the answer may name more scopes than were asked for.", "То же значение; в ответе может оказаться больше scope, чем запрошено."}.in(w.lang)
		case "certificate":
			f.Mark, f.Note = Unchanged, words{"The value of the cookie MicexPassportCert. Opaque; percent-encode it.", "Значение cookie MicexPassportCert. Непрозрачно; кодируйте процентами."}.in(w.lang)
		case "algorithm":
			f.Mark, f.Note = Unchanged, words{"GOST or RSA, as the key of the signature is.", "GOST или RSA, по ключу подписи."}.in(w.lang)
		case "signature":
			f.Mark, f.Note = Unchanged, words{"Made as before. What is signed is not documented; base64 must be percent-encoded.", "Делается как раньше. Что подписывается, не документировано; base64 нужно кодировать процентами."}.in(w.lang)
		case "grant_type_moex":
			f.Mark, f.Note = New, words{"Tells Keycloak that this is the passport login. Without it the server asks for a username.", "Сообщает Keycloak, что это вход через passport. Без него сервер требует username."}.in(w.lang)
		default:
			f.Mark, f.Note = Unchanged, words{"Not in the instruction; carried over.", "В инструкции нет; перенесено как есть."}.in(w.lang)
		}
		if modern == from { // what was pasted is the new request already: the marks are those of its mending
			switch {
			case !has:
				f.Mark = New
			case old == p[1] || from.variables[name] != "":
				f.Mark = Unchanged
			default:
				f.Mark = Changed
			}
		}
		out = append(out, f)
	}
	for _, p := range from.params {
		gone := p[0] == "username" || p[0] == "password"
		if (gone || misspelt(p[0]) != "") && !slices.ContainsFunc(out, func(f Field) bool { return f.Name == p[0] }) {
			out = append(out, Field{Name: p[0], Old: shown(p[0], p[1]), Mark: Removed, Note: words{"Not in the documented request.", "В документированном запросе нет."}.in(w.lang)})
		}
	}
	return out
}

// answer is what becomes of the members of the answer.
func (w voice) answer() []Member {
	return []Member{
		{"access_token", words{"A JWT of about 1.6 kB instead of a UUID: signed RS256, readable, and larger. Columns, headers and cookies must hold it.", "JWT около 1,6 КБ вместо UUID: подписан RS256, читаемый и больше. Столбцы, заголовки и cookie должны его вмещать."}.in(w.lang)},
		{"token_type", words{"Bearer, as before.", "Bearer, как и раньше."}.in(w.lang)},
		{"expires_in", words{"3599 instead of 3600 in the examples: use the number, do not compare it.", "3599 вместо 3600 в примерах: используйте число, не сравнивайте его."}.in(w.lang)},
		{"refresh_token", words{"A JWT for the server alone (HS256); treat it as opaque.", "JWT для самого сервера (HS256); считайте его непрозрачным."}.in(w.lang)},
		{"refresh_expires_in", words{"New. 3599 in the example, no longer than the access token: a refresh gains no time there, ask for a new token instead.", "Новое. В примере 3599, не дольше access-токена: обновление там не даёт выигрыша, запрашивайте новый токен."}.in(w.lang)},
		{"scope", words{"May hold more than was asked for (profile, email in the example): look for yours among them, do not compare the strings.", "Может содержать больше запрошенного (в примере profile, email): ищите свой среди них, не сравнивайте строки."}.in(w.lang)},
		{"grant_type", words{"Gone: the old answer echoed it. A check for grant_type=passport in the answer fails.", "Больше нет: старый ответ его повторял. Проверка grant_type=passport в ответе не пройдёт."}.in(w.lang)},
		{"session_state", words{"New: the session at the server. Ignore it.", "Новое: сеанс на сервере. Не используйте."}.in(w.lang)},
		{"not-before-policy", words{"New, of Keycloak: 0 in general. Ignore it; its name has hyphens, which strict mappers stumble over.", "Новое, от Keycloak: обычно 0. Не используйте; в имени дефисы, на которых спотыкаются строгие мапперы."}.in(w.lang)},
		{"id_token", words{"Not there: openid is not asked for.", "Нет: openid не запрашивается."}.in(w.lang)},
		{"error", words{"Errors are those of Keycloak: {\"error\",\"error_description\"} with status 400 or 401.", "Ошибки — от Keycloak: {\"error\",\"error_description\"} со статусом 400 или 401."}.in(w.lang)},
	}
}

// code is what changes in the program: how the request is sent, and what reads the answer.
func (w voice) code(url string) []Note {
	return []Note{
		{words{"Reading the answer", "Чтение ответа"}.in(w.lang), words{"Success is an access_token in a 200, nothing else: drop checks of grant_type, of the exact scope, of expires_in = 3600 and of the UUID form of the token. Let the JSON reader ignore members it does not know (Jackson: FAIL_ON_UNKNOWN_PROPERTIES off; System.Text.Json ignores them by default).", "Успех — это access_token в ответе 200 и ничего больше: уберите проверки grant_type, точного scope, expires_in = 3600 и вида UUID у токена. Пусть чтение JSON пропускает незнакомые поля (Jackson: выключите FAIL_ON_UNKNOWN_PROPERTIES; System.Text.Json пропускает их сам)."}.in(w.lang)},
		{words{"Keeping the token", "Хранение токена"}.in(w.lang), words{"About 1.6 kB: a column of 36 or 255 characters cuts it off, and a cut-off JWT is refused with 401. Check limits of headers at proxies (8 kB is usual) and of cookies (4 kB).", "Около 1,6 КБ: столбец на 36 или 255 символов обрежет его, а обрезанный JWT отклоняется с 401. Проверьте лимиты заголовков на прокси (обычно 8 КБ) и cookie (4 КБ)."}.in(w.lang)},
		{words{"Renewing it", "Обновление"}.in(w.lang), words{"refresh_expires_in equals expires_in: by the time the access token ends, the refresh token has ended as well. Ask for a new token a minute before the end, by expires_in and your own clock.", "refresh_expires_in равен expires_in: когда закончится access-токен, закончится и refresh token. Запрашивайте новый токен за минуту до конца, по expires_in и своим часам."}.in(w.lang)},
		{words{"Verifying it", "Проверка"}.in(w.lang), words{"Who only passes the token on need not decode it. Who verifies it takes the keys from the realm's certs endpoint; the example of the instruction has an iss of a development host, so compare iss with a real token before it is required.", "Кто только передаёт токен дальше, может его не разбирать. Кто проверяет, берёт ключи с endpoint certs этого realm; в примере инструкции iss указывает на хост разработки, поэтому сверьте iss с настоящим токеном, прежде чем требовать его."}.in(w.lang)},
		{"Python", `import os, requests

response = requests.post(
    "` + url + `",
    data={  # requests percent-encodes the values
        "grant_type": "password",
        "client_id": os.environ["MOEX_CLIENT_ID"],
        "client_secret": os.environ["MOEX_CLIENT_SECRET"],
        "scope": scope,
        "certificate": micex_passport_cert,
        "algorithm": algorithm,  # "GOST" or "RSA"
        "signature": signature,
        "grant_type_moex": "passport",
    },
    timeout=30,
)
response.raise_for_status()
token = response.json()["access_token"]`},
		{"C#", `var response = await http.PostAsync(
    "` + url + `",
    new FormUrlEncodedContent(new Dictionary<string, string> // percent-encodes the values
    {
        ["grant_type"] = "password",
        ["client_id"] = clientId,
        ["client_secret"] = clientSecret,
        ["scope"] = scope,
        ["certificate"] = micexPassportCert,
        ["algorithm"] = algorithm, // "GOST" or "RSA"
        ["signature"] = signature,
        ["grant_type_moex"] = "passport",
    }));
response.EnsureSuccessStatusCode();`},
		{"Java", `Map<String, String> form = new LinkedHashMap<>();
form.put("grant_type", "password");
form.put("client_id", clientId);
form.put("client_secret", clientSecret);
form.put("scope", scope);
form.put("certificate", micexPassportCert);
form.put("algorithm", algorithm); // "GOST" or "RSA"
form.put("signature", signature);
form.put("grant_type_moex", "passport");
String body = form.entrySet().stream()
    .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
    .collect(Collectors.joining("&"));
HttpResponse<String> response = client.send(
    HttpRequest.newBuilder(URI.create("` + url + `"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
    HttpResponse.BodyHandlers.ofString());`},
	}
}

// notes say what is known of the two opaque values, and what is not.
func (w voice) notes() []Note {
	return []Note{
		{words{"Where certificate comes from", "Откуда берётся certificate"}.in(w.lang), words{"The instruction calls it the certificate (cookie) of the MOEX passport. Public clients get the cookie MicexPassportCert with a GET of https://passport.moex.com/authenticate and HTTP Basic (login and password of the passport): Set-Cookie carries it with its end, and it is sent until then. That this cookie is the one that is meant is inferred, not documented. Grantlens does not fetch it: it would need the password of the passport. By hand: curl -u LOGIN -D - -o /dev/null https://passport.moex.com/authenticate", "В инструкции это сертификат (cookie) из MOEX passport. Публичные клиенты получают cookie MicexPassportCert запросом GET https://passport.moex.com/authenticate с HTTP Basic (логин и пароль passport): она приходит в Set-Cookie со сроком и передаётся до его конца. Что имеется в виду именно эта cookie — вывод, а не документация. Grantlens её не получает: для этого нужен пароль passport. Вручную: curl -u LOGIN -D - -o /dev/null https://passport.moex.com/authenticate"}.in(w.lang)},
		{words{"What signature signs", "Что подписывает signature"}.in(w.lang), words{"Not documented: neither the signed bytes, nor the container (raw or CMS), nor the encoding. The migration leaves it unchanged, so what worked before is right. Only its form can be judged here: base64, percent-encoding, length against algorithm. GOST needs a certified tool (such as Validata or CryptoPro); Grantlens signs nothing.", "Не документировано: ни подписываемые байты, ни контейнер (сырая подпись или CMS), ни кодировка. Миграция её не меняет, значит верно то, что работало раньше. Здесь можно судить только о форме: base64, процентное кодирование, длина в сравнении с algorithm. Для ГОСТ нужно сертифицированное средство (например, Валидата или КриптоПро); Grantlens ничего не подписывает."}.in(w.lang)},
		{words{"What is not published", "Что не опубликовано"}.in(w.lang), words{"Error bodies of either endpoint, other values of grant_type_moex, and the day on which the old addresses end. What is said here of errors follows from Keycloak's source.", "Тела ошибок обоих endpoint, другие значения grant_type_moex и день отключения старых адресов. Сказанное здесь об ошибках следует из исходного кода Keycloak."}.in(w.lang)},
	}
}
