package source

import "strings"

// Clean is the View of v without terminal colours, carriage returns at line ends and what log shippers put before a
// line: the names of docker-compose, pm2, foreman and kubectl, syslog and journald headers, Android logcat and Flutter tags,
// mail quote marks, the bars of PowerShell 7; and without what editors of texts put in: no-break spaces, Markdown's
// backslashes. What syslog has of logins at the machine itself, which anybody tries, goes, too. A time that is not the shipper's only copy of it stays, but where it breaks
// a value that goes on for several lines.
func Clean(v *View) *View {
	v = edited(v)
	text := v.Text
	c := cleaner{
		b: NewBuilder(v), text: text,
		quoted:  mailQuoted(text),
		barred:  strings.IndexByte(text, '|') >= 0 && strings.Contains(text, "Line |"),
		colours: strings.IndexByte(text, 0x1b) >= 0 || strings.Contains(text, "[0m") || strings.Contains(text, "[39m"),
		returns: strings.IndexByte(text, '\r') >= 0,
		http:    strings.Contains(text, "HTTP/"),
		shells:  strings.Contains(text, "sshd"), // pam_unix names it, too
	}
	for at := 0; at < len(text); {
		end := c.lineEnd(at)
		c.line(at, end)
		start := at
		if at = c.repeatedHeads(start, end); c.http && at == end {
			at = c.httpHeads(start, end)
		}
	}
	if !c.changed {
		return v
	}
	c.b.Keep(Span{c.kept, len(text)})
	return c.b.View()
}

// cleaner keeps what lies between the bytes that go.
type cleaner struct {
	b                              *Builder
	text                           string
	quoted                         int // times
	barred, colours, returns, http bool
	shells                         bool // there are lines of sshd or PAM
	kept                           int  // what is before it has been kept or dropped
	searched                       int  // up to where no line goes on with a value of the one before
	changed                        bool
}

// lineEnd is where the line that begins at offset at ends, behind its newline.
func (c *cleaner) lineEnd(at int) int {
	if i := strings.IndexByte(c.text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(c.text)
}

func (c *cleaner) drop(s Span) {
	if s.Empty() {
		return
	}
	c.b.Keep(Span{c.kept, s.Start})
	c.kept = s.End
	c.changed = true
}

func (c *cleaner) line(at, end int) {
	if c.shells && ofShell(c.text[at:end]) {
		c.drop(Span{at, end})
		return
	}
	for n := 0; n < 4; n++ { // one shipper may stand before another
		keep, skip := c.prefix(c.text[at:end], n)
		if skip == 0 {
			break
		}
		c.drop(Span{at + keep, at + skip})
		if keep > 0 {
			break // what follows a time is the line itself
		}
		at += skip
	}
	c.escapes(at, end)
}

// ofShell: a login at the machine, `gw sshd[712]: Failed password for invalid user …`. One by a token names it.
func ofShell(line string) bool {
	head := line[:min(len(line), 90)]
	return (strings.Contains(head, " sshd[") || strings.Contains(head, " sshd-session[") || strings.Contains(line, "pam_unix(")) &&
		!strings.Contains(line, "oauth") && !strings.Contains(line, "oidc") && !strings.Contains(line, "token")
}

// escapes drops what is for the terminal from the rest of a line: colours, and a carriage return at its end.
func (c *cleaner) escapes(at, end int) {
	for i := at; c.colours && i < end; {
		next := strings.IndexAny(c.text[i:end], "\x1b[")
		if next < 0 {
			break
		}
		i += next
		from, to := i, i+1
		if c.text[i] == '[' {
			if n := colourLen(c.text[i:end]); n > 0 {
				from, to = i-introducerLen(c.text[at:i]), i+n
			} else {
				from = to
			}
		} else if n := escapeLen(c.text[i:end]); n > 0 {
			to = i + n
		} else {
			from = to
		}
		c.drop(Span{max(from, c.kept), to})
		i = to
	}
	if c.returns && end-at >= 1 {
		i := end
		if c.text[i-1] == '\n' {
			i--
		}
		if i > at && c.text[i-1] == '\r' {
			c.drop(Span{max(i-1, c.kept), i})
		}
	}
}

// Printable is a piece of a text as it can be shown: without a terminal's escape sequences, and with U+FFFD for each control
// character that is no blank.
func Printable(s string) string {
	control := func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' && r != '\r' || 0x7f <= r && r < 0xa0 }
	if !strings.ContainsFunc(s, control) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if n := escapeLen(s[i:]); s[i] == '\x1b' && n > 0 {
			i += n - 1
			continue
		}
		b.WriteByte(s[i])
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return '\uFFFD'
		}
		return r
	}, b.String())
}

