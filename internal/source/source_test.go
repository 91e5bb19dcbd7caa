package source

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func clean(s string) string { return Clean(Whole(NewText(s, 0, 0))).Text }

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"docker-compose", "web-1  | POST /token\nweb-1  | {\"error\":1}\n", "POST /token\n{\"error\":1}\n"},
		{"pm2", "0|mailbot  | Error: x\n", "Error: x\n"},
		{"swarm", "web.1.k3j2@node1    | ready\n", "ready\n"},
		{"foreman", "09:12:44 web.1  | ready\n", "ready\n"},
		{"kubectl", "[pod/web-6c9f7b8d5-x2x9z/oauth2-proxy] ready\n", "ready\n"},
		{"stern", "web-6c9f7b8d5-x2x9z oauth2-proxy ready to go\n", "ready to go\n"},
		{"concurrently", "[1] ready\n", "ready\n"},
		{"logins at the machine", "Mar  4 09:12:44 web1 sshd[71]: Failed password for root from 192.0.2.7\nMar  4 09:12:45 web1 dex: ready\nMar  4 09:12:46 web1 su: pam_unix(su:auth): authentication failure\n", "ready\n"},
		{"syslog", "Mar  4 09:12:44 web1 kc.sh[8566]: ready\nMar 14 09:12:44 web1 dex: ready\n", "ready\nready\n"},
		{"journald_keeps_its_time", "2025-03-04T09:12:44+0000 web1 kc.sh[8566]: ready\n", "2025-03-04T09:12:44+0000 ready\n"},
		{"heroku_keeps_its_time", "2025-03-04T09:12:44.107+00:00 app[web.1]: ready\n", "2025-03-04T09:12:44.107+00:00 ready\n"},
		{"containerd_keeps_its_time", "2025-03-04T09:12:44.107Z stderr F ready\n", "2025-03-04T09:12:44.107Z ready\n"},
		{"rfc5424", "<34>1 2025-03-04T09:12:44.107Z web1 dex 712 ID47 - ready\n", "ready\n"},
		{"rfc3164", "<34>Mar  4 09:12:44 web1 dex[7]: ready\n", "ready\n"},
		{"flutter", "I/flutter (29719): ready\nI/flutter ( 9705): {\n", "ready\n{\n"},
		{"logcat", "03-04 09:12:44.107 4021-4080/com.example.app D/Retrofit: ready\n", "ready\n"},
		{"logcat_studio_1", "03-04 09:12:44.107    4021-4080/? D/Retrofit﹕ ready\n", "ready\n"},
		{"logcat_threadtime", "03-04 09:12:44.107  4021  4080 E AppAuth : ready\n", "ready\n"},
		{"android_studio", "2025-03-04 09:12:44.107  4021-4080  AppAuth                 com.example.app                      E  ready\n", "ready\n"},
		{"colours", "\x1b[31mERROR\x1b[0m x #033[1;32mok#033[0m\n", "ERROR x ok\n"},
		{"colours_without_their_escape", "[31mERROR[0m rate(x[5m]) [1;32mok[39m\n", "ERROR rate(x[5m]) ok\n"},
		{"colours_written_out", "\\u001b[31mERROR\\u001b[0m \\x1b[32mok\\033[0m ^[[1mx^[[0m \uFFFD[2my\uFFFD[0m\n", "ERROR ok x y\n"},
		{"no_break_spaces", "error:\u00a0x\u202fy\u2028z.\u200bcom\uFEFF\n", "error: x y\nz.com\n"},
		{"markdown", "invalid\\_client \\[x\\] C:\\\\_a\n", "invalid_client [x] C:\\\\_a\n"},
		{"carriage_returns", "a\r\nb\rc\r\n", "a\nb\rc\n"},
		{"colour_before_return", "a\x1b[0m\r\nb\n", "a\nb\n"},
		{"mail", "> a\n> b\n>\n", "a\nb\n>\n"},
		{"mail_quoted_twice", "> > a\n> > b\n> >\n", "a\nb\n>\n"},
		{"compose_and_tag", "app-1  | I/flutter (29719): ready\n", "ready\n"},
		{"powershell_7", "Invoke-RestMethod: \nLine |\n   1 |  irm x\n     | {\"error\":1}\n", "Invoke-RestMethod: \nLine |\n   1 |  irm x\n{\"error\":1}\n"},
		{"heads_of_one_value", "11:20:33 [a] got {\n11:20:33 [a]   \"x\": [\n11:20:33 [a]   ]\n11:20:34 [a] }\n11:20:34 [a] next\n", "11:20:33 [a] got {\n  \"x\": [\n  ]\n}\n11:20:34 [a] next\n"},
		{"heads_without_numbers", " LOG  got {\n LOG    x: 1\n LOG  }\n LOG  next\n", " LOG  got {\n  x: 1\n}\n LOG  next\n"},
		{"heads_of_print_r", "#7 Array\n#7 (\n#7     [x] => 1\n#7 )\n#7 next\n", "#7 Array\n(\n    [x] => 1\n)\n#7 next\n"},
		{"heads_of_a_value_that_is_cut", "11:20:33 got {\n11:20:33   x: 1\n11:20:33   y: 2\n", "11:20:33 got {\n  x: 1\n  y: 2\n"},
		{"heads_with_colours_and_returns", "\x1b[32m11:20\x1b[0m {\r\n\x1b[32m11:20\x1b[0m   x: \x1b[1m1\x1b[0m\r\n\x1b[32m11:21\x1b[0m }\r\n", "11:20 {\n  x: 1\n}\n"},
		{"heads_of_a_message", "11:20:33 [a] POST /token HTTP/1.1\n11:20:33 [a] Host: x\n11:20:33 [a] \n11:20:33 [a] {\n11:20:33 [a]   \"x\": 1\n11:20:33 [a] }\n11:20:34 [a] next\n", "11:20:33 [a] POST /token HTTP/1.1\nHost: x\n\n{\n  \"x\": 1\n}\n11:20:34 [a] next\n"},
		{"heads_of_curl", "11:20:33.5 > GET / HTTP/1.1\n11:20:33.5 > Host: x\n11:20:33.5 >\n11:20:33.7 < HTTP/1.1 401 Unauthorized\n11:20:33.7 < Server: y\n11:20:33.7 <\n{}\n", "11:20:33.5 > GET / HTTP/1.1\n> Host: x\n>\n11:20:33.7 < HTTP/1.1 401 Unauthorized\n< Server: y\n<\n{}\n"},
		// What looks alike and stays.
		{"requests_without_headers", "11:20:33 GET /a HTTP/1.1\n11:20:34 GET /b HTTP/1.1\n11:20:34 done\n", "11:20:33 GET /a HTTP/1.1\n11:20:34 GET /b HTTP/1.1\n11:20:34 done\n"},
		{"lines_that_open_nothing", "11:20:33 [a] got {x}\n11:20:33 [a] next\n", "11:20:33 [a] got {x}\n11:20:33 [a] next\n"},
		{"a_value_without_heads", "11:20:33 got {\n  x: 1\n}\n", "11:20:33 got {\n  x: 1\n}\n"},
		{"code", "const a = f({\nconst b = 1\nconst c = 2\n", "const a = f({\nconst b = 1\nconst c = 2\n"},
		{"curl", "> POST /token HTTP/1.1\n> Host: x\n< HTTP/1.1 200 OK\n", "> POST /token HTTP/1.1\n> Host: x\n< HTTP/1.1 200 OK\n"},
		{"java", "2025-03-04 09:12:44.107  WARN 1 --- [main] c.e.Login : a | b\n", "2025-03-04 09:12:44.107  WARN 1 --- [main] c.e.Login : a | b\n"},
		{"go_log", "2025/03/04 09:12:44 a: b\n", "2025/03/04 09:12:44 a: b\n"},
		{"json", "{\"a\": \"b | c\"}\n", "{\"a\": \"b | c\"}\n"},
		{"html", "<34>x\n<html>\n", "<34>x\n<html>\n"},
		{"plain_words", "sign-in failed again\nMay be: so\n", "sign-in failed again\nMay be: so\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean(tt.in); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestUnescape(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"json", `{\"error\":\"x\"}\n`, "{\"error\":\"x\"}\n"},
		{"unicode", `caf\u00e9 \ud83d\ude00`, "café 😀"},
		{"lone_surrogate", `\ud83d x`, "\uFFFD x"},
		{"slash_and_single_quote", `https:\/\/x\'s`, "https://x's"},
		{"hex", `a\x26b`, "a&b"},
		{"return_is_dropped", `a\r\nb`, "a\nb"},
		{"unknown_stays", `C:\dir \q`, `C:\dir \q`},
		{"cut_off", `a\u00`, `a\u00`},
		{"twice", `\\\"x\\\"`, `\"x\"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Unescape(Whole(NewText(tt.in, 0, 0)), Span{0, len(tt.in)})
			if got.Text != tt.want {
				t.Errorf("got %q; want %q", got.Text, tt.want)
			}
			if plain := UnescapeString(tt.in); plain != tt.want {
				t.Errorf("as a string: got %q; want %q", plain, tt.want)
			}
			if got.Depth != 1 {
				t.Errorf("got depth %d; want 1", got.Depth)
			}
		})
	}
}

func TestUnescapeEntities(t *testing.T) {
	for in, want := range map[string]string{
		`{&quot;a&quot;:&#34;b&#x22;}`: `{"a":"b"}`, "it&#39;s &lt;b&gt; &amp;c": "it's <b> &c", "&unknown; &#0; &# &#x;": "&unknown; &#0; &# &#x;", "a&quot": "a&quot",
	} {
		if got := UnescapeEntities(Whole(NewText(in, 0, 0)), Span{0, len(in)}); got.Text != want || got.Depth != 1 {
			t.Errorf("%q: got %q, depth %d; want %q", in, got.Text, got.Depth, want)
		}
	}
}

func TestUnescapePercent(t *testing.T) {
	for in, want := range map[string]string{"%7B%22a%22%7D": `{"a"}`, "%D0%9A%F0%9F%98%80": "К😀", "100%, %zz, %D0%4": "100%, %zz, %D0%4", "%FF%7B": "%FF{"} {
		if got := UnescapePercent(Whole(NewText(in, 0, 0)), Span{0, len(in)}); got.Text != want || got.Depth != 1 {
			t.Errorf("%q: got %q, depth %d; want %q", in, got.Text, got.Depth, want)
		}
	}
}

// TestOrigin: a word of a reading of a reading leads back to the bytes it was written with.
func TestPeel(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"json", `"got {\"error\":\"x\"}\nnext"` + "\n", "got {\"error\":\"x\"}\nnext"},
		{"json_in_json", `"\"got \\\"x\\\"\\nnext\""`, "got \"x\"\nnext"},
		{"python", `b'got {"error": "x"}\n'`, "got {\"error\": \"x\"}\n"},
		{"references", "{&quot;error&quot;:&quot;can&#39;t&quot;}<br/>next", "{\"error\":\"can't\"}\nnext"},
		{"quoted_printable", "2026-03-04 09:12:44 ERROR POST /token?a=3Db&c=3Dd answers 400 and says inva=\nlid_grant\n", "2026-03-04 09:12:44 ERROR POST /token?a=b&c=d answers 400 and says invalid_grant\n"},
		{"a_blank_line_behind_each", "GET / HTTP/1.1\n\nHost: x\n\n\n\n{}\n\n", "GET / HTTP/1.1\nHost: x\n\n{}\n"},
		{"old_macs", "a\rb\rc", "a\nb\nc"},
		{"docker", `{"log":"got {\n","stream":"stderr","time":"2026-03-04T09:12:44.107Z"}` + "\n" + `{"log":"}\n","stream":"stderr","time":"2026-03-04T09:12:44.108Z"}` + "\n", "2026-03-04T09:12:44.107Z\ngot {\n}\n"},
		{"elasticsearch", `{"took":3,"hits":{"total":{"value":3},"hits":[{"_index":"a","_source":{"message":"got {","host":{"name":"b"}}},{"_source":{"message":""}},{"_source":{"message":"}"}}]}}`, "got {\n\n}\n"},
		{"a_level_of_each_line", `[{"level":"error","msg":"got {"},{"level":"error","msg":"  x: \"y\""},{"level":"error","msg":"}"}]`, "error\ngot {\n  x: \"y\"\n}\n"},
		{"a_table", "@timestamp,host,message\r\n2026-03-04 09:12:44,web1,got {\r\n2026-03-04 09:12:44,web1,\"  x: \"\"y, z\"\"\"\r\n2026-03-04 09:12:45,web1,}\r\n2026-03-04 09:12:45,web1,next\r\n", "2026-03-04 09:12:44\ngot {\n  x: \"y, z\"\n}\nnext\n"},
		// What looks alike and stays.
		{"records_of_a_logger", "{\"level\":\"info\",\"msg\":\"a\"}\n{\"level\":\"info\",\"msg\":\"b\"}\n{\"level\":\"warn\",\"msg\":\"c\"}\n", "{\"level\":\"info\",\"msg\":\"a\"}\n{\"level\":\"info\",\"msg\":\"b\"}\n{\"level\":\"warn\",\"msg\":\"c\"}\n"},
		{"answers_of_an_api", `{"message":"a","status":401} {"message":"a","status":401} {"message":"a","status":401}`, `{"message":"a","status":401} {"message":"a","status":401} {"message":"a","status":401}`},
		{"two_answers", `{"message":"a"} {"message":"b"}`, `{"message":"a"} {"message":"b"}`},
		{"a_table_with_more", "time,message,status\na,b,401\nc,d,401\n", "time,message,status\na,b,401\nc,d,401\n"},
		{"two_literals", `"a\nb" "c\nd"`, `"a\nb" "c\nd"`},
		{"a_value", `"eyJhbGciOiJub25lIn0.e30."`, `"eyJhbGciOiJub25lIn0.e30."`},
		{"a_page", `<a title="x">&quot;</a>`, `<a title="x">&quot;</a>`},
		{"a_state_in_a_url", "/cb?state=3Dx&code=3Dy\nabc=\nx\n", "/cb?state=3Dx&code=3Dy\nabc=\nx\n"},
		{"an_escaped_quote_at_the_end", `"a\nb 23456789\"`, `"a\nb 23456789\"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Peel(Whole(NewText(tt.in, 0, 0))).Text; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestUnwrap(t *testing.T) {
	const record = `2026-03-04 09:12:44 ERROR Token request failed: {"error":"invalid_grant","error_description":"Code not valid"}`
	const other = "2026-03-04 09:12:45 INFO the session of anna goes on without a token, and the next request will be sent to the login page"
	hard := func(width int, lines ...string) string {
		var b strings.Builder
		for _, line := range lines {
			for ; len(line) > width; line = line[width:] {
				b.WriteString(line[:width] + "\n")
			}
			b.WriteString(line + "\n")
		}
		return b.String()
	}
	tests := []struct{ name, in, want string }{
		{"a_terminal", hard(80, record, other), record + "\n" + other + "\n"},
		{"a_narrow_window", hard(66, record, other, record), record + "\n" + other + "\n" + record + "\n"},
		{"in_a_fence", "Here is what I see, in a sentence that is longer than the window in which the log was printed, by far.\n```\n" + hard(80, record) + "```\n", "Here is what I see, in a sentence that is longer than the window in which the log was printed, by far.\n```\n" + record + "\n```\n"},
		{"a_pager", record[:80] + "\n    " + record[80:] + "\n" + other[:80] + "\n    " + other[80:] + "\n", record + "\n" + other + "\n"},
		{"a_mail", "2026-03-04 09:12:44 ERROR The authorization server refused the code, as\nit had been redeemed before and so the login could not be finished by the\napplication.\n", "2026-03-04 09:12:44 ERROR The authorization server refused the code, as it had been redeemed before and so the login could not be finished by the application.\n"},
		// What looks alike and stays.
		{"records_of_one_length", strings.Repeat(other+"\n", 4), ""},
		{"frames", "TypeError: cannot read the property of an answer that never came at all\n    at fetchToken (/app/src/auth/tokens.js:120:14) and some more text here\n    at login (/app/src/auth/login.js:12:3)\n", ""},
		{"settings", "oauth2_request_url = https://login.example.com/oauth2/token/endpoint\noauth2_client_id = 0123456789012345678901234567890123456789012345\noauth2_scope = mail\n", ""},
		{"rulers", strings.Repeat("=", 80) + "\nlogin\n" + strings.Repeat("=", 80) + "\nfailed\n", ""},
		{"yaml", "providers:\n  the_authorization_server_of_the_shop_and_of_its_customers_address:\n    url: https://id.example.com\n  the_authorization_server_of_the_shop_and_of_its_suppliers_address:\n    url: https://id.example.com\n", ""},
		{"a_traceback", strings.Repeat("  File \"/app/venv/lib/python3.12/site-packages/shop/login.py\", line 120, in callback\n    return client.fetch(code)\n", 2), ""},
		{"a_console", "Failed to load resource: the server responded with a status of 400 (Bad Request)\ntoken:1 Failed to load resource: net::ERR_FAILED\nmain.ts:7 failed\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.in
			}
			if got := Unwrap(Whole(NewText(tt.in, 0, 0))).Text; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestUnsaid(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"javascript", "if (!ok) {\n  throw new Error('no token');\n}\n", "if (!ok) {\n  );\n}\n"},
		{"behind_its_condition", "if (!ok) throw new Error(`no ${x}`);\n", "if (!ok) );\n"},
		{"a_logger_and_what_it_shows", "} catch (e) {\n    this.logger.error(\"refused\", e);\n", "} catch (e) {\n    , e);\n"},
		{"below_its_call", "console.error(\n  \"refused\",\n  e)\n", ",\n  e)\n"},
		{"go", "if err != nil {\n\treturn fmt.Errorf(\"no token: %w\", err)\n}\n", "if err != nil {\n\treturn , err)\n}\n"},
		{"go_of_two", "return nil, errors.New(\"no token\")\nvar errToken = errors.New(\"no token\")\n", "return nil, )\nvar errToken = )\n"},
		{"kotlin", "else -> throw TokenException(\"no token\")\n", "else -> )\n"},
		{"python", "    raise ValueError(\"no token\")\n", "    )\n"},
		{"java", "logger.error(\"no \\\"x\\\"\", e);\n", ", e);\n"},
		{"an_answer", "return res.status(401).json({ error: 'refused' })\n", "return res.status(401) })\n"},
		// What looks alike and stays.
		{"a_request", "print(requests.post(\"https://id.example.com\"))\n", ""},
		{"a_traceback", "  File \"app.py\", line 3, in f\n    raise ValueError(\"no token\")\nValueError: no token\n", ""},
		{"a_caret", "/app/a.js:3\n    throw new Error(\"no token\");\n    ^\n", ""},
		{"printed", "09:12:44 ERROR Err(\"no token\")\nError(\"no token\")\nlogin error(\"x\")\n", ""},
		{"a_record", "2026-03-04 ERROR c.e.Login - throw new Error(\"x\") was seen\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.in
			}
			if got := Unsaid(Whole(NewText(tt.in, 0, 0))).Text; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestHappened(t *testing.T) {
	const kept = "token request failed: invalid_grant\n"
	nothing := map[string]string{
		"a tick":             "  ✓ throws on invalid_grant (3 ms)\n",
		"a run":              "✓  2 [firefox] › refuses a stale state (0.9s)\n\n  1 passed (1.1s)\n",
		"pytest":             "tests/test_sso.py::test_state_mismatch PASSED   [ 50%]\n",
		"gradle":             "SsoTest > expired code gives invalid_grant PASSED\n",
		"go test":            "=== RUN   TestExpired\n--- PASS: TestExpired (0.00s)\nok  \texample.com/sso\t0.1s\n",
		"jest":               "PASS src/sso.test.ts\n  console.error\n    refresh failed: invalid_grant\n",
		"xcodebuild":         "Test Case '-[SsoTests testLoginFails]' passed (1.2 seconds).\n",
		"surefire":           "[INFO] Running org.example.SsoTest\n12:00 [main] WARN Sso - it failed: invalid_client\n[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.8 s -- in org.example.SsoTest\n",
		"cargo":              "test sso::tests::invalid_client ... ok\n",
		"tap":                "ok 3 - refuses invalid_scope\n",
		"dotnet":             "  Passed Sso.Tests.Refuses_expired_token [3 ms]\n",
		"junit":              "<testcase name=\"loginFails\" time=\"0.1\"/>\n",
		"allure":             "{\"name\":\"login fails\",\"status\":\"passed\"}\n",
		"a diff":             "diff --git a/sso.go b/sso.go\n--- a/sso.go\n+++ b/sso.go\n@@ -3,2 +3,2 @@ func f()\n \tif failed {\n-\treturn errInvalidGrant\n+\treturn errLogin\n",
		"git log --oneline":  "1f2e3d4 (HEAD -> main) Handle invalid_client\n4d3e2f1 Fix the failed login\n",
		"git log":            "commit 1f2e3d4c5b6a79880123456789abcdef01234567\nAuthor: Ann <ann@example.com>\n\n    Fix the failed login\n",
		"grep":               "lib/sso.py:12:    raise SsoError(\"invalid_grant\")\n",
		"a changelog":        "## [2.1.0] - 2026-03-04\n- Fixed: login failed on invalid_grant\n",
		"a list of changes":  "* fix(sso): handle invalid_grant (#12)\n",
		"counters":           "# HELP sso_errors_total Failed logins\nsso_errors_total{error=\"invalid_grant\"} 3\nsso_failed_logins 2\n",
		"help":               "Usage: sso [options]\n  -e, --debug-on-error   show the error, such as invalid_grant\n",
		"an alert":           "- alert: SsoErrors\n  expr: rate(sso_errors_total[5m]) > 1\n  annotations:\n    summary: many failed logins\n",
		"openapi":            "  responses:\n    \"400\":\n      description: invalid_grant, the login failed\n",
		"realm export":       "\"failureFactor\" : 20,\n\"enabledEventTypes\" : [\n\"LOGIN_ERROR\",\n\"REFRESH_TOKEN_ERROR\"\n",
		"realm export, one":  "{\"realm\":\"shop\",\"enabledEventTypes\":[\"LOGIN_ERROR\"]}\n",
		"translations":       "\"sso.error.denied\": \"Access denied\",\n\"sso.error.invalid_grant\": \"The login failed\"\n",
		"properties":         "sso.error.denied=Access denied here\nsso.error.grant=The login failed\n",
		"gherkin":            "Scenario: a wrong password\n  When the login fails\n  Then the answer is invalid_grant\n",
		"gherkin in Russian": "Сценарий: неверный пароль\n  Когда вход не удался\n  Тогда ответ invalid_grant\n",
		"a table of codes":   "| code | meaning |\n|---|---|\n| invalid_scope | refused |\n| invalid_grant | expired |\n",
		"source code":        "if body[\"error\"] == \"invalid_grant\":\n  InvalidClient = \"invalid_client\",\n\"invalid_scope\" -> failed()\n",
		"levels":             "root: ERROR\norg.example.auth_failed: ERROR\n",
		"a specification":    "\"responses\": {\n  \"400\": {\"description\": \"login_failed\"}\n}\n",
		"a query":            "select * from logins where error = 'invalid_grant';\n",
		"a code explained":   "The docs say that invalid_client means that it failed\n",
		"advice":             "If you get `invalid_client`, then it failed: check the secret\n",
	}
	for name, in := range nothing {
		got, ok := strings.CutSuffix(Happened(Whole(NewText(in+"\n"+kept, 0, 0))).Text, kept)
		if !ok || strings.ContainsAny(got, "_") || strings.Contains(got, "fail") {
			t.Errorf("%s: left %q", name, got)
		}
	}
	for _, in := range []string{
		"--- FAIL: TestLogin (0.02s)\n    login_test.go:41: invalid_grant\n",
		"12:00 [main] WARN Sso - it failed: invalid_client\n[ERROR] Tests run: 4, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.8 s -- in org.example.SsoTest\n",
		"tests/test_sso.py::test_login FAILED [100%]\nE   InvalidGrantError: (invalid_grant)\n",
		"✔ Login failed: invalid_grant\n",
		"sso.go:88: token request failed: invalid_grant\n",
		"routers/auth/oauth.go:88:SignInCallback() [E] invalid_grant\n",
		"app/user.rb:12:in 'token': invalid_grant (OAuth2::Error)\n",
		"0a1b2c3 token request failed\n1b2c3d4 login failed\n",
		"- the token request failed: invalid_grant\n",
		"| error | invalid_grant |\n",
		"\"error.type\": \"invalid_grant\",\n\"error.message\": \"Code not valid\"\n",
		"  --data \"grant_type=refresh_token\" \\\n",
		"responses: 3\nlogin failed\n",
		"expires_in: 300\nrefresh_expires_in=300\n",
		"  ClientId = \"shop_client\",\n  error = \"invalid_grant\",\n",
		"error: I get invalid_grant, which means what?\n",
		"level: error\n",
		"When the user logs in, it says invalid_grant\n",
	} {
		if got := Happened(Whole(NewText(in, 0, 0))).Text; got != in {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestPlain(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"json_in_a_record", `{"msg":"answer {\"error\":\"x\"}\n\tat main"}`, "{\"msg\":\"answer {\"error\":\"x\"}\n\\tat main\"}"},
		{"twice", `"\"got \\\"x\\\"\""`, `""got "x"""`},
		{"references", `<p>can&#39;t parse &quot;x&quot; &lt;html&gt;</p>`, `<p>can't parse "x" <html></p>`},
		{"letters", `{"m":"a\u0026b"}`, `{"m":"a&b"}`},
		{"quotation_marks", "can’t parse “x” of ‘y’, „z“", `can't parse "x" of 'y', "z"`},
		{"a_path_alone", `C:\temp\bin`, `C:\temp\bin`},
		{"nothing", "plain & simple", "plain & simple"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := Plain(Whole(NewText(tt.in, 0, 0)))
			if v.Text != tt.want {
				t.Errorf("got %q, want %q", v.Text, tt.want)
			}
			if o := v.Origin(Span{0, len(v.Text)}); o.Start != 0 || o.End != len(tt.in) {
				t.Errorf("the whole comes from %v", o)
			}
		})
	}
}

