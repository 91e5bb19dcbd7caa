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
	voice
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
	c.add("info", words{"The old client_id and client_secret do not work at the new address", "Старые client_id и client_secret на новом адресе не работают"}.in(c.lang),
		words{"An unknown client is answered 401 invalid_client, a wrong secret 401 unauthorized_client.", "На неизвестного клиента ответ 401 invalid_client, на неверный секрет — 401 unauthorized_client."}.in(c.lang), c.contact(c.environment))
}

// check judges a request that is meant for the new gateway.
func (c *checker) check(p *pasted) {
	host := hosts[p.host()]
	grant := p.value("grant_type")
	switch {
	case grant == "passport":
		c.add("error", words{"grant_type=passport at the new address", "grant_type=passport на новом адресе"}.in(c.lang),
			words{"Keycloak does not know this grant: 400 unsupported_grant_type. Only the address was changed.", "Keycloak такого гранта не знает: 400 unsupported_grant_type. Изменён только адрес."}.in(c.lang),
			words{"Send grant_type=password and grant_type_moex=passport.", "Передавайте grant_type=password и grant_type_moex=passport."}.in(c.lang))
	case grant == "password" && host.environment != "" && !host.modern:
		c.add("error", words{"The new request goes to the old address", "Новый запрос отправлен на старый адрес"}.in(c.lang),
			words{"The old gateway takes grant_type=passport.", "Старый шлюз принимает grant_type=passport."}.in(c.lang), words{"Use ", "Используйте "}.in(c.lang)+c.urls.New)
	case grant != "password":
		c.add("error", words{"grant_type is not password", "grant_type не password"}.in(c.lang), words{"The new endpoint takes the passport login under the grant password.", "Новый endpoint принимает вход passport под грантом password."}.in(c.lang), words{"Send grant_type=password.", "Передавайте grant_type=password."}.in(c.lang))
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
		c.add("error", words{"grant_type_moex is misspelt", "grant_type_moex написан с ошибкой"}.in(c.lang), words{"A parameter of another name is ignored; the answer is 401 \"Missing parameter: username\".", "Параметр с другим именем игнорируется; ответ — 401 \"Missing parameter: username\"."}.in(c.lang), "grant_type_moex=passport")
	case !has && grant == "password":
		c.add("error", words{"grant_type_moex is missing", "Нет grant_type_moex"}.in(c.lang), words{"The server takes the request for an ordinary password grant and answers 401 invalid_request \"Missing parameter: username\".", "Сервер примет запрос за обычный парольный грант и ответит 401 invalid_request \"Missing parameter: username\"."}.in(c.lang),
			words{"Add grant_type_moex=passport; add no username.", "Добавьте grant_type_moex=passport; username не добавляйте."}.in(c.lang))
	case has && named != "passport":
		c.add("error", words{"grant_type_moex is not passport", "grant_type_moex не passport"}.in(c.lang), words{"No other value is documented.", "Другие значения не документированы."}.in(c.lang), "grant_type_moex=passport")
	}
	for _, name := range []string{"username", "password"} {
		if _, has := p.get(name); has {
			c.add("warning", words{name + " is in the request", "В запросе есть " + name}.in(c.lang), words{"The grant is called password, but the passport certificate names the user; the documented request has neither username nor password.", "Грант называется password, но пользователя называет сертификат passport; в документированном запросе нет ни username, ни password."}.in(c.lang), words{"Take it out.", "Уберите его."}.in(c.lang))
		}
	}
	c.address(p)
	c.form(p)
	c.values(p)
	c.add("info", words{"Whether client_id is the new one cannot be seen here", "По запросу не видно, новый ли это client_id"}.in(c.lang), words{"401 invalid_client: the endpoint does not know it (the old one, or that of the other environment). 401 unauthorized_client: the secret is wrong or missing.", "401 invalid_client: endpoint его не знает (старый или из другого контура). 401 unauthorized_client: секрет неверен или отсутствует."}.in(c.lang), c.contact(c.environment))
}

