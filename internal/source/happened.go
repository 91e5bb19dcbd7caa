package source

import "strings"

// Happened is v without the lines that tell of nothing that happened: tests that passed, changes and searches of source code,
// changelogs, counters, help texts, specifications, translations.
//
//	✓ rejects an expired token with invalid_token (3 ms)
//	a1b2c3d Handle invalid_client of the token endpoint
//	oauth_token_errors_total{error="invalid_grant"} 0
//
// What a test that failed says stays.
func Happened(v *View) *View {
	text := v.Text
	b, kept := NewBuilder(v), 0
	r := idle{text: text, block: -1}
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		if r.line(at, end) {
			b.Keep(Span{kept, at})
			kept = end
		}
		at = end + 1
	}
	if kept == 0 {
		return v
	}
	b.Keep(Span{kept, len(text)})
	return b.View()
}

// idle reads a text line by line.
type idle struct {
	text     string
	old, new int  // lines that the hunk of a diff still has
	block    int  // the blanks before the head of a block of YAML that is passed over; -1: none
	passed   bool // below the name of a file whose tests passed
	changes  bool // below the head of a changelog
	commit   bool // in a commit as git log prints it
	gherkin  bool // in a scenario
	asked    bool // whether tests ran was asked
	ran      bool
	until    int // lines before it are of tests that passed
}

// line reports whether a line tells of nothing that happened.
func (r *idle) line(at, end int) bool {
	text := r.text
	from := at
	for from < end && (text[from] == ' ' || text[from] == '\t') {
		from++
	}
	for from < end && (text[end-1] == ' ' || text[end-1] == '\r') {
		end--
	}
	if from == end {
		return false
	}
	line, blanks := text[from:end], from-at
	if at < r.until {
		return true
	}
	if r.old > 0 || r.new > 0 {
		switch text[at] {
		case '+':
			r.new--
			return true
		case '-':
			r.old--
			return true
		case ' ':
			r.old, r.new = r.old-1, r.new-1
			return true
		case '\\':
			return true
		}
		r.old, r.new = 0, 0
	}
	if r.block >= 0 {
		if blanks > r.block {
			return true
		}
		r.block = -1
	}
	if r.passed {
		if blanks > 0 {
			return true
		}
		r.passed = false
	}
	if r.commit {
		if blanks >= 4 || strings.HasPrefix(line, "Author: ") || strings.HasPrefix(line, "Date: ") || strings.HasPrefix(line, "Merge: ") {
			return true
		}
		r.commit = false
	}
	if r.changes && line[0] != '-' && line[0] != '*' && line[0] != '#' && blanks == 0 {
		r.changes = false
	}
	return r.begins(line, at, blanks) || r.ends(line) || counter(line) || found(line) || r.commits(line, at) || r.properties(line, at) || explains(line)
}

