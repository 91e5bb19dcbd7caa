package logparse_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"grantlens/internal/logparse/report"
)

// member is a name and a value, which is a string or an int.
type member struct {
	name  string
	value any
}

// printers are ways in which programs print the members of an answer.
var printers = map[string]func([]member) string{
	"JSON":                    asJSON,
	"JSON, indented":          func(ms []member) string { return indented(asJSON(ms)) },
	"JSON in a JSON string":   func(ms []member) string { return quoted(asJSON(ms)) },
	"JSON in a string, twice": func(ms []member) string { return quoted(quoted(asJSON(ms))) },
	"logfmt":                  func(ms []member) string { return `level=info msg="token answer" body=` + quoted(asJSON(ms)) },
	"a JSON log":              func(ms []member) string { return `{"level":"info","msg":"answer","body":` + quoted(asJSON(ms)) + `}` },
	"character references":    func(ms []member) string { return "<pre>" + html.EscapeString(asJSON(ms)) + "</pre>" },
	"CSV": func(ms []member) string {
		return `2026-11-22,"got ` + strings.ReplaceAll(asJSON(ms), `"`, `""`) + `",web`
	},
	"percent-encoded":          func(ms []member) string { return "answer=" + url.QueryEscape(asJSON(ms)) },
	"base64":                   func(ms []member) string { return base64.StdEncoding.EncodeToString([]byte(asJSON(ms))) },
	"cut off":                  func(ms []member) string { s := asJSON(ms); return s[:len(s)-6] },
	"a form":                   func(ms []member) string { return joined(ms, "", "=", "&", "") },
	"Python's dict":            func(ms []member) string { return "{" + joined(ms, "'", ": ", ", ", "'") + "}" },
	"Python's bytes":           func(ms []member) string { return "b'" + asJSON(ms) + "'" },
	"node's util.inspect":      func(ms []member) string { return "{\n  " + joined(ms, "", ": ", ",\n  ", "'") + "\n}" },
	"Ruby's hash":              func(ms []member) string { return "{" + joined(ms, `"`, "=>", ", ", `"`) + "}" },
	"Ruby's symbols":           func(ms []member) string { return "{:" + joined(ms, "", "=>", ", :", `"`) + "}" },
	"Java's map":               func(ms []member) string { return "{" + joined(ms, "", "=", ", ", "") + "}" },
	"a Kotlin class":           func(ms []member) string { return "TokenResponse(" + joined(ms, "", "=", ", ", "") + ")" },
	"Scala's map":              func(ms []member) string { return "Map(" + joined(ms, "", " -> ", ", ", "") + ")" },
	"Dart's map":               func(ms []member) string { return "{" + joined(ms, "", ": ", ", ", "") + "}" },
	"Swift's dictionary":       func(ms []member) string { return "[" + joined(ms, `"`, ": ", ", ", "") + "]" },
	"Objective-C's dictionary": func(ms []member) string { return "{\n    " + joined(ms, "", " = ", ";\n    ", `"`) + ";\n}" },
	"Go's map":                 func(ms []member) string { return "map[" + joined(ms, "", ":", " ", "") + "]" },
	"Go's %#v":                 func(ms []member) string { return "map[string]any{" + joined(ms, `"`, ":", ", ", `"`) + "}" },
	"Rust's struct":            func(ms []member) string { return "TokenResponse { " + joined(ms, "", ": ", ", ", `"`) + " }" },
	"Rust's serde":             serde,
	"Elixir's map":             func(ms []member) string { return "%{" + joined(ms, `"`, " => ", ", ", `"`) + "}" },
	"C# anonymous type":        func(ms []member) string { return "{ " + joined(ms, "", " = ", ", ", "") + " }" },
	"PHP's print_r":            func(ms []member) string { return "Array\n(\n    [" + joined(ms, "", "] => ", "\n    [", "") + "\n)" },
	"PHP's var_export":         func(ms []member) string { return "array (\n  " + joined(ms, "'", " => ", ",\n  ", "'") + ",\n)" },
	"PHP's short array":        func(ms []member) string { return "[" + joined(ms, "'", " => ", ", ", "'") + "]" },
	"Laravel's dump":           func(ms []member) string { return "array:4 [▼\n  " + joined(ms, `"`, " => ", "\n  ", `"`) + "\n]" },
	"Symfony's dump":           func(ms []member) string { return "{#712\n  +" + joined(ms, `"`, ": ", "\n  +", `"`) + "\n}" },
	"XML":                      asXML,
	"YAML":                     func(ms []member) string { return "\n" + joined(ms, "", ": ", "\n", "") },
	"a PowerShell list":        func(ms []member) string { return "\n" + joined(ms, "", "    : ", "\n", "") },
}