func TestOrigin(t *testing.T) {
	input := "web-1  | msg=\"said: {\\\"error\\\":\\\"inv\\u0061lid\\\"}\"\nweb-1  | end\n"
	v := Clean(Whole(NewText(input, 0, 0)))
	open := strings.Index(v.Text, `"said`) + 1
	inner := Unescape(v, Span{open, strings.LastIndex(v.Text, `"`)})
	tests := []struct{ word, want string }{
		{"said: ", "said: "},
		{`{"error"`, `{\"error\"`},
		{`"inv`, `\"inv`},
		{"a", "a"},
		{"invalid", `inv\u0061lid`},
		{`"}`, `\"}`},
	}
	for _, tt := range tests {
		i := strings.Index(inner.Text, tt.word)
		if i < 0 {
			t.Fatalf("%q is not in %q", tt.word, inner.Text)
		}
		o := inner.Origin(Span{i, i + len(tt.word)})
		if got := input[o.Start:o.End]; got != tt.want {
			t.Errorf("%q: got %q; want %q", tt.word, got, tt.want)
		}
	}
	end := strings.Index(v.Text, "end")
	if o := v.Origin(Span{end, end + 3}); input[o.Start:o.End] != "end" {
		t.Errorf("got %q; want end", input[o.Start:o.End])
	}
	if o := v.Origin(Span{len(v.Text), len(v.Text)}); o.Start != len(input) || o.End != len(input) {
		t.Errorf("the end of the view: got %v; want %d", o, len(input))
	}
	// A span that holds a dropped prefix goes on to its end.
	two := v.Origin(Span{0, len(v.Text)})
	if !strings.HasPrefix(input[two.Start:two.End], "msg=") || !strings.HasSuffix(input[two.Start:two.End], "end\n") {
		t.Errorf("got %q", input[two.Start:two.End])
	}
}

