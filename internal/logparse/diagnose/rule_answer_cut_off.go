package diagnose

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:    "answer-cut-off",
	Title: Text{"The answer breaks off before its end", "Ответ обрывается раньше своего конца"},
	About: Text{"A JSON parser reached the end of an answer in the middle of it, or a token answer that a failure is said of stands here without its end.", "Разбор JSON дошёл до конца ответа посреди него, или ответ с токеном, о котором говорят как об ошибке, стоит здесь без конца."},
	Rank:  84,
	Detail: Text{"The answer begins as JSON and ends in the middle: a member, a string or a brace is left open. A client cannot read it, whatever it holds; if only the log shortened it, the client had the whole.",
		"Ответ начинается как JSON и кончается посередине: поле, строка или скобка не закрыты. Клиент не может его прочитать, что бы в нём ни было; если же его укоротил только лог, у клиента был ответ целиком."},
	Causes: []Text{
		{"The connection was cut while the body came: a proxy's buffer, size or time limit, a wrong Content-Length, a server that crashed", "Соединение оборвалось, пока шло тело: лимит буфера, размера или времени у прокси, неверный Content-Length, падение сервера"},
		{"The client reads only a part: one chunk of a stream, a buffer of fixed size, a column or a variable that is too short", "Клиент читает только часть: один кусок потока, буфер постоянного размера, слишком короткий столбец или переменная"},
		{"Only the log is cut, by its limit for a line", "Обрезан только лог, по пределу длины строки"},
	},
	Fixes: []Text{
		{"Repeat the request with curl -v and compare the length of the body with Content-Length; look for \"prematurely closed\" in the proxy's error log", "Повторите запрос через curl -v и сравните длину тела с Content-Length; поищите «prematurely closed» в журнале ошибок прокси"},
		{"In the client, read the body to its end before parsing it", "В клиенте дочитывайте тело до конца, прежде чем разбирать"},
	},
	Missing:  []Text{{"The length of the body that came, and its Content-Length", "Длина пришедшего тела и его Content-Length"}},
	Refs:     []Ref{{"RFC 9112 §8 incomplete messages", "https://www.rfc-editor.org/rfc/rfc9112#section-8"}},
	Explains: []string{"success-called-failure", "answer-not-json", "token-answer-unreadable", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, n := range unreadable(f) {
			if n.cut {
				name, _ := whichCall(f, n)
				out = append(out, Verdict{Evidence: []source.Span{n.at}, Key: name})
			}
		}
		for _, e := range f.Exchanges {
			if cutTokens(f, e) {
				end := e.Body.Span
				line, _, _ := strings.Cut(f.Text.Slice(end), "\n") // the next lines may look like the rest of a string
				end.End = end.Start + len(line)
				end.Start = max(end.Start, end.End-24)
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{end}})
			}
		}
		return out
	},
})

// cutTokens: the tokens stand in a body that has no end, just as long as its header says; or behind what is called a failure,
// on its line, and no dots say that somebody shortened it.
func cutTokens(f *exchange.Flow, e *exchange.Exchange) bool {
	if e.Outcome != exchange.Issued || e.Body == nil || !e.Body.Cut || e.Event != nil {
		return false
	}
	if e.Header("Content-Length") == strconv.Itoa(e.Body.Span.Len()) {
		return true
	}
	if e.Claimed != exchange.Failure || e.ClaimedBy.Span.Start > e.Body.Span.Start {
		return false
	}
	said, body := f.Text.Slice(source.Span{Start: e.ClaimedBy.Span.Start, End: e.Body.Span.Start}), f.Text.Slice(e.Body.Span)
	return strings.IndexByte(said, '\n') < 0 && body[0] != '[' && !strings.ContainsAny(body, "…*") && !strings.Contains(body, "...")
}
