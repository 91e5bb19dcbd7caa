package moex

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
)

// checker gathers what is wrong with a request.
type checker struct {
	words
	environment string
	urls        URLs
	out         []Check
}

func (c *checker) add(severity, title, detail, fix string) {
	c.out = append(c.out, Check{severity, title, detail, fix})
}

// checkOld judges a request of the old gateway: what will be wrong with it in the new one, too.
func (c *checker) checkOld(p *pasted) {
	c.values(p)
	c.add("info", c.say("The old client_id and client_secret do not work at the new address", "Старые client_id и client_secret на новом адресе не работают"),
		c.say("An unknown client is answered 401 invalid_client, a wrong secret 401 unauthorized_client.", "На неизвестного клиента ответ 401 invalid_client, на неверный секрет — 401 unauthorized_client."), c.contact(c.environment))
}

// check judges a request that is meant for the new gateway.
func (c *checker) check(p *pasted) {
	host := hosts[p.host()]
	grant := p.value("grant_type")
	switch {
	case grant == "passport":
		c.add("error", c.say("grant_type=passport at the new address", "grant_type=passport на новом адресе"),
			c.say("Keycloak does not know this grant: 400 unsupported_grant_type. Only the address was changed.", "Keycloak такого гранта не знает: 400 unsupported_grant_type. Изменён только адрес."),
			c.say("Send grant_type=password and grant_type_moex=passport.", "Передавайте grant_type=password и grant_type_moex=passport."))
	case grant == "password" && host.environment != "" && !host.modern:
		c.add("error", c.say("The new request goes to the old address", "Новый запрос отправлен на старый адрес"),
			c.say("The old gateway takes grant_type=passport.", "Старый шлюз принимает grant_type=passport."), c.say("Use ", "Используйте ")+c.urls.New)
	case grant != "password":
		c.add("error", c.say("grant_type is not password", "grant_type не password"), c.say("The new endpoint takes the passport login under the grant password.", "Новый endpoint принимает вход passport под грантом password."), c.say("Send grant_type=password.", "Передавайте grant_type=password."))
	}
	named, has := p.get("grant_type_moex")
	wrong := ""
	for _, q := range p.params {
		if s := misspelt(q[0]); s != "" {
			wrong = s
		}
	}
	switch {
	case wrong != "":
		c.add("error", c.say("grant_type_moex is misspelt", "grant_type_moex написан с ошибкой"), c.say("A parameter of another name is ignored; the answer is 401 \"Missing parameter: username\".", "Параметр с другим именем игнорируется; ответ — 401 \"Missing parameter: username\"."), "grant_type_moex=passport")
	case !has && grant == "password":
		c.add("error", c.say("grant_type_moex is missing", "Нет grant_type_moex"), c.say("The server takes the request for an ordinary password grant and answers 401 invalid_request \"Missing parameter: username\".", "Сервер примет запрос за обычный парольный грант и ответит 401 invalid_request \"Missing parameter: username\"."),
			c.say("Add grant_type_moex=passport; add no username.", "Добавьте grant_type_moex=passport; username не добавляйте."))
	case has && named != "passport":
		c.add("error", c.say("grant_type_moex is not passport", "grant_type_moex не passport"), c.say("No other value is documented.", "Другие значения не документированы."), "grant_type_moex=passport")
	}
	for _, name := range []string{"username", "password"} {
		if _, has := p.get(name); has {
			c.add("warning", c.say(name+" is in the request", "В запросе есть "+name), c.say("The grant is called password, but the passport certificate names the user; the documented request has neither username nor password.", "Грант называется password, но пользователя называет сертификат passport; в документированном запросе нет ни username, ни password."), c.say("Take it out.", "Уберите его."))
		}
	}
	c.address(p)
	c.form(p)
	c.values(p)
	c.add("info", c.say("Whether client_id is the new one cannot be seen here", "По запросу не видно, новый ли это client_id"), c.say("401 invalid_client: the endpoint does not know it (the old one, or that of the other environment). 401 unauthorized_client: the secret is wrong or missing.", "401 invalid_client: endpoint его не знает (старый или из другого контура). 401 unauthorized_client: секрет неверен или отсутствует."), c.contact(c.environment))
}

// compare is for an old and a new request in one paste.
func (c *checker) compare(old, modern *pasted) {
	for _, name := range []string{"client_id", "client_secret"} {
		if v := modern.value(name); v != "" && v == old.value(name) && modern.variables[name] == "" {
			c.add("error", c.say("The old "+name+" is in the new request", "В новом запросе старый "+name), c.say("Both are issued anew for the new endpoint.", "Для нового endpoint оба выдаются заново."), c.contact(c.environment))
		}
	}
	for _, name := range []string{"scope", "algorithm"} {
		if a, b := old.value(name), modern.value(name); a != b && a != "" {
			c.add("warning", c.say(name+" differs from the old request", name+" отличается от старого запроса"), c.say("The instruction leaves it unchanged.", "Инструкция оставляет его без изменений."), c.say("Send the old value.", "Передавайте прежнее значение."))
		}
	}
}