// compare is for an old and a new request in one paste.
func (c *checker) compare(old, modern *pasted) {
	for _, name := range []string{"client_id", "client_secret"} {
		if v := modern.value(name); v != "" && v == old.value(name) && modern.variables[name] == "" {
			c.add("error", words{"The old " + name + " is in the new request", "В новом запросе старый " + name}.in(c.lang), words{"Both are issued anew for the new endpoint.", "Для нового endpoint оба выдаются заново."}.in(c.lang), c.contact(c.environment))
		}
	}
	for _, name := range []string{"scope", "algorithm"} {
		if a, b := old.value(name), modern.value(name); a != b && a != "" {
			c.add("warning", words{name + " differs from the old request", name + " отличается от старого запроса"}.in(c.lang), words{"The instruction leaves it unchanged.", "Инструкция оставляет его без изменений."}.in(c.lang), words{"Send the old value.", "Передавайте прежнее значение."}.in(c.lang))
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
		c.add("warning", words{"The address is not one of the instruction's", "Адрес не из инструкции"}.in(c.lang), words{"The host is unknown here.", "Этот хост здесь неизвестен."}.in(c.lang), c.urls.New)
	case host.environment != c.environment:
		c.add("warning", words{"The address is of the other environment", "Адрес из другого контура"}.in(c.lang), words{"Play and production have their own clients and their own tokens.", "У play и production свои клиенты и свои токены."}.in(c.lang), c.urls.New)
	case host.modern && url != addresses[host.environment].New:
		detail := words{"The path is another one: 404.", "Путь другой: 404."}.in(c.lang)
		if strings.Contains(url, "moex.com/realms/") {
			detail = words{"/auth is missing: this Keycloak still has its realms under /auth.", "Нет /auth: у этого Keycloak realm по-прежнему под /auth."}.in(c.lang)
		} else if strings.Contains(url, "/oauth/v2/") {
			detail = words{"This is the path of the old gateway on the new host.", "Это путь старого шлюза на новом хосте."}.in(c.lang)
		} else if strings.Contains(url, "/realms/") && !strings.Contains(url, "/realms/SSO/") {
			detail = words{"The realm is SSO, in capital letters.", "Realm называется SSO, заглавными буквами."}.in(c.lang)
		}
		c.add("error", words{"The path of the address is wrong", "Неверный путь в адресе"}.in(c.lang), detail, c.urls.New)
	}
	if strings.HasPrefix(p.URL, "http://") {
		c.add("error", words{"The address is http", "Адрес по http"}.in(c.lang), words{"The secret and the certificate would go in the clear.", "Секрет и сертификат уйдут открытым текстом."}.in(c.lang), "https://")
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
		c.add("error", words{"The parameters stand in the address", "Параметры стоят в адресе"}.in(c.lang), words{"A token endpoint reads them from the body of a POST, and an address is written to logs.", "Token endpoint читает их из тела POST, а адрес попадает в логи."}.in(c.lang), words{"Send them as a form in the body.", "Передавайте их формой в теле."}.in(c.lang))
	case p.Method != "POST":
		c.add("error", words{"The method is not POST", "Метод не POST"}.in(c.lang), "", words{"Send a POST.", "Отправляйте POST."}.in(c.lang))
	case strings.HasPrefix(strings.TrimSpace(p.Body), "{") || strings.Contains(media, "json"):
		c.add("error", words{"The body is JSON", "Тело в формате JSON"}.in(c.lang), words{"Keycloak reads a form only: 400 \"Missing form parameter: grant_type\".", "Keycloak читает только форму: 400 \"Missing form parameter: grant_type\"."}.in(c.lang), "Content-Type: application/x-www-form-urlencoded")
	case strings.Contains(media, "multipart"):
		c.add("error", words{"The body is multipart/form-data", "Тело в формате multipart/form-data"}.in(c.lang), words{"Keycloak reads a plain form only.", "Keycloak читает только обычную форму."}.in(c.lang), "Content-Type: application/x-www-form-urlencoded")
	}
	if p.basic {
		c.add("info", words{"The client is named in a Basic header", "Клиент указан в заголовке Basic"}.in(c.lang), words{"The instruction has client_id and client_secret as fields of the form.", "В инструкции client_id и client_secret — поля формы."}.in(c.lang), words{"Send them as the instruction has them.", "Передавайте их как в инструкции."}.in(c.lang))
	}
	seen := map[string]bool{}
	for _, q := range p.params {
		if seen[q[0]] {
			c.add("error", words{q[0] + " is sent twice", q[0] + " передаётся дважды"}.in(c.lang), words{"Keycloak answers 400 \"duplicated parameter\".", "Keycloak отвечает 400 \"duplicated parameter\"."}.in(c.lang), words{"Send it once.", "Передавайте один раз."}.in(c.lang))
		}
		seen[q[0]] = true
	}
}

// values judges the form of the values; what they hold cannot be checked.
func (c *checker) values(p *pasted) {
	for _, name := range []string{"client_id", "client_secret", "certificate", "algorithm", "signature"} {
		if _, has := p.get(name); !has {
			c.add("error", words{name + " is missing", "Нет " + name}.in(c.lang), "", words{"The instruction requires it, in the old and the new request.", "Инструкция требует его и в старом, и в новом запросе."}.in(c.lang))
		}
	}
	if _, has := p.get("scope"); !has {
		c.add("warning", words{"scope is missing", "Нет scope"}.in(c.lang), words{"The instruction has it in both requests.", "В инструкции он есть в обоих запросах."}.in(c.lang), "")
	}
	algorithm := p.value("algorithm")
	if algorithm != "" && algorithm != "GOST" && algorithm != "RSA" {
		c.add("error", words{"algorithm is neither GOST nor RSA", "algorithm не GOST и не RSA"}.in(c.lang), words{"No other value is documented; letters are capital.", "Другие значения не документированы; буквы заглавные."}.in(c.lang), "GOST / RSA")
	}
	c.certificate(p.value("certificate"))
	c.signature(p.value("signature"), strings.ToUpper(algorithm))
}

func (c *checker) certificate(s string) {
	switch {
	case s == "":
		return
	case strings.Contains(s, "MicexPassportCert=") || strings.Contains(s, "; "):
		c.add("error", words{"certificate holds the whole cookie", "В certificate вся строка cookie"}.in(c.lang), words{"Only its value is meant: without MicexPassportCert= and without what stands behind the semicolon.", "Нужно только значение: без MicexPassportCert= и без того, что после точки с запятой."}.in(c.lang), words{"Cut it out.", "Вырежьте значение."}.in(c.lang))
	case armour(s) != "" || strings.HasPrefix(s, "MII"):
		c.add("warning", words{"certificate looks like a certificate file", "certificate похож на файл сертификата"}.in(c.lang), words{"In spite of its name the parameter is the value of the cookie MicexPassportCert.", "Несмотря на имя, это значение cookie MicexPassportCert."}.in(c.lang), words{"Log in to the passport and take the cookie.", "Войдите в passport и возьмите cookie."}.in(c.lang))
	}
	c.encoding("certificate", s)
}

// encoding names what a form does to base64 that was not percent-encoded.
func (c *checker) encoding(name, s string) {
	switch {
	case strings.Contains(s, " ") && armour(s) == "" && isBase64(strings.ReplaceAll(s, " ", "+")):
		c.add("error", words{"The + of " + name + " became spaces", "Знаки + в " + name + " стали пробелами"}.in(c.lang), words{"It was put into the form without percent-encoding; a + stands for a space there.", "Значение вставлено в форму без процентного кодирования; знак + означает там пробел."}.in(c.lang), words{"Encode it: + as %2B, / as %2F, = as %3D. The new request below has it so.", "Кодируйте: + как %2B, / как %2F, = как %3D. В новом запросе ниже так и сделано."}.in(c.lang))
	case strings.Contains(s, "%2B") || strings.Contains(s, "%2F") || strings.Contains(s, "%3D") || strings.Contains(s, "%25"):
		c.add("error", words{name + " is percent-encoded twice", name + " закодирован процентами дважды"}.in(c.lang), words{"After decoding there are still escapes in it: a library encodes what was encoded before.", "После раскодирования в нём остались escape-последовательности: библиотека кодирует уже закодированное."}.in(c.lang), words{"Give the library the plain value.", "Передавайте библиотеке исходное значение."}.in(c.lang))
	case strings.ContainsAny(s, "\r\n"):
		c.add("warning", words{name + " has line breaks", "В " + name + " переносы строк"}.in(c.lang), words{"Tools break base64 after 64 or 76 characters.", "Программы разбивают base64 по 64 или 76 символов."}.in(c.lang), words{"Put it on one line (openssl base64 -A).", "Запишите одной строкой (openssl base64 -A)."}.in(c.lang))
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
		c.add("warning", words{"signature has the armour of PEM", "signature в обёртке PEM"}.in(c.lang), words{"The lines of BEGIN and END are no base64.", "Строки BEGIN и END — не base64."}.in(c.lang), words{"Send what stands between them, on one line.", "Передавайте то, что между ними, одной строкой."}.in(c.lang))
		return
	}
	plain := mended(s)
	if raw, err := hex.DecodeString(plain); err == nil && len(raw) >= 64 {
		c.add("warning", words{"signature is hex", "signature в hex"}.in(c.lang), words{"The encoding is not documented; everywhere else of this protocol it is base64.", "Кодировка не документирована; в этом протоколе обычно base64."}.in(c.lang), words{"Try base64.", "Попробуйте base64."}.in(c.lang))
		c.length(raw, algorithm)
		return
	}
	raw, ok := decode64(plain)
	if !ok {
		c.add("warning", words{"signature is not base64", "signature не в base64"}.in(c.lang), words{"The encoding is not documented; base64 is the usual one. A character may be lost.", "Кодировка не документирована; обычно это base64. Возможно, потерян символ."}.in(c.lang), words{"Compare it with what the signing tool wrote.", "Сравните с тем, что выдала программа подписи."}.in(c.lang))
		return
	}
	c.length(raw, algorithm)
}

func (c *checker) length(raw []byte, algorithm string) {
	if raw[0] == 0x30 {
		c.container(raw, algorithm)
		return
	}
	size := strconv.Itoa(len(raw)) + words{" bytes", " байт"}.in(c.lang)
	switch n := len(raw); {
	case n == 64 || n == 128:
		if algorithm == "RSA" {
			c.add("error", words{"signature has the length of GOST, algorithm is RSA", "Длина signature как у ГОСТ, а algorithm — RSA"}.in(c.lang), size+words{": a raw signature of GOST R 34.10-2012; RSA gives 256, 384 or 512.", ": это «сырая» подпись ГОСТ Р 34.10-2012; RSA даёт 256, 384 или 512."}.in(c.lang), "algorithm=GOST")
		}
	case n == 256 || n == 384 || n == 512:
		if algorithm == "GOST" {
			c.add("error", words{"signature has the length of RSA, algorithm is GOST", "Длина signature как у RSA, а algorithm — GOST"}.in(c.lang), size+words{": GOST R 34.10-2012 gives 64 or 128.", ": ГОСТ Р 34.10-2012 даёт 64 или 128."}.in(c.lang), "algorithm=RSA")
		}
	default:
		c.add("warning", words{"signature has no usual length", "У signature необычная длина"}.in(c.lang), size+words{": neither a raw signature of GOST (64, 128) or RSA (256, 384, 512), nor a DER structure.", ": это не «сырая» подпись ГОСТ (64, 128) или RSA (256, 384, 512) и не структура DER."}.in(c.lang), words{"Look whether it was cut off, or encoded twice.", "Проверьте, не обрезана ли она и не закодирована ли дважды."}.in(c.lang))
	}
}

// container judges a DER structure, which a CMS signature is.
func (c *checker) container(raw []byte, algorithm string) {
	if total, ok := derLength(raw); ok && total > len(raw) {
		c.add("error", words{"signature is cut off", "signature обрезана"}.in(c.lang), words{"Its DER structure says " + strconv.Itoa(total) + " bytes, " + strconv.Itoa(len(raw)) + " are there.", "Структура DER объявляет " + strconv.Itoa(total) + " байт, есть " + strconv.Itoa(len(raw)) + "."}.in(c.lang), words{"Copy all of it; look for a limit on the length of the field.", "Скопируйте целиком; проверьте, нет ли ограничения длины поля."}.in(c.lang))
		return
	}
	gost, rsa := bytes.Contains(raw, oidGOST) || bytes.Contains(raw, oidOldGOST), bytes.Contains(raw, oidRSA)
	switch {
	case gost && !rsa && algorithm == "RSA":
		c.add("error", words{"signature names GOST, algorithm is RSA", "В signature указан ГОСТ, а algorithm — RSA"}.in(c.lang), words{"The DER structure holds identifiers of GOST R 34.10 and none of RSA.", "В структуре DER идентификаторы ГОСТ Р 34.10 и ни одного RSA."}.in(c.lang), "algorithm=GOST")
	case rsa && !gost && algorithm == "GOST":
		c.add("error", words{"signature names RSA, algorithm is GOST", "В signature указан RSA, а algorithm — GOST"}.in(c.lang), words{"The DER structure holds identifiers of RSA and none of GOST.", "В структуре DER идентификаторы RSA и ни одного ГОСТ."}.in(c.lang), "algorithm=RSA")
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