// TestOriginOfReplacement: what stands for other bytes leads to all of them.
func TestSeen(t *testing.T) {
	v := Plain(Clean(Whole(NewText("web-1  | a \\\"b\\\" c\n", 0, 0)))) // a "b" c
	tests := []struct{ of, want Span }{
		{Span{9, 10}, Span{0, 1}},  // a
		{Span{13, 14}, Span{3, 4}}, // b
		{Span{11, 16}, Span{2, 5}}, // "b" as it is written
		{Span{0, 9}, Span{0, 0}},   // the prefix, which was taken out
		{Span{17, 19}, Span{6, 8}}, // c and the newline
		{Span{19, 99}, Span{8, 8}}, // beyond the end
	}
	for _, tt := range tests {
		if got := v.Seen(tt.of); got != tt.want {
			t.Errorf("%v is seen at %v, want %v", tt.of, got, tt.want)
		}
	}
}

func TestOriginOfReplacement(t *testing.T) {
	v := Whole(NewText("x:aGVsbG8=;y", 0, 0))
	b := NewBuilder(v)
	b.Keep(Span{0, 2})
	b.Replace(Span{2, 10}, "hello")
	b.Keep(Span{10, 12})
	got := b.View()
	if got.Text != "x:hello;y" {
		t.Fatalf("got %q", got.Text)
	}
	for _, s := range []Span{{2, 7}, {3, 4}, {4, 5}} {
		if o := got.Origin(s); o != (Span{2, 10}) {
			t.Errorf("%v: got %v; want the whole of it", s, o)
		}
	}
	if o := got.Origin(Span{7, 9}); o != (Span{10, 12}) {
		t.Errorf("got %v; want {10 12}", o)
	}
}

