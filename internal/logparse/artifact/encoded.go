package artifact

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"grantlens/internal/source"
)

// Bodies in another coat: with the character references of the page that shows them, percent-encoded in a URL, with the
// doubled quotation marks of a CSV export, in base64, or as the numbers by which Rust's {:?} prints bytes. Each is read as a
// text of its own.
//
//	<pre>{&quot;error&quot;:&quot;invalid_grant&quot;}</pre>
//	…/callback?answer=%7B%22error%22%3A%22invalid_grant%22%7D
//	2026-11-22T11:20:33Z,"answer {""error"":""invalid_grant""}"
//	"isBase64Encoded": true, "body": "eyJlcnJvciI6ImludmFsaWRfZ3JhbnQifQ=="
//	Parse(Error("missing field `access_token`", line: 1, column: 25), [123, 34, 101, 114, 114, 111, 114, 34, …])

var _ = register(Recogniser{ID: "encoded-body", Rank: 51, Read: readEncoded})

var (
	entityBodies  = findLiterals("{&quot;", "{&#34;", "{&#x22;", "{&#034;", "{\n  &quot;", "{\n    &quot;", "{\n  &#34;", "{\n    &#34;")
	percentBodies = findLiterals("%7b%22", "%7b%0a")
	csvBodies     = findLiterals(`{""`)
	byteBodies    = findLiterals("[123, 34, ", "[123, 10, ", "[60, ", "123,\n        34,", "123,\n            34,") // {" and < in Vec<u8>
	base64Bodies  = findLiterals(                                                                                   // base64 of {" and the first letters of these names
		"eyjhy2nlc3nfdg9rzw4i", // access_token
		"eyjlcnjvcii6",         // error
		"eyj0b2tlbl90exblij",   // token_type
		"eyjlehbpcmvzx2lui",    // expires_in
		"eyjpzf90b2tlbii",      // id_token
	)
)

func readEncoded(r *Reader) {
	r.encoded(entityBodies, "<", source.UnescapeEntities)
	r.encoded(percentBodies, " \t\n\"'<>&#;", source.UnescapePercent)
	r.encoded(csvBodies, "\n", source.UnescapeCSV)
	r.encoded(byteBodies, "])", decodeBytes)
	r.encoded(base64Bodies, " \t\n\"'<>&#;,.:\\)]}", decodeBase64)
}

// encoded reads what begins with one of the literals and goes on to one of the bytes of stop.
func (r *Reader) encoded(bodies *literals, stop string, decode func(*source.View, source.Span) *source.View) {
	const longest = 64 << 10
	text := r.View.Text
	last := 0
	for _, h := range r.hits(bodies) {
		if h.at < last || r.View.Depth >= maxDepth || h.at > 0 && stop[0] == ' ' && isWord(text[h.at-1]) {
			continue
		}
		s := source.Span{Start: h.at, End: min(len(text), h.at+longest)}
		if i := strings.IndexAny(text[s.Start:s.End], stop); i >= 0 {
			s.End = s.Start + i
		}
		last = s.End
		if !r.Free(s) {
			continue
		}
		if v := decode(r.View, s); v != nil && (worthReading(v.Text) || strings.HasPrefix(v.Text, "<")) {
			r.rereadView(v, r.marks)
			r.open(s)
		}
	}
}

// decodeBase64 reads base64 or base64url, with or without its padding; nil if it is no text.
func decodeBase64(v *source.View, s source.Span) *source.View {
	encoded := strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(v.Text[s.Start:s.End])
	text, err := base64.RawStdEncoding.DecodeString(encoded)
	if err != nil || !utf8.Valid(text) {
		return nil
	}
	return source.Decoded(v, s, string(text))
}

// decodeBytes reads bytes that are printed as numbers; nil if they are no text.
func decodeBytes(v *source.View, s source.Span) *source.View {
	if s.End == len(v.Text) { // cut off, within a number perhaps
		s.End = s.Start + max(strings.LastIndexByte(v.Text[s.Start:s.End], ','), 0)
	}
	var text []byte
	for at := s.Start; at < s.End; at++ {
		c := v.Text[at]
		switch {
		case !isDigit(c) && strings.IndexByte("[, \n", c) < 0:
			return nil
		case !isDigit(c):
		case at > s.Start && isDigit(v.Text[at-1]):
			text[len(text)-1] = text[len(text)-1]*10 + c - '0'
		default:
			text = append(text, c-'0')
		}
	}
	if !utf8.Valid(text) {
		return nil
	}
	return source.Decoded(v, s, string(text))
}
