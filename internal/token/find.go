package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Found is a token inside a longer text.
type Found struct {
	Name   string `json:"name,omitempty"` // what the text calls it: access_token, Bearer, a cookie's name; "" if nothing
	Value  string `json:"value"`          // as it stands in the text; Inspect mends it
	Offset int    `json:"offset"`         // byte of Value in the text
}

// tokenNames are the names under which even a token without structure is recognised, without
// case, "_" and "-".
var tokenNames = map[string]bool{
	"accesstoken": true, "idtoken": true, "refreshtoken": true, "token": true, "idtokenhint": true, "logouttoken": true,
	"subjecttoken": true, "actortoken": true, "assertion": true, "clientassertion": true, "authtoken": true, "jwt": true,
	"securitytoken": true, "sessiontoken": true, "authorizationcode": true, "devicecode": true, "oauthtoken": true, "xauthtoken": true,
}

// Find lists the tokens in a token response, URL, fragment, form body, header, cookie or any
// other text, in order. It takes time linear in len(text).
func Find(text string) []Found {
	var list []Found
	prev := "" // the word before, and where it ended: a name needs no second look
	prevEnd := 0
	for i := 0; i < len(text); {
		if !tokenBytes[text[i]] {
			i++
			continue
		}
		word := i
		for i < len(text) && tokenBytes[text[i]] {
			i++
		}
		name := text[word:i]
		sep := text[prevEnd:word]
		named := opensValue(sep)
		end := 0
		if looksLikeObject(name) && !(named && isQuote(sep[len(sep)-1])) {
			end = damagedEnd(text, word, wrappedEnd(text, word, i))
		}
		switch {
		case end > 0 && strings.Contains(text[word:end], "."):
			f := Found{Value: text[word:end], Offset: word}
			if named || isScheme(prev) {
				f.Name = prev
			}
			list = append(list, f)
			i = end
		case named && (Looks(name) || tokenNames[plain(prev)] && len(name) >= 8):
			// "access_token": "b3f1…", access_token=…, 'token' => '…'
			end = valueEnd(text, word, i, sep)
			list = append(list, Found{prev, text[word:end], word})
			i = end
		case isScheme(prev) && len(sep) > 0 && strings.Trim(sep, " \t") == "" && len(name) >= 16:
			list = append(list, Found{prev, name, word})
		}
		prev, prevEnd = text[word:i], i
		if len(prev) > 64 {
			prev = ""
		}
	}
	return list
}

func plain(name string) string {
	if len(name) > 32 {
		return ""
	}
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

func isScheme(s string) bool {
	return strings.EqualFold(s, "bearer") || strings.EqualFold(s, "dpop") || strings.EqualFold(s, "token")
}

// opensValue: what may stand between a name and its value.
func opensValue(sep string) bool {
	return len(sep) > 0 && len(sep) <= 16 && strings.ContainsAny(sep, "=:") && strings.Trim(sep, " \t\r\n\"'`\\=:>") == ""
}

// valueEnd extends a value to its closing quote if it has an opening one: an opaque token may
// hold other characters than base64url.
func valueEnd(text string, start, end int, sep string) int {
	q := sep[len(sep)-1]
	if !isQuote(q) {
		for end < len(text) && strings.IndexByte(" \t\r\n&;,\"'<>)}]", text[end]) < 0 {
			end++
		}
		return end
	}
	const most = 1 << 16 // without a closing quote near, there is none
	if n := strings.IndexByte(text[end:min(len(text), end+most)], q); n >= 0 {
		end += n
		if text[end-1] == '\\' {
			end--
		}
	}
	return max(end, start)
}

// wrappedEnd extends a token over line breaks as long as whole lines of nothing but base64url
// follow. A short one belongs to it where the token lacks a part, where a quote closes it, or
// after two lines of one width.
func wrappedEnd(text string, start, end int) int {
	dots := strings.Count(text[start:end], ".")
	width, even := end-start, false
	for {
		line := end
		for line < len(text) && isSpace(text[line]) {
			line++
		}
		stop := line
		for stop < len(text) && tokenBytes[text[stop]] {
			stop++
		}
		rest := stop
		for rest < len(text) && (text[rest] == ' ' || text[rest] == '\t') {
			rest++
		}
		// A word of prose is followed by more words.
		alone := rest == len(text) || strings.IndexByte("\r\n\"'`,;)}<", text[rest]) >= 0
		closed := rest < len(text) && isQuote(text[rest])
		if stop == line || !strings.ContainsAny(text[end:line], "\n\r") || !alone || looksLikeObject(text[line:stop]) ||
			stop-line < 16 && dots >= 2 && !closed && !even {
			return end
		}
		dots += strings.Count(text[line:stop], ".")
		even = stop-line == width
		width = stop - line
		end = stop
	}
}

// damagedEnd extends a token over a few characters that no token has, as text recognition and plain base64 leave them,
// where base64url goes on right behind. Behind the second dot only what is often misread counts: a whole token may be
// followed by anything.
func damagedEnd(text string, start, end int) int {
	const most, least = 3, 8 // foreign characters in a row; characters behind that are no word of prose
	dots := strings.Count(text[start:end], ".")
	for {
		next, foreign, misread := end, 0, true
		for foreign <= most && next < len(text) && !tokenBytes[text[next]] {
			r, n := utf8.DecodeRuneInString(text[next:])
			if unicode.IsSpace(r) || strings.ContainsRune("&;,\"'`<>\\", r) {
				return end
			}
			misread = misread && (r >= utf8.RuneSelf || strings.ContainsRune("@]|$", r))
			next += n
			foreign++
		}
		stop := next
		for stop < len(text) && tokenBytes[text[stop]] {
			stop++
		}
		rest := text[next:stop]
		if foreign == 0 || foreign > most || looksLikeObject(rest) || dots >= 2 && !misread || len(rest) < least && (dots >= 2 || !strings.Contains(rest, ".")) {
			return end
		}
		dots += strings.Count(rest, ".")
		end = stop
	}
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }
