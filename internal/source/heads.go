package source

import "strings"

// A log that begins each line anew breaks what a program prints over several lines:
//
//	2025-03-04T09:12:44.107Z answer: {
//	2025-03-04T09:12:44.107Z   "error": "invalid_grant"
//	2025-03-04T09:12:44.108Z }
//
// Which head it is need not be known: it is what the lines share, whatever their numbers. An HTTP message is printed over
// several lines, too:
//
//	12:34:56.789014 > POST /token HTTP/1.1
//	12:34:56.789014 > Host: id.example.com

const maxHead = 200 // bytes of a line that may be its head

// repeatedHeads drops the heads of the lines after the line [at, end) that belong to a value it opens. It returns where the
// first line begins that does not.
func (c *cleaner) repeatedHeads(at, end int) int {
	depth := opened(c.text[at:end])
	if depth < 0 || end <= c.searched {
		return end
	}
	first := c.text[at:end]
	var heads []Span
	next, numbered, closed := end, false, false
	for next < len(c.text) && !closed {
		stop := c.lineEnd(next)
		line := c.text[next:stop]
		head, digits := sharedHead(first, line)
		if head == 0 {
			break
		}
		rest := strings.TrimSpace(line[head:])
		if depth == 0 && rest != "(" { // print_r's bracket stands on the next line
			break
		}
		numbered = numbered || digits
		heads = append(heads, Span{next, next + head})
		for i := 0; i < len(rest) && strings.IndexByte("}])", rest[i]) >= 0; i++ {
			depth--
		}
		depth += max(opened(rest), 0)
		closed = depth <= 0
		next = stop
	}
	if len(heads) < 2 || !closed && !numbered {
		c.searched = next // what was seen in vain is not looked at again
		return end
	}
	for i, head := range heads {
		stop := next
		if i+1 < len(heads) {
			stop = heads[i+1].Start
		}
		c.drop(head)
		c.escapes(head.End, stop)
	}
	return next
}

// httpHeads drops the heads of the lines after the line [at, end) that go on with the HTTP message it begins, and returns
// where they end. The head of the first line stays: it has the time.
func (c *cleaner) httpHeads(at, end int) int {
	head := HeadOfHTTP(c.text[at:end])
	if head == "" {
		return end
	}
	next, headers := end, 0
	for next < len(c.text) {
		stop := c.lineEnd(next)
		n := sameHead(head, c.text[next:stop])
		rest := strings.TrimSpace(c.text[next+n : stop])
		if n == 0 || HeadOfHTTP(c.text[next:stop]) != "" {
			break
		}
		header := isHeader(strings.TrimLeft(rest, "<> "))
		if headers == 0 && !header {
			break
		}
		c.drop(Span{next, next + n})
		c.escapes(next+n, stop)
		if header {
			headers++
		} else if strings.Trim(rest, "<>") != "" { // the body
			return c.repeatedHeads(next, stop)
		}
		next = stop
	}
	return next
}

// HeadOfHTTP is what a log puts before a request or status line of HTTP, or before the mark of curl that stands there: ""
// when there is nothing, or the line is none.
func HeadOfHTTP(line string) string {
	at := strings.Index(line[:min(len(line), 2*maxHead)], "HTTP/")
	if at < 1 {
		return ""
	}
	if rest := strings.TrimRight(line[at+len("HTTP/"):], "\r\n"); len(rest) < len("1.1 200") || rest[0] > '3' { // no status line
		if len(rest) > len("1.1") {
			return ""
		}
		fields := strings.Fields(line[:at])
		if len(fields) < 2 {
			return ""
		}
		method := fields[len(fields)-2]
		at = strings.LastIndex(line[:at], method+" ")
		if at < 0 || method != strings.ToUpper(method) || len(method) > len("OPTIONS") || !isName(method[0]) {
			return ""
		}
	}
	head := line[:at]
	if arrow := FeignArrow(head); arrow > 0 {
		head = head[:len(head)-arrow]
	} else if trimmed := strings.TrimRight(head, " "); trimmed != "" && strings.IndexByte("<>", trimmed[len(trimmed)-1]) >= 0 && !strings.HasSuffix(trimmed, "->") {
		head = trimmed[:len(trimmed)-1]
	}
	if head == "" || !isDigit(head[0]) && head[0] != '[' || head[len(head)-1] != ' ' || len(head) > maxHead {
		return ""
	}
	return head
}

// FeignArrow is the length of the arrow at the end of a head, which Feign puts before the first line of a message alone.
func FeignArrow(head string) int {
	const arrow = len("---> ")
	if strings.HasSuffix(head, "---> ") || strings.HasSuffix(head, "<--- ") {
		return arrow
	}
	return 0
}

// sameHead is the length of the head of line if it is head but for the numbers in it; else 0.
func sameHead(head, line string) int {
	i, j := 0, 0
	for i < len(head) && j < len(line) {
		switch {
		case isDigit(head[i]) && isDigit(line[j]):
			for i < len(head) && isDigit(head[i]) {
				i++
			}
			for j < len(line) && isDigit(line[j]) {
				j++
			}
		case head[i] == line[j]:
			i++
			j++
		default:
			return 0
		}
	}
	if i < len(head) && strings.TrimSpace(head[i:]) != "" {
		return 0
	}
	return j
}

// isHeader reports whether a line reads `Name: value`.
func isHeader(line string) bool {
	colon := strings.IndexByte(line[:min(len(line), 48)], ':')
	if colon < 1 || colon+1 < len(line) && line[colon+1] != ' ' {
		return false
	}
	for i := range colon {
		if !isName(line[i]) {
			return false
		}
	}
	return true
}

// opened counts the brackets that the end of a line opens: 0 for print_r's name of what it opens on the next line, -1 for none.
func opened(line string) int {
	for line != "" && strings.IndexByte(" \t\r\n", line[len(line)-1]) >= 0 {
		line = line[:len(line)-1]
	}
	if i := lastHash(line); i >= 0 && i+2 < len(line) && isDigit(line[i+2]) { // Symfony's dumps number their objects
		return 1
	}
	n := 0
	for i := len(line) - 1; i >= 0 && strings.IndexByte("{[(", line[i]) >= 0; i-- {
		n++
	}
	if n == 0 && !strings.HasSuffix(line, "Array") && !strings.HasSuffix(line, " Object") {
		return -1
	}
	return n
}

// lastHash is where the last "{#" stands; nearly no line has one, and a search from the end is slow.
func lastHash(line string) int {
	if strings.IndexByte(line, '#') < 0 {
		return -1
	}
	return strings.LastIndex(line, "{#")
}

// sharedHead is the length in line of the head that it shares with the line first: the same bytes but for numbers, up to
// a space or the end of a bracket. It reports whether there are digits in it; 0 when it holds nothing but spaces.
func sharedHead(first, line string) (n int, digits bool) {
	i, j, seen, word := 0, 0, false, false
	for i < len(first) && j < min(len(line), maxHead) {
		b := line[j]
		switch {
		case isDigit(b) && isDigit(first[i]):
			for i < len(first) && isDigit(first[i]) {
				i++
			}
			for j < len(line) && isDigit(line[j]) {
				j++
			}
			seen, word = true, true
			continue
		case b != first[i] || strings.IndexByte("\"'`{}\n", b) >= 0:
			return n, digits
		}
		i++
		j++
		switch b {
		case ' ', '\t', ']', '|', ')':
			if word {
				n, digits = j, seen
			}
		default:
			word = true
		}
	}
	return n, digits
}