// shippers are what stands before each line, without the words of success or failure that some logs put there.
var shippers = []string{
	"", "app_1  | ", "0|app      | ", "[1] ", "[pod/app-6d4cf56db-x7k2p/app] ", "I/flutter ( 4211): ", "D/Auth(4211): ", "flutter: ", " LOG  ", "> ", "12: ", "\x1b[32m11:20:33\x1b[0m ",
	"11-22 11:20:33.123  4211  4240 D Auth: ", "Nov 22 11:20:33 host1 app[812]: ", "2026-11-22T11:20:33.1234567Z ", "2026-11-22T11:20:33+00:00 app[web.1]: ",
	"2026-11-22T11:20:33.123Z\t0c7b2a55-0000-4000-8000-000000000001\tINFO\t", "2026-11-22 11:20:33.123 DEBUG 1 --- [nio-8080-exec-1] c.e.shop.Tokens : ",
	"2026-11-22T11:20:33.123456789Z stdout F ", "I, [2026-11-22T11:20:33.123456 #812]  INFO -- : ", "[2026-11-22 11:20:33] local.DEBUG: ", "2026-11-22 11:20:33.123456+0100 Shop[812:40211] ",
}

// TestAnswerIsReadHoweverItIsPrinted: tokens are found to be issued, and the code of an error is read, in whichever way
// a program prints the answer and whatever stands before the lines.
func TestAnswerIsReadHoweverItIsPrinted(t *testing.T) {
	m := newMaker(t)
	issued := []member{{"access_token", m.rs256(`{"iss":"https://id.example.com","sub":"anna"}`)}, {"expires_in", 300}, {"refresh_token", "rt-0a1b2c3d4e5f60718293"}, {"token_type", "Bearer"}}
	refused := []member{{"error", "invalid_grant"}, {"error_description", "Code not valid"}}
	for name, print := range printers {
		for _, shipper := range shippers {
			if got := diagnose(shipped(shipper, "Answer: "+print(issued)), "en").Summary; got.Actual != report.ActualSuccess {
				t.Errorf("%s behind %q: issued tokens are %s", name, shipper, got.Actual)
			}
			r := diagnose(shipped(shipper, "Answer: "+print(refused)), "en")
			if r.Summary.Actual != report.ActualFailure || len(r.Exchanges) == 0 || r.Exchanges[0].Response == nil || r.Exchanges[0].Response.Error != "invalid_grant" {
				t.Errorf("%s behind %q: a refusal is %s, exchanges %+v", name, shipper, r.Summary.Actual, r.Exchanges)
			}
		}
		if got := diagnose("Authentication failed: "+print(issued)+"\n", "en").Summary; got.Verdict != report.VerdictMisSuccess {
			t.Errorf("%s: tokens under a label of failure: verdict %s", name, got.Verdict)
		}
	}
}

// shipped puts what a shipper writes before each line.
func shipped(shipper, text string) string {
	return shipper + strings.ReplaceAll(text, "\n", "\n"+shipper) + "\n"
}

func joined(ms []member, nameQuote, is, and, quote string) string {
	parts := make([]string, len(ms))
	for i, m := range ms {
		value := fmt.Sprint(m.value)
		if _, text := m.value.(string); text {
			value = quote + value + quote
			if is == "=" && and == "&" {
				value = url.QueryEscape(value)
			}
		}
		parts[i] = nameQuote + m.name + nameQuote + is + value
	}
	return strings.Join(parts, and)
}

func asJSON(ms []member) string { return "{" + joined(ms, `"`, ":", ",", `"`) + "}" }

func indented(s string) string {
	return strings.NewReplacer("{", "{\n  ", `",`, "\",\n  ", "300,", "300,\n  ", "}", "\n}").Replace(s)
}

func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func serde(ms []member) string {
	parts := make([]string, len(ms))
	for i, m := range ms {
		switch value := m.value.(type) {
		case string:
			parts[i] = fmt.Sprintf("%q: String(%q)", m.name, value)
		default:
			parts[i] = fmt.Sprintf("%q: Number(%d)", m.name, value)
		}
	}
	return "Object {" + strings.Join(parts, ", ") + "}"
}

func asXML(ms []member) string {
	var b strings.Builder
	for _, m := range ms {
		fmt.Fprintf(&b, "<%s>%v</%s>", m.name, m.value, m.name)
	}
	return "<oauth>" + b.String() + "</oauth>"
}