func TestPosition(t *testing.T) {
	text := NewText("ab\nc\n\nd", 100, 7)
	tests := []struct{ offset, line, column int }{{0, 8, 1}, {1, 8, 2}, {2, 8, 3}, {3, 9, 1}, {5, 10, 1}, {6, 11, 1}, {7, 11, 2}}
	for _, tt := range tests {
		if line, column := text.Position(tt.offset); line != tt.line || column != tt.column {
			t.Errorf("%d: got %d:%d; want %d:%d", tt.offset, line, column, tt.line, tt.column)
		}
	}
}

func utf16Bytes(s string, bigEndian, mark bool) []byte {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var out []byte
	for _, u := range units {
		if bigEndian {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestSniff(t *testing.T) {
	text := "2025-03-04 ERROR login failed: invalid_grant\r\n"
	tests := []struct {
		name string
		in   []byte
		want string
	}{
		{"utf8", []byte(text + "Ошибка входа"), ""},
		{"empty", nil, ""},
		{"colours", []byte("\x1b[31m" + text), ""},
		{"utf16le_with_mark", utf16Bytes(text, false, true), UTF16LE},
		{"utf16be_with_mark", utf16Bytes(text, true, true), UTF16BE},
		{"utf16le", utf16Bytes(text, false, false), UTF16LE},
		{"utf16be", utf16Bytes(text, true, false), UTF16BE},
		{"utf16le_russian_with_mark", utf16Bytes("Ошибка входа: код уже использован", false, true), UTF16LE},
		{"gzip", append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}, make([]byte, 40)...), Binary},
		{"one_zero_byte", []byte(text + "\x00" + text), ""},
	}
	for _, tt := range tests {
		if got := Sniff(tt.in); got != tt.want {
			t.Errorf("%s: got %q; want %q", tt.name, got, tt.want)
		}
	}
}

// TestRussianReadInTheWrongCodePage: UTF-8 that was taken for Windows-1251 is read as it was meant, at its own place; what only
// looks like a pair of it is left alone.
func TestRussianReadInTheWrongCodePage(t *testing.T) {
	misread := func(s string) string { return string(FromCodePage(Windows1251, []byte(s))) }
	const said = "Ошибка входа: код уже использован, Ещё раз"
	text := "12:40 " + strings.ReplaceAll(misread(said), "\uFFFD", "\u0098") + " {}"
	v := Clean(Whole(NewText(text, 0, 0)))
	if want := "12:40 " + said + " {}"; v.Text != want {
		t.Errorf("read as %q; want %q", v.Text, want)
	}
	at := strings.Index(v.Text, "код")
	if got := v.Origin(Span{at, at + len("код")}); text[got.Start:got.End] != misread("код") {
		t.Errorf("the word stands under %q", text[got.Start:got.End])
	}
	for _, s := range []string{"РЕГИСТРАЦИЯ: ОШИБКА", "Сёмга, 5°, Рёв"} {
		if got := clean(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

// TestCodePage: Russian words are read in the code page they were written in, and what is no Russian is left alone.
func TestCodePage(t *testing.T) {
	encoded := func(name, text string) []byte {
		var out []byte
		for _, r := range text {
			if i := slices.Index(codePages[name], r); i >= 0 {
				out = append(out, byte(0x80+i))
			} else {
				out = append(out, byte(r))
			}
		}
		return out
	}
	const log = "12:40:01 ОШИБКА Не удалось получить токен: {\"error\":\"invalid_grant\"} «Код авторизации»\n"
	for _, name := range []string{Windows1251, IBM866} {
		in := encoded(name, strings.NewReplacer("«", "", "»", "").Replace(log))
		if got := CodePage(in); got != name {
			t.Errorf("%s is taken for %q", name, got)
		}
		if got := string(FromCodePage(name, in)); got != strings.NewReplacer("«", "", "»", "").Replace(log) {
			t.Errorf("%s: read as %q", name, got)
		}
	}
	for name, in := range map[string][]byte{
		"UTF-8":              []byte(log),
		"UTF-8 cut":          []byte(log)[:len("12:40:01 ОШИБК")+1],
		"UTF-8, some broken": []byte(log + "\xff\xfe\xfa\xe0\xe1\xe2"),
		"Latin-1":            encoded("", strings.Repeat("ung\u00fcltig, \u00fcber ", 9)),
		"GBK":                []byte(strings.Repeat("\xb5\xc7\xc2\xbc\xca\xa7\xb0\xdc ", 9)),
	} {
		if got := CodePage(in); got != "" {
			t.Errorf("%s is taken for %q", name, got)
		}
	}
}

// TestUTF16 feeds every cut of a text with a surrogate pair, so that no piece border loses a character.
func TestUTF16(t *testing.T) {
	const text = "вход 😀 ok\n"
	for _, bigEndian := range []bool{false, true} {
		in := utf16Bytes(text, bigEndian, true)
		for cut := 0; cut <= len(in); cut++ {
			d := UTF16Decoder{BigEndian: bigEndian}
			got := string(d.Decode(in[:cut])) + string(d.Decode(in[cut:])) + string(d.Flush())
			if got != text {
				t.Fatalf("cut at %d: got %q; want %q", cut, got, text)
			}
		}
		d := UTF16Decoder{BigEndian: bigEndian}
		if got := string(d.Decode(in[:3])) + string(d.Flush()); got != "\uFFFD" {
			t.Errorf("half a character: got %q; want U+FFFD", got)
		}
	}
	d := UTF16Decoder{}
	if got := string(d.Decode([]byte{0x3d, 0xd8, 'a', 0})); got != "\uFFFDa" {
		t.Errorf("a lone surrogate: got %q; want U+FFFD and a", got)
	}
}

// TestOneMarkOnly: a mark within the text is a character like any other.
func TestOneMarkOnly(t *testing.T) {
	d := UTF16Decoder{}
	if got := string(d.Decode(utf16Bytes("a\ufeffb", false, true))); got != "a\ufeffb" {
		t.Errorf("got %q", got)
	}
}

// checkView fails on a view that leads outside its text or that gives a verbatim run other bytes than it shows.
func checkView(t *testing.T, name, input string, v *View) {
	t.Helper()
	last := 0
	for i := 0; i <= len(v.Text); i++ {
		for _, end := range [...]int{i, min(i+1, len(v.Text)), len(v.Text)} {
			o := v.Origin(Span{i, end})
			if o.Start < 0 || o.End > len(input) || o.Start > o.End {
				t.Fatalf("%s: Origin(%d,%d) = %v lies outside %d bytes", name, i, end, o, len(input))
			}
		}
		if i == len(v.Text) {
			break
		}
		o := v.Origin(Span{i, i + 1})
		if o.Len() == 1 && input[o.Start] != v.Text[i] && !strings.HasPrefix(input[max(0, o.Start-1):], `\`) {
			t.Fatalf("%s: byte %d is %q, its origin %q", name, i, v.Text[i], input[o.Start])
		}
		if o.Start < last {
			t.Fatalf("%s: origins run backwards at byte %d", name, i)
		}
		last = o.Start
	}
}

func FuzzClean(f *testing.F) {
	f.Add("web-1  | a\r\n\x1b[31mb\x1b[0m\n")
	f.Add("> I/flutter (1): x\n> y\n")
	f.Add("Mar  4 09:12:44 h p[1]: {\\\"a\\\":\\u00e9}\n#033[0m")
	f.Add("2025-03-04T09:12:44Z stdout F x\r")
	f.Fuzz(func(t *testing.T, input string) {
		if len(input) > 2000 || !utf8.ValidString(input) {
			return
		}
		v := Clean(Whole(NewText(input, 0, 0)))
		checkView(t, "clean", input, v)
		u := Unescape(v, Span{0, len(v.Text)})
		checkView(t, "unescaped", input, u)
		if again := Clean(v); len(again.Text) > len(v.Text) {
			t.Errorf("cleaning made it longer: %q", again.Text)
		}
	})
}

// TestLowerBlanksTokens: wherever a long run stands and however long it is, its beginning and all around it are lowered and
// the rest of it is blank.
func TestLowerBlanksTokens(t *testing.T) {
	for before := range 70 {
		for _, length := range [...]int{longRun - 1, longRun, 2*longRun + 7, 1000} {
			run, gap := strings.Repeat("Ab_9", length)[:length], strings.Repeat("Я ", before)
			kept := strings.ToLower(run)
			if length >= longRun {
				kept = kept[:keptRun] + strings.Repeat("\x01", length-keptRun)
			}
			v := Whole(NewText(gap+run+"."+run+" Ошибка", 0, 0))
			if want := strings.ToLower(gap) + kept + "." + kept + " ошибка"; v.Lower() != want {
				t.Fatalf("%d characters before runs of %d: got %q; want %q", before, length, v.Lower(), want)
			}
		}
	}
}

// TestLower: Russian letters are lowered with the ASCII ones, and no byte moves.
func TestLower(t *testing.T) {
	for _, test := range [][2]string{
		{"ERROR Login", "error login"},
		{"Ошибка: Яндекс, ЁЖ и Rостелеком", "ошибка: яндекс, ёж и rостелеком"},
		{"Ünïcode \xd0", "Ünïcode \xd0"},
		{"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "абвгдежзийклмнопрстуфхцчшщъыьэюя"},
	} {
		if got := Lower(test[0]); got != test[1] {
			t.Errorf("%q; want %q", got, test[1])
		}
	}
}

// TestNewlines: the lines of a log are counted as bytes.Count counts them, wherever the newlines stand.
func TestNewlines(t *testing.T) {
	for n := range 40 {
		for _, text := range []string{strings.Repeat("\n", n), strings.Repeat("\n\x0b\n\t\x8a", n), strings.Repeat("Вход\n", n)[n:]} {
			for name, count := range map[string]func([]byte) int{"Newlines": Newlines, "newlinesInWords": newlinesInWords} {
				if got, want := count([]byte(text)), strings.Count(text, "\n"); got != want {
					t.Errorf("%s: %q has %d newlines, not %d", name, text, want, got)
				}
			}
		}
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain\ttext\r\n": "plain\ttext\r\n",
		"Au\x1b[1mth\x1b[0m error \x1b]0;title\x07now": "Auth error now",
		"bell\x07 and a lone \x1b":                     "bell\uFFFD and a lone \uFFFD",
	} {
		if got := Printable(in); got != want {
			t.Errorf("%q: got %q; want %q", in, got, want)
		}
	}
}
