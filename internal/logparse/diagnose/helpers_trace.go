package diagnose

import "strings"

// causedBy begins the message of an exception that led to the one printed above it, in a trace of Java.
const causedBy = "caused by: "

// traceStart is where the first message begins of the Java trace to which the line at the offset belongs, the line itself
// where it names no cause. The exceptions of a trace are one failure, told from its effect to its cause.
func traceStart(text string, line int) int {
	const longest = 40_000
	if !isCause(text[line:]) {
		return line
	}
	least, at := max(0, line-longest), line
	for at > least {
		before := at - 1
		at = least + strings.LastIndexByte(text[least:before], '\n') + 1
		if above := text[at:before]; above != "" && !isFrame(above) && !isCause(above) {
			return at
		}
	}
	return line
}

func isCause(line string) bool {
	return len(line) > len(causedBy) && strings.EqualFold(line[:len(causedBy)], causedBy)
}

// effects are the messages of a Java trace before the line, lower case, with the record it was printed below: what came of
// the cause that the line names.
func effects(text string, line int) string {
	from := traceStart(text, line)
	if from == line {
		return ""
	}
	record, _ := linesAround(text, from, 2, 0)
	out := ""
	for above := range strings.Lines(text[record:line]) {
		if !isFrame(above) {
			out += strings.ToLower(above)
		}
	}
	return out
}

// isFrame reports whether a line of a trace is none of its messages; Reactor prints headings of its own.
func isFrame(line string) bool {
	return line[0] == '\t' || strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "Error has been observed at ") || strings.HasPrefix(line, "Original Stack Trace:")
}
