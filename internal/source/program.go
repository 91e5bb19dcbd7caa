package source

import "strings"

// Unsaid is v without the messages of the source code in it: a program that stands beside a log tells what it may say, not
// what it said.
//
//	throw new Error("Failed to exchange the code");
//	logger.error("Invalid state parameter", e)
//
// The line of a program that a stack trace quotes stays.
func Unsaid(v *View) *View {
	text := v.Text
	b, kept := NewBuilder(v), 0
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '(')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		if !opensMessage(text[at:]) {
			continue
		}
		from := lineStart(text, i)
		if i-from > 200 {
			continue
		}
		call := printing(text[from:i])
		if call < 0 || quotedByTrace(text, from) {
			continue
		}
		end := lineEnd(text, i)
		if strings.TrimSpace(text[i+1:end]) == "" { // the message stands below
			if below := strings.TrimLeft(text[end:], " \t\r\n"); below != "" && strings.IndexByte("\"'`", below[0]) >= 0 {
				end = lineEnd(text, len(text)-len(below))
			}
		}
		if to := messagesEnd(text[:end], i+1); to > i+1 {
			b.Keep(Span{kept, from + call})
			kept, at = to, to
		}
	}
	if kept == 0 {
		return v
	}
	b.Keep(Span{kept, len(text)})
	return b.View()
}

func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

// opensMessage reports whether the first argument of a call may be a message: a string, an object, or on the next line.
func opensMessage(arguments string) bool {
	if len(arguments) > 1 && isLetter(arguments[0]) || strings.HasPrefix(arguments, "$") { // f"…", $"…"
		arguments = arguments[1:]
	}
	return arguments != "" && strings.IndexByte("\"'`{\r\n", arguments[0]) >= 0
}

// messagesEnd is where the last string literal ends that stands from an offset on, before another call.
func messagesEnd(line string, at int) int {
	for {
		next := strings.IndexAny(line[at:], "\"'`(")
		if next < 0 || line[at+next] == '(' {
			return at
		}
		i := at + next + 1
		for i < len(line) && line[i] != line[at+next] {
			if line[i] == '\\' {
				i++
			}
			i++
		}
		if i >= len(line) {
			return at
		}
		at = i + 1
	}
}

// printing is where, in a line of a program up to a bracket, the call begins of what prints, answers with or throws a
// message; -1 if there is none.
func printing(line string) int {
	at := len(line)
	for at > 0 && (isLetter(line[at-1]) || isDigit(line[at-1]) || strings.IndexByte("_.$:", line[at-1]) >= 0 || line[at-1] == '>' && at > 1 && line[at-2] == '-' || line[at-1] == '-' && at < len(line) && line[at] == '>') {
		at--
	}
	name, before := line[at:], strings.TrimRight(line[:at], " \t")
	call := at
	before, thrown := strings.CutSuffix(strings.TrimSuffix(before, " new"), "throw")
	if !thrown {
		before, thrown = strings.CutSuffix(before, "raise")
	}
	if thrown {
		call = len(before)
	} else {
		before = strings.TrimSuffix(before, "return")
	}
	if (name == "errors.New" || name == "fmt.Errorf") && strings.HasPrefix(strings.TrimSpace(before), "return ") {
		before = ""
	}
	if name == "errors.New" {
		before = strings.TrimRight(before, "= \t") // var ErrLogin = errors.New("…")
		if i := strings.LastIndexByte(before, ' '); i < 0 || strings.TrimSpace(before[:i]) == "var" {
			before = ""
		}
	}
	if before = strings.TrimSpace(before); before != "" && strings.IndexByte("{;)>}&|:?", before[len(before)-1]) < 0 && !strings.HasSuffix(before, "else") || name == "" {
		return -1
	}
	dot := strings.LastIndexAny(name, ".>:")
	verb, of := strings.ToLower(name[dot+1:]), strings.ToLower(name[:dot+1])
	switch {
	case thrown || name == "fmt.Errorf" || name == "errors.New" || name == "print" || name == "println" || name == "exit" || name == "die" || name == "alert" || name == "super" || name == "throwError":
		return call
	case (verb == "json" || verb == "send") && (of == "." || of == "res." || of == "response."):
		return call
	case strings.Contains(of, "log") || strings.Contains(of, "console") || of == "fmt." || strings.HasSuffix(of, "out.") || strings.HasSuffix(of, "err."):
		for _, v := range [...]string{"err", "warn", "info", "debug", "fatal", "panic", "print", "log", "exception", "critical", "severe", "write"} {
			if strings.HasPrefix(verb, v) {
				return call
			}
		}
	}
	return -1
}

// quotedByTrace reports whether the line that begins at an offset is quoted by a stack trace: Python's below its place,
// Node's with a caret below.
func quotedByTrace(text string, from int) bool {
	above := ""
	if from > 0 {
		above = text[lineStart(text, from-1) : from-1]
	}
	below := ""
	if end := lineEnd(text, from); end < len(text) {
		below = strings.TrimSpace(text[end+1 : lineEnd(text, end+1)])
	}
	return strings.Contains(above, `File "`) || strings.HasPrefix(below, "^") || strings.HasPrefix(below, "~")
}