// begins judges a line by how it begins.
func (r *idle) begins(line string, at, blanks int) bool {
	switch c := line[0]; c {
	case 'p':
		return strings.HasPrefix(line, "public ") && strings.HasSuffix(line, ";") && strings.Contains(line, " final ") || strings.HasPrefix(line, "private ") && strings.HasSuffix(line, ";") && strings.Contains(line, " final ")
	case 'P':
		switch {
		case strings.HasPrefix(line, "PASS "):
			r.passed = blanks < 2
			return true
		case strings.HasPrefix(line, "Passed "):
			return strings.HasSuffix(line, "s]") // dotnet test
		case strings.HasPrefix(line, "Passed!"):
			return true
		}
		return strings.HasPrefix(line, "PASSED ") && strings.Contains(line, "::")
	case '-':
		switch {
		case strings.HasPrefix(line, "--- PASS: ") || strings.HasPrefix(line, "--- a/"):
			return true
		case strings.HasPrefix(line, "- alert: "):
			r.block = blanks
			return true
		case r.changes && strings.HasPrefix(line, "- "):
			return true
		}
		return blanks > 0 && isOption(line) || conventional(line)
	case '*':
		return r.changes && strings.HasPrefix(line, "* ") || conventional(line)
	case '+':
		return strings.HasPrefix(line, "+++ b/")
	case '=':
		return strings.HasPrefix(line, "=== RUN ") || strings.HasPrefix(line, "=== PAUSE ") || strings.HasPrefix(line, "=== CONT ")
	case '@':
		return r.hunk(line)
	case '#':
		if strings.HasPrefix(line, "# HELP ") || strings.HasPrefix(line, "# TYPE ") || strings.HasPrefix(line, "# Subtest: ") {
			return true
		}
		if headsChanges(strings.TrimLeft(line, "# ")) {
			r.changes = true
			return true
		}
		r.changes = false
	case '<':
		if strings.HasPrefix(line, "<validate-jwt ") || strings.HasPrefix(line, "<nlog ") || strings.HasPrefix(line, "<logger name=") || strings.HasPrefix(line, "<root level=") || strings.HasPrefix(line, "<testsuite") && strings.Contains(line, ` failures="0"`) && strings.Contains(line, ` errors="0"`) {
			return true // policies and configurations name what would be said
		}
		return strings.HasPrefix(line, "<testcase ") && (strings.HasSuffix(line, "/>") || strings.HasSuffix(line, "</testcase>") && !strings.Contains(line, "<failure") && !strings.Contains(line, "<error"))
	case '{':
		if len(line) > 1 && isLetter(line[1]) && strings.Contains(line, "} |") { // a query of Loki
			return true
		}
		if strings.Contains(line, `"enabledEventTypes":`) { // the export of a realm on one line
			return true
		}
		return (strings.HasPrefix(line, `{"name":`) || strings.HasPrefix(line, `{"uuid":`)) && strings.Contains(line, `"status":"passed"`) && !strings.Contains(line, `"status":"failed"`) && !strings.Contains(line, `"status":"broken"`)
	case '"':
		if strings.HasPrefix(line, `"responses": {`) {
			next := r.next(at)
			if len(next) > 1 && next[0] == '"' && isDigit(next[1]) {
				r.block = blanks
			}
			return false
		}
		if strings.Trim(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_,\"") == "" || strings.HasPrefix(line, `"enabledEventTypes"`) || strings.HasPrefix(line, `"failureFactor"`) || strings.Contains(line[:min(len(line), 40)], `" -> `) { // an arm of a when
			return true
		}
		return translated(line) && (translated(r.next(at)) || translated(r.last(at)))
	case '|':
		return rowOfCode(line) && (rowOfCode(r.next(at)) || rowOfCode(r.last(at))) || strings.HasPrefix(r.next(at), "|-") && strings.Trim(strings.ToLower(line), "abcdefghijklmnopqrstuvwxyz| ") == ""
	case 'o':
		return levelOf(line) || strings.HasPrefix(line, "ok  \t") || strings.HasPrefix(line, "ok ") && len(line) > 3 && isDigit(line[3]) && strings.Contains(line, " - ")
	case 'T':
		switch {
		case strings.HasPrefix(line, "Test Case ") || strings.HasPrefix(line, "Test Suite "):
			return strings.Contains(line, " passed") || strings.Contains(line, " started")
		case strings.HasPrefix(line, "TODO"):
			return true
		case strings.HasPrefix(line, "Then "):
			return r.gherkin
		}
	case '[':
		return strings.HasPrefix(line, "[INFO] Running ") && r.surefire(line[len("[INFO] Running "):], at) || strings.HasPrefix(line, "[INFO] Tests run: ") && strings.Contains(line, "Failures: 0, Errors: 0")
	case 't':
		return strings.HasPrefix(line, "test result: ok.")
	case 'r':
		if strings.HasPrefix(line, "root: ") {
			return true // the level of a logger
		}
		if next := r.next(at); line == "responses:" && next != "" && (strings.IndexByte("'\"", next[0]) >= 0 || isDigit(next[0]) || next == "default:") {
			r.block = blanks
		}
	case 'c': // com.example.auth: ERROR
		return levelOf(line)
	case 's', 'S':
		if (strings.HasPrefix(line, "select ") || strings.HasPrefix(line, "SELECT ")) && strings.HasSuffix(line, ";") || strings.HasPrefix(line, "Scenario: ") {
			r.gherkin = r.gherkin || line[1] == 'c'
			return true
		}
		if line == "schemas:" {
			r.block = blanks
		}
	case 'd':
		if strings.HasPrefix(line, "diff --git a/") {
			return true
		}
	case 'O', 'A': // OAUTH_ERROR_PAGE=/login?error=access_denied
		return strings.Contains(line, "_PAGE=/") || r.gherkin && strings.HasPrefix(line, "And ") || c == 'O' && strings.HasPrefix(line, "OK (") && strings.Contains(line, " test")
	case 'u', 'U':
		return strings.HasPrefix(line[1:], "sage: ")
	case 'R':
		return strings.HasPrefix(line, "Running ") && r.surefire(line[len("Running "):], at) || strings.HasPrefix(line, "RUN  ") && !strings.ContainsAny(line[5:], "=:")
	case 'W':
		return strings.HasPrefix(line, "When ") && r.gherkin || strings.HasPrefix(line, "Write-") && strings.Contains(line[:min(len(line), 20)], ` "`)
	case 'E', 'L':
		return strings.HasPrefix(line, "ErrorLog ") || strings.HasPrefix(line, "ErrorDocument ") || strings.HasPrefix(line, "LogLevel ") || strings.HasPrefix(line, "Expected result") || strings.HasPrefix(line, "Expected behavio") || strings.Contains(line, "_PAGE=/")
	case 'G', 'B', 'F':
		if strings.HasPrefix(line, "FIXME") {
			return true
		}
		if strings.HasPrefix(line, "Feature: ") {
			r.gherkin = true
			return true
		}
		return r.gherkin && (strings.HasPrefix(line, "Given ") || strings.HasPrefix(line, "But "))
	case 0xd0:
		return r.russian(line)
	case 0xe2:
		for _, tick := range [...]string{"✓", "✔", "√"} {
			if rest, ok := strings.CutPrefix(line, tick); ok {
				return r.tests() || took(rest)
			}
		}
		return strings.HasPrefix(line, "◇ Test ")
	}
	return false
}