// misspelt is the name of a parameter that is meant to be grant_type_moex, else "".
func misspelt(name string) string {
	if name == "grant_type_moex" {
		return ""
	}
	plain := strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
	if plain == "granttypemoex" || plain == "moexgranttype" || plain == "granttypemicex" {
		return name
	}
	return ""
}

func (c *checker) address(p *pasted) {
	if p.URL == "" {
		return
	}
	url := withoutQuery(p.URL)
	host := hosts[p.host()]
	switch {
	case host.environment == "":
		c.add("warning", c.say("The address is not one of the instruction's", "Адрес не из инструкции"), c.say("The host is unknown here.", "Этот хост здесь неизвестен."), c.urls.New)
	case host.environment != c.environment:
		c.add("warning", c.say("The address is of the other environment", "Адрес из другого контура"), c.say("Play and production have their own clients and their own tokens.", "У play и production свои клиенты и свои токены."), c.urls.New)
	case host.modern && url != addresses[host.environment].New:
		detail := c.say("The path is another one: 404.", "Путь другой: 404.")
		if strings.Contains(url, "moex.com/realms/") {
			detail = c.say("/auth is missing: this Keycloak still has its realms under /auth.", "Нет /auth: у этого Keycloak realm по-прежнему под /auth.")
		} else if strings.Contains(url, "/oauth/v2/") {
			detail = c.say("This is the path of the old gateway on the new host.", "Это путь старого шлюза на новом хосте.")
		} else if strings.Contains(url, "/realms/") && !strings.Contains(url, "/realms/SSO/") {
			detail = c.say("The realm is SSO, in capital letters.", "Realm называется SSO, заглавными буквами.")
		}
		c.add("error", c.say("The path of the address is wrong", "Неверный путь в адресе"), detail, c.urls.New)
	}
	if strings.HasPrefix(p.URL, "http://") {
		c.add("error", c.say("The address is http", "Адрес по http"), c.say("The secret and the certificate would go in the clear.", "Секрет и сертификат уйдут открытым текстом."), "https://")
	}
}

// form judges how the parameters travel.
func (c *checker) form(p *pasted) {
	if p.format != "request" {
		return
	}
	media := strings.ToLower(p.Header("Content-Type"))
	_, query, _ := strings.Cut(p.URL, "?")
	switch {
	case strings.Contains(query, "grant_type="):
		c.add("error", c.say("The parameters stand in the address", "Параметры стоят в адресе"), c.say("A token endpoint reads them from the body of a POST, and an address is written to logs.", "Token endpoint читает их из тела POST, а адрес попадает в логи."), c.say("Send them as a form in the body.", "Передавайте их формой в теле."))
	case p.Method != "POST":
		c.add("error", c.say("The method is not POST", "Метод не POST"), "", c.say("Send a POST.", "Отправляйте POST."))
	case strings.HasPrefix(strings.TrimSpace(p.Body), "{") || strings.Contains(media, "json"):
		c.add("error", c.say("The body is JSON", "Тело в формате JSON"), c.say("Keycloak reads a form only: 400 \"Missing form parameter: grant_type\".", "Keycloak читает только форму: 400 \"Missing form parameter: grant_type\"."), "Content-Type: application/x-www-form-urlencoded")
	case strings.Contains(media, "multipart"):
		c.add("error", c.say("The body is multipart/form-data", "Тело в формате multipart/form-data"), c.say("Keycloak reads a plain form only.", "Keycloak читает только обычную форму."), "Content-Type: application/x-www-form-urlencoded")
	}
	if p.basic {
		c.add("info", c.say("The client is named in a Basic header", "Клиент указан в заголовке Basic"), c.say("The instruction has client_id and client_secret as fields of the form.", "В инструкции client_id и client_secret — поля формы."), c.say("Send them as the instruction has them.", "Передавайте их как в инструкции."))
	}
	seen := map[string]bool{}
	for _, q := range p.params {
		if seen[q[0]] {
			c.add("error", c.say(q[0]+" is sent twice", q[0]+" передаётся дважды"), c.say("Keycloak answers 400 \"duplicated parameter\".", "Keycloak отвечает 400 \"duplicated parameter\"."), c.say("Send it once.", "Передавайте один раз."))
		}
		seen[q[0]] = true
	}
}

