package source

import "strings"

// A log that begins each line anew breaks what a program prints over several lines:
//
//	2025-03-04T09:12:44.107Z answer: {
//	2025-03-04T09:12:44.107Z   "error": "invalid_grant"
//	2025-03-04T09:12:44.108Z }
//
// Which head it is need not be known: it is what the lines share, whatever their numbers.

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

// opened counts the brackets that the end of a line opens: 0 for print_r's name of what it opens on the next line, -1 for none.
func opened(line string) int {
	line = strings.TrimRight(line, " \t\r\n")
	if i := strings.LastIndex(line, "{#"); i >= 0 && i+2 < len(line) && isDigit(line[i+2]) { // Symfony's dumps number their objects
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