func (r *idle) russian(line string) bool {
	if strings.HasPrefix(line, "Сценарий: ") || strings.HasPrefix(line, "Функция: ") || strings.HasPrefix(line, "Функционал: ") {
		r.gherkin = true
		return true
	}
	if strings.HasPrefix(line, `ВызватьИсключение "`) || strings.HasPrefix(line, "Ожидаемо: ") || strings.HasPrefix(line, "Ожидаемый результат") { // 1C, a ticket
		return true
	}
	for _, step := range [...]string{"Дано ", "Допустим ", "Когда ", "Тогда ", "И ", "Но "} {
		if r.gherkin && strings.HasPrefix(line, step) {
			return true
		}
	}
	return false
}

// ends judges a line by its end, or as a line of a list whose lines all begin alike.
func (r *idle) ends(line string) bool {
	switch last := line[len(line)-1]; last {
	case ':', '{': // a program that asks for a code
		return strings.Contains(line, `== "`) || strings.Contains(line, "== '") || strings.HasPrefix(line, `case "`) || strings.HasPrefix(line, "case '")
	case ',', ';':
		return defines(line)
	case 'D':
		return strings.HasSuffix(line, " PASSED") && (strings.Contains(line, " > ") || strings.Contains(line, "::"))
	case ']': // pytest: PASSED  [ 33%]
		return strings.HasSuffix(line, "%]") && strings.Contains(line, "::") && strings.Contains(line, " PASSED ")
	case 'k':
		return strings.HasSuffix(line, " ... ok") && strings.HasPrefix(line, "test")
	case '|':
		return strings.HasSuffix(line, " | PASS |")
	case 'c':
		return strings.HasSuffix(line, " sec") && strings.Contains(line, " Passed ")
	case 0x94:
		return strings.HasSuffix(line, " ✔") && r.tests()
	}
	return false
}

