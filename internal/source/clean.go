package source

import "strings"

// Clean is the View of v without terminal colours, carriage returns at line ends and what log shippers put before a
// line: docker-compose and pm2 names, Android logcat and Flutter tags, kubectl pod names, mail quote marks.
func Clean(v *View) *View {
	if !needsCleaning(v.Text) {
		return v
	}
	b := NewBuilder(v)
	text := v.Text
	quoted := mailQuoted(text)
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += at + 1
		}
		keepLine(b, text, at+prefixLen(text[at:end], quoted), end)
		at = end
	}
	return b.View()
}

func needsCleaning(text string) bool {
	return strings.Contains(text, "\x1b[") || strings.Contains(text, "#033[") || strings.Contains(text, "\r") ||
		strings.Contains(text, "| ") || strings.Contains(text, "): ") || strings.Contains(text, "/") || strings.HasPrefix(text, "> ") ||
		strings.Contains(text, "\n> ")
}

// keepLine keeps text[at:end] without colour sequences and the carriage return before its newline.
func keepLine(b *Builder, text string, at, end int) {
	start := at
	for i := at; i < end; {
		skip := 0
		switch c := text[i]; {
		case c == 0x1b:
			skip = colourLen(text[i:end], 1)
		case c == '#' && strings.HasPrefix(text[i:end], "#033["):
			skip = colourLen(text[i:end], 4)
		case c == '\r' && (i+1 == end || text[i+1] == '\n'):
			skip = 1
		}
		if skip == 0 {
			i++
			continue
		}
		b.Keep(Span{start, i})
		i += skip
		start = i
	}
	b.Keep(Span{start, end})
}

// colourLen is the length of a CSI sequence whose "[" is expected after lead bytes; 0 if there is none.
func colourLen(s string, lead int) int {
	if len(s) <= lead || s[lead] != '[' {
		return 0
	}
	for i := lead + 1; i < len(s) && i < lead+24; i++ {
		c := s[i]
		if c >= '@' && c <= '~' {
			return i + 1
		}
		if c != ';' && c != '?' && (c < '0' || c > '9') {
			return 0
		}
	}
	return 0
}

// mailQuoted reports whether the text is quoted with "> " throughout, which a curl transcript never is.
func mailQuoted(text string) bool {
	lines, quoted := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		if strings.HasPrefix(line, "> ") || line == ">" {
			quoted++
		}
		if lines > 200 {
			break
		}
	}
	return lines > 1 && quoted*10 >= lines*9
}

// prefixLen is how many bytes at the start of line were put there by what shipped or quoted it.
func prefixLen(line string, quoted bool) int {
	n := 0
	if quoted && strings.HasPrefix(line, "> ") {
		n = 2
	}
	for _, f := range [...]func(string) int{composePrefix, logcatPrefix, tagPrefix} {
		n += f(line[n:])
	}
	return n
}

// composePrefix: `web-1  | `, `oauth2-proxy | `, `0|mailbot  | `.
func composePrefix(line string) int {
	bar := strings.Index(line[:min(len(line), 80)], "| ")
	if bar < 1 {
		return 0
	}
	name := strings.TrimRight(line[:bar], " ")
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
		case !isName(c):
			return 0
		}
	}
	return bar + 2
}

// logcatPrefix: `10-06 23:44:59.135 12430-12818/? ` and `10-06 23:44:59.135  1243  1281 `, which stand before the tag.
func logcatPrefix(line string) int {
	if len(line) < 22 || line[2] != '-' || line[5] != ' ' || line[8] != ':' || line[11] != ':' || line[14] != '.' || !allDigits(line[:2]) {
		return 0
	}
	i := 18
	for i < len(line) && (line[i] == ' ' || line[i] >= '0' && line[i] <= '9' || line[i] == '-') {
		i++
	}
	if i < len(line) && line[i] == '/' {
		if sp := strings.IndexByte(line[i:], ' '); sp > 0 && sp < 80 {
			return i + sp + 1
		}
		return 0
	}
	return 0
}

// tagPrefix: `I/flutter (29719): `, `D/Retrofit: `, `E/Surface ( 7597): `.
func tagPrefix(line string) int {
	if len(line) < 5 || line[1] != '/' || !strings.ContainsRune("VDIWEFA", rune(line[0])) {
		return 0
	}
	colon := strings.Index(line[:min(len(line), 60)], ": ")
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
	return colon + 2
}

func isName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '/'
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