// values judges the form of the values; what they hold cannot be checked.
func (c *checker) values(p *pasted) {
	for _, name := range []string{"client_id", "client_secret", "certificate", "algorithm", "signature"} {
		if _, has := p.get(name); !has {
			c.add("error", c.say(name+" is missing", "Нет "+name), "", c.say("The instruction requires it, in the old and the new request.", "Инструкция требует его и в старом, и в новом запросе."))
		}
	}
	if _, has := p.get("scope"); !has {
		c.add("warning", c.say("scope is missing", "Нет scope"), c.say("The instruction has it in both requests.", "В инструкции он есть в обоих запросах."), "")
	}
	algorithm := p.value("algorithm")
	if algorithm != "" && algorithm != "GOST" && algorithm != "RSA" {
		c.add("error", c.say("algorithm is neither GOST nor RSA", "algorithm не GOST и не RSA"), c.say("No other value is documented; letters are capital.", "Другие значения не документированы; буквы заглавные."), "GOST / RSA")
	}
	c.certificate(p.value("certificate"))
	c.signature(p.value("signature"), strings.ToUpper(algorithm))
}

func (c *checker) certificate(s string) {
	switch {
	case s == "":
		return
	case strings.Contains(s, "MicexPassportCert=") || strings.Contains(s, "; "):
		c.add("error", c.say("certificate holds the whole cookie", "В certificate вся строка cookie"), c.say("Only its value is meant: without MicexPassportCert= and without what stands behind the semicolon.", "Нужно только значение: без MicexPassportCert= и без того, что после точки с запятой."), c.say("Cut it out.", "Вырежьте значение."))
	case armour(s) != "" || strings.HasPrefix(s, "MII"):
		c.add("warning", c.say("certificate looks like a certificate file", "certificate похож на файл сертификата"), c.say("In spite of its name the parameter is the value of the cookie MicexPassportCert.", "Несмотря на имя, это значение cookie MicexPassportCert."), c.say("Log in to the passport and take the cookie.", "Войдите в passport и возьмите cookie."))
	}
	c.encoding("certificate", s)
}

// encoding names what a form does to base64 that was not percent-encoded.
func (c *checker) encoding(name, s string) {
	switch {
	case strings.Contains(s, " ") && armour(s) == "" && isBase64(strings.ReplaceAll(s, " ", "+")):
		c.add("error", c.say("The + of "+name+" became spaces", "Знаки + в "+name+" стали пробелами"), c.say("It was put into the form without percent-encoding; a + stands for a space there.", "Значение вставлено в форму без процентного кодирования; знак + означает там пробел."), c.say("Encode it: + as %2B, / as %2F, = as %3D. The new request below has it so.", "Кодируйте: + как %2B, / как %2F, = как %3D. В новом запросе ниже так и сделано."))
	case strings.Contains(s, "%2B") || strings.Contains(s, "%2F") || strings.Contains(s, "%3D") || strings.Contains(s, "%25"):
		c.add("error", c.say(name+" is percent-encoded twice", name+" закодирован процентами дважды"), c.say("After decoding there are still escapes in it: a library encodes what was encoded before.", "После раскодирования в нём остались escape-последовательности: библиотека кодирует уже закодированное."), c.say("Give the library the plain value.", "Передавайте библиотеке исходное значение."))
	case strings.ContainsAny(s, "\r\n"):
		c.add("warning", c.say(name+" has line breaks", "В "+name+" переносы строк"), c.say("Tools break base64 after 64 or 76 characters.", "Программы разбивают base64 по 64 или 76 символов."), c.say("Put it on one line (openssl base64 -A).", "Запишите одной строкой (openssl base64 -A)."))
	}
}

// armour is the label of a PEM block, else "".
func armour(s string) string {
	_, rest, ok := strings.Cut(s, "-----BEGIN ")
	label, _, closed := strings.Cut(rest, "-----")
	if !ok || !closed {
		return ""
	}
	return label
}

func isBase64(s string) bool { _, ok := decode64(s); return ok && len(s) >= 16 }

// decode64 takes either alphabet, with or without padding and line breaks.
func decode64(s string) ([]byte, bool) {
	s = strings.NewReplacer("\r", "", "\n", "", "\t", "", "-", "+", "_", "/").Replace(s)
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	return b, err == nil && len(b) > 0
}

// Object identifiers in DER, without tag and length: those of GOST R 34.10 and 34.11 begin with the first two, those of RSA
// (PKCS #1) with the third.
var (
	oidGOST    = []byte{0x2a, 0x85, 0x03, 0x07, 0x01, 0x01} // 1.2.643.7.1.1
	oidOldGOST = []byte{0x2a, 0x85, 0x03, 0x02, 0x02}       // 1.2.643.2.2
	oidRSA     = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01}
)