// tests reports whether the text is of a run of tests.
func (r *idle) tests() bool {
	if !r.asked {
		r.asked = true
		for _, sign := range [...]string{" passing", " passed (", "passed, ", " passed in ", "Tests:", "Test Files ", "Test Suites:", "PASS ", ".spec.", ".test.", "tests passed", "est run", "Tests run", "Running tests", "OK ("} {
			if strings.Contains(r.text, sign) {
				r.ran = true
				break
			}
		}
	}
	return r.ran
}

// took: a title that ends with the time its test took. A program that says of itself how long it took says what it did.
func took(title string) bool {
	i := strings.LastIndexByte(title, '(')
	return i > 0 && (strings.HasSuffix(title, "ms)") || strings.HasSuffix(title, "seconds)")) && isDigit(title[i+1])
}

// surefire reads the head of the tests of a class, as Maven prints it; what a class printed of which all passed is passed over, too:
//
//	[INFO] Running com.example.auth.TokenServiceTest
//	10:00:01.310 [main] WARN  c.e.auth.TokenService - Token request failed: invalid_client
//	[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.8 s -- in com.example.auth.TokenServiceTest
func (r *idle) surefire(class string, from int) bool {
	if strings.IndexByte(class, '.') < 0 || strings.IndexByte(class, ' ') >= 0 {
		return false
	}
	const result = "Tests run: "
	if i := strings.Index(r.text[from:], result); i >= 0 {
		at := from + i
		if said := r.text[at:lineEnd(r.text, at)]; strings.Contains(said, "Failures: 0, Errors: 0,") && strings.HasSuffix(strings.TrimRight(said, "\r"), class) {
			r.until = at
		}
	}
	return true
}

// hunk reads the head of a hunk of a diff: @@ -10,3 +10,4 @@
func (r *idle) hunk(line string) bool {
	rest, ok := strings.CutPrefix(line, "@@ -")
	old, rest, ok2 := strings.Cut(rest, " +")
	added, _, ok3 := strings.Cut(rest, " @@")
	if !ok || !ok2 || !ok3 {
		return false
	}
	r.old, r.new = lines(old), lines(added)
	return true
}

// lines is the second number of 10,3; 1 where there is none.
func lines(place string) int {
	_, of, ok := strings.Cut(place, ",")
	if !ok {
		return 1
	}
	n := 0
	for i := 0; i < len(of) && i < 5 && isDigit(of[i]); i++ {
		n = 10*n + int(of[i]-'0')
	}
	return n
}

// isOption is a line of a help text: -f, --flag string   what it is for
func isOption(line string) bool {
	i := strings.Index(line[:min(len(line), 8)], "--")
	if i < 0 || i > 0 && !strings.HasSuffix(line[:i], ", ") || len(line) < i+3 || !isLetter(line[i+2]) || line[len(line)-1] == '\\' {
		return false
	}
	at := strings.Index(line, "  ")
	if at < 0 {
		return false
	}
	said := strings.TrimLeft(line[at:], " ")
	return isLetter(said[0]) && strings.Contains(said, " ")
}

// conventional is a change in a list of them: - fix(auth): handle invalid_grant
func conventional(line string) bool {
	if len(line) < 8 || line[1] != ' ' {
		return false
	}
	kind, _, ok := strings.Cut(line[2:min(len(line), 40)], ": ")
	if !ok {
		return false
	}
	kind, _, _ = strings.Cut(strings.TrimSuffix(kind, "!"), "(")
	switch kind {
	case "fix", "feat", "chore", "docs", "refactor", "test", "perf", "build", "revert":
		return true
	}
	return false
}