// escapeLen is the length of a terminal's escape sequence, a CSI or an OSC; 0 if there is none.
func escapeLen(s string) int {
	if len(s) < 2 {
		return 0
	}
	if s[1] == ']' {
		if i := strings.IndexAny(s[:min(len(s), 300)], "\x07\\"); i > 0 {
			return i + 1
		}
		return 0
	}
	if s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s) && i < 25; i++ {
		c := s[i]
		if c >= '@' && c <= '~' {
			return i + 1
		}
		if c != ';' && c != '?' && c != ':' && (c < '0' || c > '9') {
			return 0
		}
	}
	return 0
}

// colourLen is the length of what is left of a colour, "[1;32m", where the escape before it was lost or written out: 0 for
// anything else, such as the "[5m]" of a query.
func colourLen(s string) int {
	i := 1
	for i < len(s) && i < 16 && (isDigit(s[i]) || s[i] == ';') {
		i++
	}
	if i == 1 || i >= len(s) || s[i] != 'm' || i+1 < len(s) && s[i+1] == ']' {
		return 0
	}
	return i + 1
}

// introducers are the ways in which the escape character is written out, or shown by what cannot show it.
var introducers = [...]string{`\u001b`, `\u001B`, `\x1b`, `\x1B`, `\033`, `\e`, "#033", "^[", "\uFFFD", "\u241B"}

// introducerLen is the length of the introducer that text ends with.
func introducerLen(text string) int {
	for _, in := range introducers {
		if strings.HasSuffix(text, in) {
			return len(in)
		}
	}
	return 0
}

// mailQuoted is how many times the text is quoted with "> " throughout, which a curl transcript never is.
func mailQuoted(text string) (times int) {
	if !strings.HasPrefix(text, ">") && !strings.Contains(text[:min(len(text), 4096)], "\n>") {
		return 0
	}
	lines, quoted, again := 0, 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		if strings.HasPrefix(line, "> ") || strings.TrimSpace(line) == ">" {
			quoted++
		}
		if strings.HasPrefix(line, "> > ") || strings.TrimSpace(line) == "> >" {
			again++
		}
		if lines > 200 {
			break
		}
	}
	switch {
	case lines < 2 || quoted*10 < lines*9:
		return 0
	case again*10 < lines*9:
		return 1
	}
	return 2
}

// prefix says what of the start of a line was put there by what shipped or quoted it: line[keep:skip].
func (c *cleaner) prefix(line string, n int) (keep, skip int) {
	if len(line) < 3 {
		return 0, 0
	}
	switch b := line[0]; {
	case strings.HasPrefix(line, "│ "): // Terraform draws a box around its errors
		return 0, len("│ ")
	case b == '>':
		if n < c.quoted && line[1] == ' ' {
			return 0, 2
		}
	case b == ' ':
		if bar := strings.TrimLeft(line[:min(len(line), 12)], " "); c.barred && strings.HasPrefix(bar, "| ") {
			return 0, strings.IndexByte(line, '|') + 2
		}
	case b == '<':
		return syslogFrame(line)
	case b == '[':
		return 0, bracketPrefix(line)
	case isDigit(b):
		if n := composePrefix(line); n > 0 {
			return 0, n
		}
		if n := logcatPrefix(line); n > 0 {
			return 0, n
		}
		return datedPrefix(line)
	case isName(b):
		for _, f := range [...]func(string) int{composePrefix, tagPrefix, syslogPrefix, podPrefix} {
			if n := f(line); n > 0 {
				return 0, n
			}
		}
	}
	return 0, 0
}