// signature judges the container and the length against the algorithm.
func (c *checker) signature(s, algorithm string) {
	if s == "" || s == placeholders["signature"] {
		return
	}
	c.encoding("signature", s)
	if label := armour(s); label != "" {
		c.add("warning", c.say("signature has the armour of PEM", "signature в обёртке PEM"), c.say("The lines of BEGIN and END are no base64.", "Строки BEGIN и END — не base64."), c.say("Send what stands between them, on one line.", "Передавайте то, что между ними, одной строкой."))
		return
	}
	plain := mended(s)
	if raw, err := hex.DecodeString(plain); err == nil && len(raw) >= 64 {
		c.add("warning", c.say("signature is hex", "signature в hex"), c.say("The encoding is not documented; everywhere else of this protocol it is base64.", "Кодировка не документирована; в этом протоколе обычно base64."), c.say("Try base64.", "Попробуйте base64."))
		c.length(raw, algorithm)
		return
	}
	raw, ok := decode64(plain)
	if !ok {
		c.add("warning", c.say("signature is not base64", "signature не в base64"), c.say("The encoding is not documented; base64 is the usual one. A character may be lost.", "Кодировка не документирована; обычно это base64. Возможно, потерян символ."), c.say("Compare it with what the signing tool wrote.", "Сравните с тем, что выдала программа подписи."))
		return
	}
	c.length(raw, algorithm)
}

func (c *checker) length(raw []byte, algorithm string) {
	if raw[0] == 0x30 {
		c.container(raw, algorithm)
		return
	}
	size := strconv.Itoa(len(raw)) + c.say(" bytes", " байт")
	switch n := len(raw); {
	case n == 64 || n == 128:
		if algorithm == "RSA" {
			c.add("error", c.say("signature has the length of GOST, algorithm is RSA", "Длина signature как у ГОСТ, а algorithm — RSA"), size+c.say(": a raw signature of GOST R 34.10-2012; RSA gives 256, 384 or 512.", ": это «сырая» подпись ГОСТ Р 34.10-2012; RSA даёт 256, 384 или 512."), "algorithm=GOST")
		}
	case n == 256 || n == 384 || n == 512:
		if algorithm == "GOST" {
			c.add("error", c.say("signature has the length of RSA, algorithm is GOST", "Длина signature как у RSA, а algorithm — GOST"), size+c.say(": GOST R 34.10-2012 gives 64 or 128.", ": ГОСТ Р 34.10-2012 даёт 64 или 128."), "algorithm=RSA")
		}
	default:
		c.add("warning", c.say("signature has no usual length", "У signature необычная длина"), size+c.say(": neither a raw signature of GOST (64, 128) or RSA (256, 384, 512), nor a DER structure.", ": это не «сырая» подпись ГОСТ (64, 128) или RSA (256, 384, 512) и не структура DER."), c.say("Look whether it was cut off, or encoded twice.", "Проверьте, не обрезана ли она и не закодирована ли дважды."))
	}
}

// container judges a DER structure, which a CMS signature is.
func (c *checker) container(raw []byte, algorithm string) {
	if total, ok := derLength(raw); ok && total > len(raw) {
		c.add("error", c.say("signature is cut off", "signature обрезана"), c.say("Its DER structure says "+strconv.Itoa(total)+" bytes, "+strconv.Itoa(len(raw))+" are there.", "Структура DER объявляет "+strconv.Itoa(total)+" байт, есть "+strconv.Itoa(len(raw))+"."), c.say("Copy all of it; look for a limit on the length of the field.", "Скопируйте целиком; проверьте, нет ли ограничения длины поля."))
		return
	}
	gost, rsa := bytes.Contains(raw, oidGOST) || bytes.Contains(raw, oidOldGOST), bytes.Contains(raw, oidRSA)
	switch {
	case gost && !rsa && algorithm == "RSA":
		c.add("error", c.say("signature names GOST, algorithm is RSA", "В signature указан ГОСТ, а algorithm — RSA"), c.say("The DER structure holds identifiers of GOST R 34.10 and none of RSA.", "В структуре DER идентификаторы ГОСТ Р 34.10 и ни одного RSA."), "algorithm=GOST")
	case rsa && !gost && algorithm == "GOST":
		c.add("error", c.say("signature names RSA, algorithm is GOST", "В signature указан RSA, а algorithm — GOST"), c.say("The DER structure holds identifiers of RSA and none of GOST.", "В структуре DER идентификаторы RSA и ни одного ГОСТ."), "algorithm=RSA")
	}
}

// derLength is how long the DER structure says it is, with its head.
func derLength(b []byte) (int, bool) {
	if len(b) < 2 {
		return 0, false
	}
	n := int(b[1])
	if n < 0x80 {
		return 2 + n, true
	}
	size := n & 0x7f
	if size == 0 || size > 3 || len(b) < 2+size { // indefinite, or absurd
		return 0, false
	}
	n = 0
	for _, c := range b[2 : 2+size] {
		n = n<<8 | int(c)
	}
	return 2 + size + n, true
}