// headsChanges: Changelog, 3.4.1, [3.4.1] - 2026-03-04, Bug Fixes.
func headsChanges(head string) bool {
	switch strings.ToLower(head) {
	case "changelog", "bug fixes", "fixed", "changes", "release notes":
		return true
	}
	v := strings.TrimLeft(head, "[vV")
	i := 0
	for i < len(v) && (isDigit(v[i]) || v[i] == '.') {
		i++
	}
	rest := strings.TrimLeft(v[i:], "] ")
	return i > 2 && strings.IndexByte(v[:i], '.') > 0 && isDigit(v[i-1]) && (rest == "" || rest[0] == '(' || strings.HasPrefix(rest, "- ") && len(rest) > 2 && isDigit(rest[2]))
}

// counter is a line of Prometheus: name{label="value"} 3
func counter(line string) bool {
	if !isDigit(line[len(line)-1]) || line[0] < 'a' || line[0] > 'z' {
		return false
	}
	i := 0
	for i < len(line) && (isLetter(line[i]) || isDigit(line[i]) || line[i] == '_' || line[i] == ':') {
		i++
	}
	if i == len(line) || line[i-1] == ':' || !strings.Contains(line[:i], "_") {
		return false
	}
	value := line[i:]
	if value[0] == '{' {
		value = value[strings.LastIndexByte(value, '}')+1:]
	}
	return len(value) > 1 && value[0] == ' ' && strings.Trim(value[1:], "0123456789.e+") == ""
}

// found is a line of source code as grep -n shows it; a logger that names its place in the code writes one blank behind it.
func found(line string) bool {
	i := strings.IndexByte(line, ':')
	if i < 4 || i+3 > len(line) || !isLetter(line[i-1]) || !isDigit(line[i+1]) {
		return false
	}
	dot, slash := strings.LastIndexByte(line[:i], '.'), strings.IndexByte(line[:i], '/')
	if dot < 0 || slash < 0 || strings.IndexByte(line[:i], ' ') >= 0 {
		return false
	}
	switch line[dot+1 : i] {
	case "py", "js", "ts", "tsx", "jsx", "mjs", "go", "java", "kt", "rb", "php", "cs", "swift", "rs", "dart", "vue", "md", "scala", "ex", "cpp", "c", "h":
	default:
		return false
	}
	if strings.Contains(line, " error TS") { // the compiler of TypeScript
		return true
	}
	for i++; i < len(line) && isDigit(line[i]); i++ {
	}
	if i+2 > len(line) || line[i] != ':' && line[i] != '-' {
		return false
	}
	code := line[i+1:]
	return code[0] != ' ' && !isDigit(code[0]) && !strings.HasPrefix(code, "in ") && !strings.Contains(code, "() [") || strings.HasPrefix(code, "  ")
}

// commits: git log, one commit a line, or whole.
func (r *idle) commits(line string, at int) bool {
	if c := line[0]; !isDigit(c) && (c < 'a' || c > 'f') {
		return false
	}
	if hash, ok := strings.CutPrefix(line, "commit "); ok {
		r.commit = len(hash) >= 40 && hashLen(hash) == 40
		return r.commit
	}
	return ofCommit(line) && (ofCommit(r.next(at)) || ofCommit(r.last(at)))
}

// ofCommit: a1b2c3d (HEAD -> main) Fix the login
func ofCommit(line string) bool {
	n := hashLen(line)
	if n < 7 || n > 12 || n+2 >= len(line) || line[n] != ' ' || strings.Trim(line[:n], "0123456789") == "" {
		return false
	}
	subject := line[n+1:]
	return subject[0] == '(' || subject[0] >= 'A' && subject[0] <= 'Z' && subject[1] >= 'a' && subject[1] <= 'z' || conventional("- "+subject)
}

func hashLen(s string) int {
	n := 0
	for n < len(s) && (isDigit(s[n]) || s[n] >= 'a' && s[n] <= 'f') {
		n++
	}
	return n
}

