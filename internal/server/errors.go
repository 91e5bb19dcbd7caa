package server

import (
	"encoding/json"
	"errors"
	"net/http"

	"grantlens/internal/rpc"
)

// An apiError is a failure as the client sees it: a status, a stable code, and what to say in each language. Nothing in
// it comes from the request, but the host that the relay refuses.
type apiError struct {
	status int
	code   string
	en, ru words
}

// words say what is wrong and what to do about it.
type words struct{ Message, Hint string }

func (e *apiError) Error() string { return "server: " + e.en.Message }

// everyLanguage is what the page, which shows what the relay refuses, needs to follow its own language.
func (e *apiError) everyLanguage() rpc.Words {
	return rpc.Words{"en": rpc.Said(e.en), "ru": rpc.Said(e.ru)}
}

// Every failure of the API. Codes are stable: added, never renamed.
var (
	errBadTime = &apiError{http.StatusBadRequest, "bad_now",
		words{"now is neither an RFC 3339 time nor Unix seconds", "Write it like 2006-01-02T15:04:05Z."},
		words{"now — не время по RFC 3339 и не секунды Unix", "Запишите его так: 2006-01-02T15:04:05Z."}}
	errBadLanguage = &apiError{http.StatusBadRequest, "bad_lang",
		words{"there is no report in this language", "lang is en or ru."},
		words{"отчёта на этом языке нет", "lang бывает en или ru."}}
	errBadGzip = &apiError{http.StatusBadRequest, "bad_gzip",
		words{"the body is not whole gzip data, though Content-Encoding says gzip", "Send the file as it is, or compress it again: gzip -c app.log | curl -H 'Content-Encoding: gzip' --data-binary @- …"},
		words{"тело — не целые данные gzip, хотя Content-Encoding говорит gzip", "Отправьте файл как есть или сожмите снова: gzip -c app.log | curl -H 'Content-Encoding: gzip' --data-binary @- …"}}
	errBadJSON = &apiError{http.StatusBadRequest, "bad_json",
		words{"the body is not the JSON of a request to relay", `Send {"method":"POST","url":"https://…","headers":[["name","value"]],"body":"…"}.`},
		words{"тело — не JSON запроса для relay", `Отправьте {"method":"POST","url":"https://…","headers":[["имя","значение"]],"body":"…"}.`}}
	errCutBody = &apiError{http.StatusBadRequest, "body_cut",
		words{"the body ended before it was complete", "Send the log again."},
		words{"тело запроса оборвалось", "Отправьте лог ещё раз."}}
	errCrossSite = &apiError{http.StatusForbidden, "cross_site",
		words{"a page of another origin sent this request", "Open Grantlens at its own address, or call the API from a program."},
		words{"запрос отправила страница другого источника", "Откройте Grantlens по его собственному адресу или обращайтесь к API из программы."}}
	errNotFound = &apiError{http.StatusNotFound, "not_found",
		words{"there is nothing at this address", "The page is at /, the API at /api/diagnose, /api/relay and /api/providers."},
		words{"по этому адресу ничего нет", "Страница находится по адресу /, API — /api/diagnose, /api/relay и /api/providers."}}
	errMethod = &apiError{http.StatusMethodNotAllowed, "method_not_allowed",
		words{"this address does not take this method", "The Allow header lists the methods it takes."},
		words{"этот адрес не принимает такой метод", "Допустимые методы перечислены в заголовке Allow."}}
	errNotAcceptable = &apiError{http.StatusNotAcceptable, "not_acceptable",
		words{"there is no report in a format that Accept allows", "Ask for " + formatNames() + "."},
		words{"нет отчёта в формате, который допускает Accept", "Запросите " + formatNames() + "."}}
	errSlowBody = &apiError{http.StatusRequestTimeout, "timeout",
		words{"the body came too slowly", "Send the log again, compressed with gzip if the line is slow."},
		words{"тело запроса поступало слишком медленно", "Отправьте лог ещё раз; если связь медленная, сожмите его gzip."}}
	errTooLarge = &apiError{http.StatusRequestEntityTooLarge, "too_large",
		words{"the log is larger than this server takes", "Use the command line, which reads files of any size: grantlens diagnose app.log. The server's own limit is set with -max-input."},
		words{"лог больше, чем принимает этот сервер", "Командная строка читает файлы любого размера: grantlens diagnose app.log. Предел сервера задаёт -max-input."}}
	errFormTooLarge = &apiError{http.StatusRequestEntityTooLarge, "too_large",
		words{"the form is larger than an answer of a login", "A provider posts at most a few kilobytes to a redirect URI."},
		words{"форма больше, чем бывает ответ входа", "Провайдер отправляет на redirect URI не больше нескольких килобайт."}}
	errRelayTooLarge = &apiError{http.StatusRequestEntityTooLarge, "too_large",
		words{"the request to relay is larger than 256 KB", "No request for a token is so large: look what came into it."},
		words{"запрос для relay больше 256 КБ", "Запрос за токеном не бывает таким большим: посмотрите, что в него попало."}}
	errNotForm = &apiError{http.StatusUnsupportedMediaType, "unsupported_media_type",
		words{"a redirect URI takes a form only", "response_mode=form_post sends application/x-www-form-urlencoded."},
		words{"redirect URI принимает только форму", "response_mode=form_post отправляет application/x-www-form-urlencoded."}}
	errNotJSON = &apiError{http.StatusUnsupportedMediaType, "unsupported_media_type",
		words{"the relay takes JSON only", "Send Content-Type: application/json. A form of another site cannot."},
		words{"relay принимает только JSON", "Передайте Content-Type: application/json. Форма чужого сайта так не может."}}
	errMediaType = &apiError{http.StatusUnsupportedMediaType, "unsupported_media_type",
		words{"a multipart form is not a log", "Send the log as the body itself: curl --data-binary @app.log …"},
		words{"форма multipart — это не лог", "Отправьте лог самим телом запроса: curl --data-binary @app.log …"}}
	errEncoding = &apiError{http.StatusUnsupportedMediaType, "unsupported_encoding",
		words{"this Content-Encoding is not supported", "Send the log as it is, or compressed with gzip."},
		words{"такой Content-Encoding не поддерживается", "Отправьте лог как есть или сжатым gzip."}}
	errHost = &apiError{http.StatusMisdirectedRequest, "unknown_host",
		words{"this server does not answer to the name in the Host header", "If the name is right, start the server with -host and that name."},
		words{"сервер не отвечает на имя из заголовка Host", "Если имя верное, запустите сервер с -host и этим именем."}}
	errUpgrade = &apiError{http.StatusUpgradeRequired, "upgrade_required",
		words{"this address speaks WebSocket only", "Connect with a WebSocket client, version 13."},
		words{"по этому адресу доступен только WebSocket", "Подключитесь клиентом WebSocket версии 13."}}
	errRelayLimit = &apiError{http.StatusTooManyRequests, "relay_limit",
		words{"requests to relay come too often", "Wait as long as Retry-After says. The limits are set with -relay-rate and -relay-rate-all."},
		words{"запросы для relay поступают слишком часто", "Подождите, сколько указано в Retry-After. Пределы задают -relay-rate и -relay-rate-all."}}
	errInternal = &apiError{http.StatusInternalServerError, "internal",
		words{"the server failed on this request", "Please report what kind of input it was; do not send the input itself if it holds secrets."},
		words{"сервер не справился с этим запросом", "Сообщите, какого рода были данные; сами данные не отправляйте, если в них есть секреты."}}
	errBusy = &apiError{http.StatusServiceUnavailable, "busy",
		words{"the server is at its limit of work at one time", "Try again in a moment. The limits are set with -max-diagnoses and -max-sockets."},
		words{"сервер выполняет предельное число задач одновременно", "Повторите чуть позже. Пределы задают -max-diagnoses и -max-sockets."}}
	errRelayBusy = &apiError{http.StatusServiceUnavailable, "relay_busy",
		words{"too many requests are being relayed at this moment", "Try again in a moment. The limit is set with -relay-max."},
		words{"сейчас через relay идёт слишком много запросов", "Повторите чуть позже. Предел задаёт -relay-max."}}
	errNoPage = &apiError{http.StatusServiceUnavailable, "page_not_built",
		words{"this server was built without its page", "Build both with make build. The API works without the page."},
		words{"сервер собран без страницы", "Соберите их вместе: make build. API работает и без страницы."}}
)