// composePrefix: `web-1  | `, `oauth2-proxy | `, `0|mailbot  | `, `web.1.abc@node1    | `, foreman's `09:12:44 web.1  | `.
func composePrefix(line string) int {
	bar := strings.Index(line[:min(len(line), 80)], "| ")
	if bar < 1 {
		return 0
	}
	name := strings.TrimRight(line[:bar], " ")
	if len(name) > 9 && name[2] == ':' && name[5] == ':' && name[8] == ' ' && isDigit(name[0]) {
		name = name[9:]
	}
	if name == "" {
		return 0
	}
	bars := 0
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '|':
			bars++
			if bars > 1 || i == 0 || !allDigits(name[:i]) {
				return 0
			}
		case !isName(c) && c != '@':
			return 0
		}
	}
	return bar + 2
}

// bracketPrefix: kubectl's `[pod/web-6c9f/oauth2-proxy] `, concurrently's `[0] `.
func bracketPrefix(line string) int {
	end := strings.Index(line[:min(len(line), 160)], "] ")
	if end < 2 {
		return 0
	}
	if name := line[1:end]; strings.HasPrefix(name, "pod/") && !strings.ContainsAny(name, " \t") || len(name) < 3 && allDigits(name) {
		return end + 2
	}
	return 0
}

// podPrefix: stern's `web-6c9f7b8d5-x2x9z oauth2-proxy `, a pod's generated name and its container.
func podPrefix(line string) int {
	sp := strings.IndexByte(line[:min(len(line), 80)], ' ')
	if sp < 8 || sp+2 >= len(line) {
		return 0
	}
	pod := line[:sp]
	dash := strings.LastIndexByte(pod, '-')
	if dash < 1 || len(pod)-dash-1 != 5 || !generated(pod[dash+1:]) {
		return 0
	}
	owner := pod[:dash]
	if dash = strings.LastIndexByte(owner, '-'); dash < 1 || len(owner)-dash-1 < 7 || len(owner)-dash-1 > 10 || !generated(owner[dash+1:]) {
		return 0
	}
	end := sp + 1
	for end < len(line) && (line[end] >= 'a' && line[end] <= 'z' || isDigit(line[end]) || line[end] == '-') {
		end++
	}
	if end == sp+1 || end >= len(line) || line[end] != ' ' {
		return sp + 1
	}
	return end + 1
}

// generated: letters and digits as Kubernetes draws them, without vowels; at least one digit.
func generated(s string) bool {
	digits := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			digits++
		case c < 'b' || c > 'z' || strings.IndexByte("aeiou", c) >= 0:
			return false
		}
	}
	return digits > 0
}

// syslogPrefix: `Mar  4 09:12:44 host proc[123]: `. Its time lacks the year.
func syslogPrefix(line string) int {
	if len(line) < 20 || line[3] != ' ' || line[6] != ' ' || line[9] != ':' || line[12] != ':' || line[15] != ' ' || !isDigit(line[5]) || !isDigit(line[7]) {
		return 0
	}
	if n := processName(line[16:]); n > 0 {
		return 16 + n
	}
	return 0
}

// processName: `host proc[123]: `, `proc: `, `app[web.1]: `.
func processName(s string) int {
	words := 0
	for i := 0; i < len(s) && i < 120; i++ {
		switch c := s[i]; {
		case c == '[':
			end := strings.Index(s[i:min(len(s), i+40)], "]: ")
			if end < 0 || i == 0 || strings.ContainsAny(s[i:i+end], " \"") {
				return 0
			}
			return i + end + 3
		case c == ':':
			if words == 1 && i+1 < len(s) && s[i+1] == ' ' {
				return i + 2
			}
			return 0
		case c == ' ':
			if words++; words > 1 {
				return 0
			}
		case !isName(c) && c != '@' && c != '(' && c != ')':
			return 0
		}
	}
	return 0
}

// datedPrefix: what stands between an ISO time and the line: `host proc[123]: `, `app[web.1]: `, `stdout F `.
func datedPrefix(line string) (keep, skip int) {
	if len(line) < 24 || line[4] != '-' || line[7] != '-' || line[10] != 'T' || line[13] != ':' {
		return 0, 0
	}
	sp := strings.IndexByte(line[:min(len(line), 40)], ' ')
	if sp < 19 {
		return 0, 0
	}
	rest := line[sp+1:]
	for _, stream := range [...]string{"stdout F ", "stderr F ", "stdout P ", "stderr P "} {
		if strings.HasPrefix(rest, stream) {
			return sp + 1, sp + 1 + len(stream)
		}
	}
	if n := processName(rest); n > 0 && rest[n-3] == ']' {
		return sp + 1, sp + 1 + n
	}
	return 0, 0
}