// translated is a member of a file of translations: "login.error.invalid_grant": "Your session has expired.",
func translated(line string) bool {
	name, value, ok := strings.Cut(strings.TrimPrefix(line, `"`), `": "`)
	if !ok || len(name) == len(line) || strings.ContainsAny(name, " \"") || strings.IndexByte(name, '.') < 1 || !strings.HasSuffix(strings.TrimSuffix(value, ","), `"`) {
		return false
	}
	switch first, _, _ := strings.Cut(name, "."); first {
	case "error", "http", "log", "event", "url", "service", "process", "exception", "trace", "labels", "host":
		return false // records of logs have such names, too
	}
	return value[0] >= 'A' && value[0] <= 'Z' || value[0] >= 0xd0
}

// properties: the same of Java, auth.error.invalid_grant=Your session has expired
func (r *idle) properties(line string, at int) bool {
	return property(line) && (property(r.next(at)) || property(r.last(at)))
}

func property(line string) bool {
	if line == "" || line[0] < 'a' || line[0] > 'z' {
		return false
	}
	i := strings.IndexAny(line, "= ")
	if i < 0 || i+1 >= len(line) || line[i] != '=' || strings.Count(line[:i], ".") < 2 {
		return false
	}
	value := line[i+1:]
	return (value[0] >= 'A' && value[0] <= 'Z' || value[0] >= 0xd0) && strings.IndexByte(value, ' ') > 0
}

// levelOf is the level of a logger in a configuration: org.keycloak: ERROR
func levelOf(line string) bool {
	name, level, ok := strings.Cut(line, ": ")
	return ok && (level == "ERROR" || level == "WARN" || level == "error" || level == "warn") && strings.IndexByte(name, '.') > 0 && strings.IndexByte(name, ' ') < 0
}

// defines: a constant whose value is its name, InvalidGrant = "invalid_grant",
func defines(line string) bool {
	name, value, ok := strings.Cut(line[:len(line)-1], ` = "`)
	if !ok || !strings.HasSuffix(value, `"`) || strings.IndexByte(value, '_') < 0 {
		return false
	}
	name = name[strings.LastIndexByte(name, ' ')+1:]
	return strings.EqualFold(strings.ReplaceAll(name, "_", ""), strings.ReplaceAll(value[:len(value)-1], "_", ""))
}

// explains: invalid_grant means that the code was used twice. If you get `invalid_client`, check the secret.
func explains(line string) bool {
	if strings.IndexByte(line, '_') < 0 { // as in most lines
		return false
	}
	if i := strings.Index(line, "f you "); i == 1 || i > 1 && line[i-2] == ' ' {
		verb, rest, _ := strings.Cut(line[i+len("f you "):], " ")
		if (verb == "get" || verb == "see" || verb == "receive") && strings.IndexByte(rest, '`') >= 0 && strings.IndexByte(rest, ',') > 0 {
			return true
		}
	}
	i := strings.Index(line, " means ")
	return i > 0 && strings.IndexByte(line[strings.LastIndexByte(line[:i], ' ')+1:i], '_') > 0
}

// rowOfCode is a row of a table that explains codes: | invalid_grant | the code is expired |
func rowOfCode(line string) bool {
	cell, rest, ok := strings.Cut(strings.TrimLeft(line, "| "), "|")
	cell = strings.Trim(cell, " `")
	return ok && line[0] == '|' && strings.IndexByte(rest, '|') > 0 && strings.IndexByte(cell, '_') > 0 && strings.IndexByte(cell, ' ') < 0
}

// next and last are the lines below and above the one that begins at an offset.
func (r *idle) next(at int) string {
	end := lineEnd(r.text, at)
	if end == len(r.text) {
		return ""
	}
	return strings.TrimSpace(r.text[end+1 : lineEnd(r.text, end+1)])
}

func (r *idle) last(at int) string {
	if at == 0 {
		return ""
	}
	return strings.TrimSpace(r.text[lineStart(r.text, at-1) : at-1])
}
