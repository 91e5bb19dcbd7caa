package main

import (
	"io"

	"grantlens/internal/cli"
)

// help is a text of the help.
func (c *call) help(english string) string {
	if said, ok := russian[english]; ok && c.lang == "ru" {
		return said
	}
	return english
}

// printHelp writes what a command takes: usage, then the flags.
func (c *call) printHelp() {
	io.WriteString(c.out, c.help(c.usage)+"\n\n"+c.help("flags:")+"\n"+cli.PrintFlags(c.flags, c.lang, c.help))
}

// russian is the help in Russian, by its English. A test walks all commands for what is missing here.
var russian = map[string]string{
	// The program.
	"Grantlens tells what an authentication log really says.": "Grantlens говорит, что на самом деле показывает лог аутентификации.",
	"usage: grantlens COMMAND [flags] [FILE …]":               "использование: grantlens КОМАНДА [флаги] [ФАЙЛ …]",
	firstSteps: `  grantlens diagnose login.log                   что на самом деле показывает лог
  docker logs my-app 2>&1 | grantlens diagnose   то же о том, что передано по каналу
  grantlens token <token.txt                     что в токене и действителен ли он`,
	"commands:": "команды:",
	"flags:":    "флаги:",
	"grantlens COMMAND -h explains a command's flags.":          "grantlens КОМАНДА -h объясняет флаги команды.",
	"print the completion script of a shell: bash, zsh or fish": "вывести скрипт автодополнения для оболочки: bash, zsh или fish",
	"print the version": "вывести версию",
	"say what a log really shows: verdict, evidence, cause, fix":                       "сказать, что на самом деле показывает лог: вердикт, доказательства, причина, исправление",
	"migrate a MOEX token request to the new Keycloak, or check a new one":             "перевести запрос токена MOEX на новый Keycloak или проверить новый",
	"list and explain the providers: endpoints, grants, client authentication, quirks": "перечислить и объяснить провайдеров: адреса, гранты, аутентификация клиента, особенности",
	"mask the secrets of a log, with a receipt":                                        "замаскировать секреты лога, с распиской",
	"read a request or a callback out of a curl command, HAR, HTTP or a log":           "прочитать запрос или callback из команды curl, HAR, HTTP или лога",
	"list and explain every rule and every error code":                                 "перечислить и объяснить все правила и коды ошибок",
	"decode, explain, check and repair a token":                                        "декодировать, объяснить, проверить и восстановить токен",
	"sign a Waves.Exchange token request, or name the mistake in one":                  "подписать запрос токена Waves.Exchange или назвать ошибку в нём",

	// Flags of several commands.
	"`language` of what is said: en or ru":         "`язык` ответа: en или ru",
	"`form` of the answer: text or json":           "`форма` ответа: text или json",
	"`when` to use colours: auto, always or never": "`когда` раскрашивать текст: auto, always или never",
	"write secrets as they are":                    "выводить секреты как есть",

	diagnoseUsage: `использование: grantlens diagnose [флаги] [ФАЙЛ или ПАПКА …]

Читает файлы (без них или для «-» – стандартный ввод) и говорит, что они показывают. Папка означает файлы в ней и глубже,
кроме тех, чьё имя начинается с точки; gzip распаковывается на лету.

Формы:
  text      для людей
  markdown  для задачи или чата
  json      отчёт, схема 1; при нескольких файлах – по строке на файл: {"file":"…","report":{…}}
  sarif     SARIF 2.1.0, один прогон на все файлы, для хостингов кода и редакторов
В text, markdown и sarif секреты замаскированы. JSON приводит исходный текст как есть: он для программ.

Сроки токенов сверяются со временем самого лога. Срок одиночного токена сверяется с часами.

Код выхода: 0 – всё в порядке, 1 – есть находки уровня -fail-on, 2 – ошибка в командной строке или файл не прочитан.`,
	"`form` of the report: text, json, markdown or sarif":                                      "`форма` отчёта: text, json, markdown или sarif",
	"judge tokens at this `time`, RFC 3339 or Unix seconds, where the log has none of its own": "судить о токенах на это `время`, RFC 3339 или секунды Unix, если в логе нет своего",
	"exit with status 1 on findings of this `severity` or above: error, warning or never":      "код выхода 1 при находках этого `уровня` и выше: error, warning или never",

	completionUsage: `использование: grantlens completion [флаги] bash|zsh|fish

bash:  source <(grantlens completion bash)
zsh:   source <(grantlens completion zsh)
fish:  grantlens completion fish | source`,

	versionUsage: `использование: grantlens version [флаги]

Выводит версию программы, формы отчёта и Go, и сколько правил судит.`,

	moexUsage: `использование: grantlens moex [флаги] [ФАЙЛ|-]

Читает запрос токена Московской биржи (команду curl, HTTP, форму или код, который её отправляет) и пишет запрос для нового
Keycloak, поле за полем, как они отмечены в инструкции биржи, с обычными ошибками нового запроса и с тем, что изменится в
ответе. Пустой ввод даёт одну таблицу. Секреты замаскированы.

Код выхода: 0; 1 – с запросом что-то не так; 2 – ошибка в командной строке или ввод не прочитан.`,
	"`environment`: production or play (default: that of the request, else production)": "`среда`: production или play (по умолчанию – из запроса, иначе production)",
	"write the new request with its secrets":                                            "выводить новый запрос с секретами",

	providersUsage: `использование: grantlens providers [флаги] [ID …]

Без аргументов перечисляет всех провайдеров, с аргументами объясняет этих: keycloak, moex, entra.

Код выхода: 0; 1 – провайдер неизвестен; 2 – ошибка в командной строке.`,

	redactUsage: `использование: grantlens redact [флаги] [ФАЙЛ|-]

Выводит лог с замаскированными секретами: токены, коды, пароли, секреты клиентов, cookie, учётные данные в заголовках и
URL, закрытые ключи. Секрет становится словом redacted-ВИД-N, один и тот же секрет – всегда одним словом. Расписка в
потоке ошибок говорит, что и где замаскировано, но не само значение. Лог любого размера читается в малой памяти.

Расписка не доказывает, что ничего не осталось: имена людей, адреса и секреты без имени и узнаваемого вида остаются.

Код выхода: 0; 1 – с -check, если есть что маскировать; 2 – ошибка в командной строке или ввод не текст.`,
	"leave header and payload of JWTs readable and mask the signature alone; a payload may hold personal data": "оставить заголовок и содержимое JWT читаемыми, замаскировать только подпись; в содержимом могут быть персональные данные",
	"write no log, only the receipt, and exit with status 1 if there is something to mask":                     "не выводить лог, только расписку; код выхода 1, если есть что маскировать",
	"`form` of the receipt on standard error: text, json or none":                                              "`форма` расписки в потоке ошибок: text, json или none",

	requestUsage: `использование: grantlens request import [флаги] [ФАЙЛ|-]         какой запрос в этом тексте: как HTTP, curl или JSON
               grantlens request callback [флаги] [URL|ФАЙЛ|-]   что говорит обратное перенаправление и что с ним не так

Читает команды curl (для sh, cmd.exe и PowerShell), Invoke-WebRequest, вызовы fetch, HAR, HTTP и логи. Ничего не
отправляется. Флаги объясняют grantlens request import -h и grantlens request callback -h.`,
	requestImportUsage: `использование: grantlens request import [флаги] [ФАЙЛ|-]

Говорит, какие запросы есть в тексте. Секреты замаскированы.`,
	requestCallbackUsage: `использование: grantlens request callback [флаги] [URL|ФАЙЛ|-]

Говорит, что содержит адрес, на который вернулся браузер, и что с ним не так. URL лучше дать в файле или на
стандартном вводе: аргумент остаётся в истории оболочки, а код в нём может ещё действовать.

Код выхода: 0; 1 – найдена ошибка или предупреждение; 2 – ошибка в командной строке.`,
	"`form` of the answer: http, curl or json": "`форма` ответа: http, curl или json",
	"`state` of the request":                   "`state` из запроса",
	"`issuer` of the provider":                 "`issuer` провайдера",
	"client `id` of the request":               "`client_id` из запроса",
	"redirect `URI` of the request":            "`redirect_uri` из запроса",
	"`nonce` of the request":                   "`nonce` из запроса",
	"response `mode` of the request":           "`response_mode` из запроса",

	rulesUsage: `использование: grantlens rules [флаги] [ID или КОД …]

Без аргументов перечисляет все правила, затем все записи каталога кодов ошибок.
С аргументами объясняет правила с этими id и коды: redirect-uri-differs, invalid_grant, AADSTS50011, 50011.

Код выхода: 0; 1 – что-то неизвестно; 2 – ошибка в командной строке.`,

	tokenUsage: `использование: grantlens token [флаги] [ТОКЕН|ФАЙЛ|-]

Принимает токен или то, что его содержит (ответ с токенами, заголовок, URL, лог): аргументом, в файле или на стандартном
вводе. Аргумент остаётся в истории оболочки: действующий токен лучше дать иначе. Ключи читаются из файлов или вводятся без
эха с -ask-secret; из аргумента или окружения – никогда.

JSON: {"kind", "header", "claims":[{"name","value","confidence"}], "repairs":[], "checks":[{"name","result","reason"}], …}
первого токена, который не просто строка; остальные – в "more". confidence: certain, likely или guess; result: pass, fail
или unknown.

Код выхода: 0; 1 – задано, с чем сверять (ключ, документ discovery, -iss, -aud, -client-id, -nonce, -use), и проверка не
пройдена; 2 – ошибка в командной строке.`,
	"check times against this `time`: RFC 3339 or Unix seconds (default: the clock)": "сверять сроки с этим `временем`: RFC 3339 или секунды Unix (по умолчанию – часы)",
	"verify with the keys of this `file`: a JWKS or a JWK":                           "проверить подпись ключами из `файла`: JWKS или JWK",
	"verify with the key of this `file`: PEM, a public key or a certificate":         "проверить подпись ключом из `файла`: PEM, открытый ключ или сертификат",
	"ask for the shared secret of an HMAC without echo":                              "запросить общий секрет HMAC без эха",
	"verify with the shared secret in this `file`":                                   "проверить подпись общим секретом из `файла`",
	"decrypt a JWE with the key in this `file`: JWK, JWKS, PEM or the secret itself": "расшифровать JWE ключом из `файла`: JWK, JWKS, PEM или сам секрет",
	"the discovery document in this `file` gives the issuer and the algorithms":      "документ discovery из `файла` задаёт издателя и алгоритмы",
	"the `issuer` of the discovery document":                                         "`издатель` из документа discovery",
	"the `audience` the API is":                                                      "`аудитория`: сам API",
	"the `client` that uses the token":                                               "`клиент`, который пользуется токеном",
	"the `nonce` of the authorization request":                                       "`nonce` из запроса авторизации",
	"what the token is used as: `access`, id, refresh or logout":                     "`чем` служит токен: access, id, refresh или logout",
	"difference of clocks to forgive, such as 30s":                                   "допустимое `расхождение` часов, например 30s",
	"`algorithms` allowed, such as RS256,ES256 (default: all but none)":              "допустимые `алгоритмы`, например RS256,ES256 (по умолчанию – все, кроме none)",

	wavesUsage: `использование: grantlens waves sign [флаги]                         делает пароль; seed запрашивается без эха
               grantlens waves verify [флаги] [ТЕЛО-ФОРМЫ|ФАЙЛ|-]  говорит, верен ли пароль или что с ним не так

Seed читается с терминала или стандартного ввода, никогда – из аргумента или окружения.
Флаги объясняют grantlens waves sign -h и grantlens waves verify -h.`,
	wavesSignUsage: `использование: grantlens waves sign [флаги]

Делает пароль для запроса токена. Seed запрашивается без эха или читается со стандартного ввода.`,
	wavesVerifyUsage: `использование: grantlens waves verify [флаги] [ТЕЛО-ФОРМЫ|ФАЙЛ|-]

Принимает пароль, тело формы, JSON, запрос HTTP или команду curl: аргументом, в файле или на стандартном вводе.
Код выхода: 0 – верен, 1 – ошибка в нём, 2 – ошибка в командной строке.`,
	"`service`: waves.exchange, wx.network, waves.exchange-test or wx.network-test":             "`сервис`: waves.exchange, wx.network, waves.exchange-test или wx.network-test",
	"chain `id`, one byte: W mainnet, T testnet (default: the profile's)":                       "`сеть`, один байт: W основная, T тестовая (по умолчанию – из профиля)",
	"client `id` (default: the profile's)":                                                      "`client_id` (по умолчанию – из профиля)",
	"`scope` (default: the profile's)":                                                          "`scope` (по умолчанию – из профиля)",
	"`what` the seed is: text, base58, privateKey, or auto: text unless it begins with base58:": "`чем` является seed: text, base58, privateKey или auto: текст, если не начинается с base58:",
	"white space around the seed: `keep`, trim, or ask: refuse when it matters":                 "пробелы вокруг seed: `keep` – оставить, trim – убрать, ask – отказаться, если они важны",
	"take standard input byte for byte; otherwise one line break at its end is dropped":         "читать стандартный ввод байт в байт; иначе один перевод строки в конце отбрасывается",
	"`number` of the account under the seed":                                                    "`номер` аккаунта этого seed",
	"`when` the password ends: RFC 3339 or Unix seconds":                                        "`когда` истекает пароль: RFC 3339 или секунды Unix",
	"how long the password lasts, such as 24h (default: a week less five minutes)":              "`сколько` действует пароль, например 24h (по умолчанию – неделя без пяти минут)",
	"take this for the present `time`: RFC 3339 or Unix seconds":                                "считать текущим это `время`: RFC 3339 или секунды Unix",
	"`form` of the answer: text, json, form, curl, fetch, go or python":                         "`форма` ответа: text, json, form, curl, fetch, go или python",
	"the same as -format json":                                                                  "то же, что -format json",
	"answer in JSON":                                                                            "ответить в JSON",
	"chain `id` of the service, one byte (default: by the host in a curl command, else W)":      "`сеть` сервиса, один байт (по умолчанию – по хосту в команде curl, иначе W)",
	"client `id` that is meant":                                                                 "подразумеваемый `client_id`",
	"public `key`, where the input is a password alone":                                         "открытый `ключ`, если дан только пароль",
	"the account that should have signed: its `address` or public key":                          "кто должен был подписать: `адрес` или открытый ключ",
	"judge the expiry at this `time`: RFC 3339 or Unix seconds":                                 "судить о сроке на это `время`: RFC 3339 или секунды Unix",
	"ask for the seed without echo, to tell apart the mistakes that look alike without it":      "запросить seed без эха, чтобы различить ошибки, которые без него выглядят одинаково",
}
