package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Keycloak's event lines, logger org.keycloak.events (JBossLoggingEventListenerProvider): unquoted up to 22, quoted later.
//
//	type=CODE_TO_TOKEN_ERROR, realmId=demo, clientId=app, userId=null, ipAddress=…, error=invalid_code, …
//	type="LOGIN_ERROR", realmId="…", realmName="demo", clientId="app", …, error="invalid_redirect_uri", …

var _ = register(Recogniser{ID: "keycloak-event", Rank: 20, Read: readKeycloakEvents})

var eventLiteral = findLiterals("type=")

func readKeycloakEvents(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(eventLiteral) {
		start, at := h.at, h.at+len("type=")
		if start < last || start > 0 && (isWord(text[start-1]) || text[start-1] == '&' || text[start-1] == '?') || r.Opened(source.Span{Start: start, End: at}) {
			continue
		}
		// The type is a word in capitals: nothing else is looked at closely.
		if word := strings.TrimLeft(text[at:min(len(text), at+2)], `"'`); word == "" || word[0] < 'A' || word[0] > 'Z' {
			continue
		}
		s := source.Span{Start: start, End: r.lineEnd(start, maxEvent)}
		last = s.End
		rest := text[s.Start:s.End]
		if !strings.Contains(rest, "realmId=") && !strings.Contains(rest, "clientId=") && !strings.Contains(rest, "realm=") {
			continue
		}
		fields, open := r.eventFields(s)
		for n := 0; open && n < 8 && s.End+1 < len(text); n++ { // a value was wrapped over lines
			s.End = r.lineEnd(s.End+1, maxEvent)
			fields, open = r.eventFields(s)
		}
		if len(fields) < 3 || !isEventType(fields[0].Value.Text) {
			continue
		}
		a := Artifact{Kind: Event, Format: "keycloak-event", Span: r.View.Origin(s), Name: fields[0].Value, Params: fields}
		a.Time, a.Level = r.lineStamp(source.Span{Start: r.lineStart(start, 400), End: s.End})
		a.Label, _ = r.wordsBefore(start)
		r.Add(a)
		r.Take(s)
		last = s.End
	}
}

// The admin API and webhooks give the events as JSON.
//
//	{"time":1772615564100,"type":"LOGIN_ERROR","realmId":"demo","clientId":"app","error":"invalid_redirect_uri","details":{…}}
var _ = registerShape(shape{id: "keycloak-event", rank: 36, read: func(r *Reader, n *node) bool {
	name := n.get("type")
	if name == nil || name.typ != 's' || !isEventType(name.text) || n.get("realmId") == nil || n.get("ipAddress") == nil {
		return false
	}
	a := Artifact{Kind: Event, Format: "keycloak-event", Span: r.View.Origin(n.span), Name: r.nodeValue(name), Params: flatten(r.View, n, "", 4)}
	if details := n.get("details"); details != nil {
		a.Params = append(a.Params, flatten(r.View, details, "", 4)...)
	}
	if when := n.get("time"); when != nil {
		a.Time = recordTime(when)
	}
	r.Add(a)
	return true
}})

// maxEvent bounds the bytes of one line of an event.
const maxEvent = 16 << 10

func isEventType(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < 'A' || c > 'Z') && c != '_' && !isDigit(c) {
			return false
		}
	}
	return len(s) > 2
}

// eventFields reads `key=value, key="value", …`. The quote is whatever stands after `type=`; a backslash before it
// escapes it unless `, key=` follows (Keycloak does not escape the backslash itself).
func (r *Reader) eventFields(s source.Span) (ps Params, open bool) {
	text := r.View.Text
	ps = make(Params, 0, 12)
	for at := s.Start; at < s.End; {
		for at < s.End && (text[at] == ',' || text[at] == ' ') {
			at++
		}
		key := at
		for at < s.End && (isWord(text[at]) || text[at] == '-' || text[at] == '.' || text[at] == '[' || text[at] == ']') {
			at++
		}
		if at >= s.End || text[at] != '=' || at == key {
			break
		}
		name := source.Span{Start: key, End: at}
		at++
		value := source.Span{Start: at, End: at}
		if at < s.End && (text[at] == '"' || text[at] == '\'') {
			quote := text[at]
			value.Start = at + 1
			at++
			for at < s.End {
				if text[at] == quote && (text[at-1] != '\\' || nextKey(text[at+1:s.End])) {
					break
				}
				at++
			}
			value.End = at
			open = at >= s.End
			at = min(at+1, s.End)
		} else {
			for at < s.End && !(text[at] == ',' && nextKey(text[at:s.End])) {
				at++
			}
			value.End = at
			value = trim(text, value)
			if value.End > value.Start && (text[value.End-1] == ',' || text[value.End-1] == '`') { // the line was cut behind it, or quoted
				value.End--
			}
		}
		v := r.Value(value)
		if v.Text == "null" {
			v.Text = ""
		}
		ps = append(ps, Param{Name: text[name.Start:name.End], NameSpan: r.View.Origin(name), Value: v})
	}
	return ps, open
}

// nextKey reports whether `, key=` or the end follows.
func nextKey(s string) bool {
	s, ok := strings.CutPrefix(s, ",")
	s = strings.TrimLeft(s, " ")
	if !ok {
		return s == ""
	}
	i := 0
	for i < len(s) && (isWord(s[i]) || s[i] == '-' || s[i] == '.') {
		i++
	}
	return i > 0 && i < len(s) && s[i] == '='
}