// syslogFrame: RFC 5424's `<34>1 2025-03-04T09:12:44.107Z host app 123 ID47 - `; RFC 3164's `<34>Mar  4 09:12:44 host proc: `.
func syslogFrame(line string) (keep, skip int) {
	end := strings.IndexByte(line[:min(len(line), 5)], '>')
	if end < 2 || !allDigits(line[1:end]) {
		return 0, 0
	}
	end++
	if !strings.HasPrefix(line[end:], "1 ") {
		if n := syslogPrefix(line[end:]); n > 0 {
			return 0, end + n
		}
		return 0, 0
	}
	at := end + 2
	for field := 0; field < 5; field++ { // time, host, application, process, message id
		sp := strings.IndexByte(line[at:min(len(line), at+200)], ' ')
		if sp < 1 {
			return 0, 0
		}
		at += sp + 1
	}
	if strings.HasPrefix(line[at:], "- ") {
		return 0, at + 2
	}
	if i := strings.Index(line[at:min(len(line), at+400)], "] "); line[at] == '[' && i > 0 {
		return 0, at + i + 2
	}
	return 0, at
}

// logcatPrefix: `10-06 23:44:59.135 12430-12818/? `, `10-06 23:44:59.135  1243  1281 E AppAuth : `, which stand before the
// tag or with it, and Android Studio's `2025-03-04 09:12:44.107  4021-4080  AppAuth  com.example.app  E  `.
func logcatPrefix(line string) int {
	if len(line) > 30 && line[4] == '-' && line[7] == '-' && line[10] == ' ' && line[19] == '.' {
		return studioPrefix(line)
	}
	if len(line) < 22 || line[2] != '-' || line[5] != ' ' || line[8] != ':' || line[11] != ':' || line[14] != '.' || !allDigits(line[:2]) {
		return 0
	}
	i := 18
	for i < len(line) && (line[i] == ' ' || isDigit(line[i]) || line[i] == '-') {
		i++
	}
	if i < len(line) && line[i] == '/' {
		if sp := strings.IndexByte(line[i:], ' '); sp > 0 && sp < 80 {
			return i + sp + 1
		}
		return 0
	}
	if i+2 < len(line) && strings.IndexByte("VDIWEFA", line[i]) >= 0 {
		switch line[i+1] {
		case ' ':
			if colon := strings.Index(line[i:min(len(line), i+60)], ": "); colon > 0 {
				return i + colon + 2
			}
		case '/':
			return i
		}
	}
	return 0
}

func studioPrefix(line string) int {
	i := 23
	for i < len(line) && (line[i] == ' ' || isDigit(line[i]) || line[i] == '-') {
		i++
	}
	if i < 26 || strings.IndexByte(line[20:i], '-') < 0 {
		return 0
	}
	for _, level := range "VDIWEFA" {
		if at := strings.Index(line[i:min(len(line), i+120)], "  "+string(level)+"  "); at > 0 {
			return i + at + 5
		}
	}
	return 0
}

// tagPrefix: `I/flutter (29719): `, `D/Retrofit: `, `E/Surface ( 7597): `.
func tagPrefix(line string) int {
	if len(line) < 5 || line[1] != '/' || strings.IndexByte("VDIWEFA", line[0]) < 0 {
		return 0
	}
	const studio = "﹕ " // the colon of Android Studio 1
	head, gap := line[:min(len(line), 60)], len(": ")
	colon := strings.Index(head, ": ")
	if i := strings.Index(head, studio); i >= 0 {
		colon, gap = i, len(studio)
	}
	if colon < 0 {
		return 0
	}
	tag := line[2:colon]
	if i := strings.IndexByte(tag, '('); i > 0 {
		pid := strings.Trim(tag[i:], "() ")
		if !allDigits(pid) {
			return 0
		}
		tag = strings.TrimRight(tag[:i], " ")
	}
	for i := 0; i < len(tag); i++ {
		if !isName(tag[i]) {
			return 0
		}
	}
	return colon + gap
}

func isName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '-' || c == '_' || c == '.' || c == '/'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
