package relay

import (
	"strings"
	"time"

	"grantlens/internal/rpc"
)

// A Refusal is a request the guard did not send, or not to the address its host led to. Message says by which rule, Hint
// which flag would permit it, or that none does; in the language asked for, and in Words in every one. Of the request they
// name the host, and only when that is a well-formed name.
type Refusal struct {
	Rule string // one of the keys of rules: scheme, target, address …
	rpc.Said
	Words rpc.Words
}

func (r *Refusal) Error() string { return "relay: refused: " + r.Rule }

// Limited is a request that came too often, or when too many are under way.
type Limited struct {
	Busy  bool          // too many under way, rather than too many a minute
	After time.Duration // when to try again
}

func (l *Limited) Error() string { return "relay: limited" }

type text struct{ en, ru string }

func (t text) in(lang string) string {
	if lang == "ru" {
		return t.ru
	}
	return t.en
}

// both is what reads alike in both languages.
func both(s string) text { return text{s, s} }

// phrase is what is said of one thing. Names in braces are blanks.
type phrase struct{ message, hint text }

// blanks are what fills a phrase, by name.
type blanks map[string]text

func (p phrase) words(fill blanks) rpc.Words {
	out := rpc.Words{}
	for _, lang := range []string{"en", "ru"} {
		var pairs []string
		for name, value := range fill {
			pairs = append(pairs, "{"+name+"}", value.in(lang))
		}
		replace := strings.NewReplacer(pairs...).Replace
		out[lang] = rpc.Said{Message: replace(p.message.in(lang)), Hint: replace(p.hint.in(lang))}
	}
	return out
}

func pairsOf(pairs []string) blanks {
	fill := blanks{}
	for i := 0; i < len(pairs); i += 2 {
		fill[pairs[i]] = both(pairs[i+1])
	}
	return fill
}

// rules are the rules of the guard, as a person is told them. {host}, {port}, {target}, {address}, {block} and {header} are
// filled in.
var rules = map[string]phrase{
	"off": {
		text{"this server does not relay requests", "этот сервер не ретранслирует запросы"},
		text{"The operator turned the relay off; -relay-max above 0 turns it on.", "Оператор отключил relay; его включает -relay-max больше 0."}},
	"method": {
		text{"the request has no method that the relay sends", "в запросе нет метода, который отправляет relay"},
		text{"GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS are sent. No flag adds to them.", "Отправляются GET, HEAD, POST, PUT, PATCH, DELETE и OPTIONS. Флага, который добавил бы другие, нет."}},
	"url": {
		text{"this is not an absolute URL the relay can send to", "это не абсолютный URL, по которому relay может отправить запрос"},
		text{"Write it like https://id.example.com/token, percent-encode spaces, and give a host outside ASCII in its xn-- form.", "Запишите его как https://id.example.com/token, пробелы закодируйте процентами, а имя не из ASCII дайте в форме xn--."}},
	"userinfo": {
		text{"the URL holds a user name or a password before the host", "в URL перед именем хоста стоит имя пользователя или пароль"},
		text{"Take them out of the URL and send them as Authorization: Basic. No flag permits them.", "Уберите их из URL и передайте в заголовке Authorization: Basic. Флага, который это разрешает, нет."}},
	"scheme": {
		text{"the relay sends to https only", "relay отправляет запросы только по https"},
		text{"No flag permits another scheme.", "Флага, который разрешает другую схему, нет."}},
	"http": {
		text{"http without TLS is relayed only to a host and port that the operator named", "http без TLS разрешён только для хоста и порта, названных оператором"},
		text{"The operator can start the server with -relay-allow {target}", "Оператор может запустить сервер с -relay-allow {target}"}},
	"target": {
		text{"{host} is not a host of the provider profiles, and the operator did not name it", "{host} нет среди хостов профилей провайдеров, и оператор его не назвал"},
		text{"The operator can start the server with -relay-allow {target}", "Оператор может запустить сервер с -relay-allow {target}"}},
	"port": {
		text{"the relay does not send to port {port} of {host}", "relay не отправляет запросы на порт {port} хоста {host}"},
		text{"Of a provider's host it sends to 443 and 8443. The operator can start the server with -relay-allow {target}", "На хост провайдера можно обратиться по портам 443 и 8443. Оператор может запустить сервер с -relay-allow {target}"}},
	"address": {
		text{"{host} leads to {address}, which is no address of the public Internet: {block}", "{host} ведёт на {address}, а это не адрес публичного интернета: {block}"},
		text{"No flag permits this range.", "Флага, который разрешает этот диапазон, нет."}},
	"private": {
		text{"{host} leads to {address}, an address inside a network or of this machine: {block}", "{host} ведёт на {address}, адрес внутри сети или этой машины: {block}"},
		text{"The operator can start the server with -relay-allow {target}, which permits private addresses for this host.", "Оператор может запустить сервер с -relay-allow {target}: для этого хоста будут разрешены внутренние адреса."}},
	"self": {
		text{"{host} leads back to this server", "{host} ведёт обратно на этот же сервер"},
		text{"No flag permits it.", "Флага, который это разрешает, нет."}},
	"header": {
		text{"the relay does not send the header {header}", "relay не отправляет заголовок {header}"},
		text{"Leave it out. Sent are: {headers}. No flag adds to them.", "Уберите его. Отправляются: {headers}. Флага, который добавил бы другие, нет."}},
	"header-value": {
		text{"the value of the header {header} holds a line break or another control character", "в значении заголовка {header} есть перевод строки или другой управляющий символ"},
		text{"Take it out; often it came along from the clipboard. No flag permits it.", "Уберите его: часто он попадает из буфера обмена. Флага, который это разрешает, нет."}},
	"header-set": {
		text{"the relay sets the header {header} itself, and the request gives it another value", "заголовок {header} relay ставит сам, а в запросе для него указано другое значение"},
		text{"Leave it out. No flag permits another value.", "Уберите его. Флага, который разрешает другое значение, нет."}},
	"body": {
		text{"the body is given twice, or bodyBase64 is not base64", "тело задано дважды, или bodyBase64 не является base64"},
		text{"Give either body, as text, or bodyBase64.", "Передайте либо body как текст, либо bodyBase64."}},
	"size": {
		text{"the request is larger than 256 KB, or its headers than 32 KB", "запрос больше 256 КБ, или его заголовки больше 32 КБ"},
		text{"No request for a token is so large: look what came into it. No flag permits more.", "Запрос за токеном не бывает таким большим: посмотрите, что в него попало. Флага, который разрешает больше, нет."}},
}

// refuse fills a rule's words; pairs are names and values.
func refuse(rule, lang string, pairs ...string) *Refusal {
	return refuseWith(rule, lang, pairsOf(pairs))
}

func refuseWith(rule, lang string, fill blanks) *Refusal {
	words := rules[rule].words(fill)
	return &Refusal{rule, words.In(lang), words}
}