// writeError renders a failure. It is the only place that does.
func writeError(w http.ResponseWriter, r *http.Request, err error) {
	failure := errInternal
	errors.As(err, &failure)
	lang, say := language(r), failure.en
	if lang == "ru" {
		say = failure.ru
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Language", lang)
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Language")
	for _, name := range []string{"Content-Encoding", "Content-Length", "ETag"} {
		h.Del(name)
	}
	switch failure {
	case errBusy, errRelayBusy:
		h.Set("Retry-After", "1") // seconds
	case errUpgrade:
		h.Set("Upgrade", "websocket")
		h.Set("Connection", "Upgrade")
	case errNotAcceptable:
		h.Set("Vary", "Accept, Accept-Language")
	case errEncoding:
		h.Set("Accept-Encoding", "gzip") // RFC 7694 section 3
	}
	w.WriteHeader(failure.status)
	type body struct {
		Code    string    `json:"code"`
		Message string    `json:"message"`
		Hint    string    `json:"hint"`
		Words   rpc.Words `json:"words,omitempty"`
	}
	said := body{Code: failure.code, Message: say.Message, Hint: say.Hint}
	if r.URL.Path == relayPath {
		said.Words = failure.everyLanguage()
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(struct {
		Error body `json:"error"`
	}{said}) // a client that went away hears nothing
}
