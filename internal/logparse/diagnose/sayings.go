package diagnose

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
)

// What libraries, servers and services say of a cause stands in sayings/*.txt, a file for each family and a line for each
// message; a text packs far better than values do.
//
//	# go-jose and its users
//	= token-audience rejected
//	no matching audience ? @jwt
//	wrong audience: & expected ~ client_id
//	IDX10214 >
//
// Behind = stands the rule of the lines below, then what they show where the rule's own does not hold: an outcome; who judged
// the token where the words around do not tell (issued? the client, rejected? an API); a confidence; lines=3, how many lines
// the message may take.
//
// Behind = ?name stand sayings that fire no rule: a Check asks for them by that name, since it reads more of the message than
// that it is there.
//
// A line is a Saying: its first literal and those behind & are All, those behind | Any, ~ Not, ? With, ! Without, and > a code of the
// message, which is the first literal as it is written where nothing follows. @name is a list of literals, of the text
// ("@page keycloak | we are sorry") or shared by rules. A literal that begins or ends with a blank, begins with @, or holds a
// sign, is quoted as in Go.
//
//go:embed sayings/*.txt
var sayingTexts embed.FS

// allSayings are the sayings of the texts, by what stands behind their =.
var allSayings = sync.OnceValue(func() map[string][]Saying {
	says := map[string][]Saying{}
	files, err := sayingTexts.ReadDir("sayings")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		text, err := sayingTexts.ReadFile("sayings/" + file.Name())
		if err == nil {
			err = readSayings(string(text), says)
		}
		if err != nil {
			panic(fmt.Sprintf("diagnose: %s: %v", file.Name(), err)) // a test reads them
		}
	}
	for _, list := range says {
		for i := range list {
			list[i].grams = pattern.NewGrams(list[i].All)
		}
	}
	return says
})

// sayingsOf gives the sayings of a rule, or of a ?name.
func sayingsOf(name string) []Saying { return allSayings()[name] }

// sharedLists are the lists of literals that rules ask a text for, too.
var sharedLists = map[string][]string{"auth": authWords, "callback": callbackWords, "jwt": jwtWords, "login": loginWords, "not_received": notReceived}

// readSayings adds the sayings of a text to those of their rules.
func readSayings(text string, out map[string][]Saying) error {
	lists := maps.Clone(sharedLists)
	for line := range strings.Lines(text) {
		if name, list, _ := strings.Cut(strings.TrimSpace(line), " "); strings.HasPrefix(name, "@") {
			s, err := readSaying("| "+list, nil, Saying{})
			if err != nil {
				return fmt.Errorf("list %s: %w", name, err)
			}
			lists[name[1:]] = s.Any
		}
	}
	rule, like := "", Saying{} // of the lines below
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSuffix(line, "\n")
		var err error
		switch {
		case line == "" || line[0] == '#' || line[0] == '@':
		case strings.HasPrefix(line, "= "):
			rule, like, err = readHeader(line[2:])
		default:
			var s Saying
			s, err = readSaying(line, lists, like)
			if err == nil && (rule == "" || len(s.All) == 0) {
				err = errors.New("no rule above, or no literal that has to stand there")
			}
			out[rule] = append(out[rule], s)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	return nil
}

var outcomes = []exchange.Outcome{exchange.Issued, exchange.CodeIssued, exchange.Refused, exchange.WrongBody, exchange.Rejected, exchange.NoAnswer, exchange.NotAsked}

// readHeader reads a rule and the attributes of its sayings.
func readHeader(header string) (rule string, like Saying, err error) {
	rule, attributes, _ := strings.Cut(header, " ")
	for _, a := range strings.Fields(attributes) {
		outcome, judged := strings.CutSuffix(a, "?")
		switch n, lines := strings.CutPrefix(a, "lines="); {
		case lines:
			if like.Lines, err = strconv.Atoi(n); err != nil {
				return rule, like, err
			}
		case a == Certain || a == Likely || a == Possible:
			like.Confidence = a
		case !slices.Contains(outcomes, exchange.Outcome(outcome)):
			return rule, like, fmt.Errorf("%q is no attribute", a)
		case judged:
			like.Judge = exchange.Outcome(outcome)
		default:
			like.Outcome = exchange.Outcome(outcome)
		}
	}
	return rule, like, nil
}

// readSaying reads the literals of a line and the signs before them.
func readSaying(line string, lists map[string][]string, s Saying) (Saying, error) {
	first, sign := "", "&"
	if before, rest, _ := strings.Cut(line, " "); isSign(before) {
		sign, line = before, rest
	}
	for sign != "" {
		named := strings.HasPrefix(line, "@")
		literal, next, rest, err := readLiteral(line)
		if err != nil {
			return s, err
		}
		if literal == "" && sign != ">" {
			return s, fmt.Errorf("nothing behind %s", sign)
		}
		first = cmp.Or(first, literal)
		texts := []string{strings.ToLower(literal)}
		if named {
			if texts = lists[literal[1:]]; len(texts) == 0 {
				return s, fmt.Errorf("no list %s", literal)
			}
		}
		switch sign {
		case "&":
			s.All = append(s.All, texts...)
		case "|":
			s.Any = append(s.Any, texts...)
		case "~":
			s.Not = append(s.Not, texts...)
		case "?":
			s.With = append(s.With, texts...)
		case "!":
			s.Without = append(s.Without, texts...)
		case ">":
			s.Codes = append(s.Codes, cmp.Or(literal, first))
		}
		sign, line = next, rest
	}
	return s, nil
}

// readLiteral reads a literal, the sign behind it ("" at the end) and what follows.
func readLiteral(line string) (literal, sign, rest string, err error) {
	if strings.HasPrefix(line, `"`) {
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			return "", "", "", fmt.Errorf("a quotation mark begins what is quoted as in Go: %w", err)
		}
		if literal, err = strconv.Unquote(quoted); err != nil {
			return "", "", "", err
		}
		sign, rest, _ = strings.Cut(strings.TrimPrefix(line[len(quoted):], " "), " ")
		if sign != "" && !isSign(sign) {
			return "", "", "", fmt.Errorf("%q is no sign", sign)
		}
		return literal, sign, rest, nil
	}
	for at := 0; at < len(line); {
		word, _, _ := strings.Cut(line[at:], " ")
		if isSign(word) {
			return strings.TrimSuffix(line[:at], " "), word, strings.TrimPrefix(line[at+1:], " "), nil
		}
		at += len(word) + 1
	}
	return line, "", "", nil
}

func isSign(word string) bool { return len(word) == 1 && strings.Contains("&|~?!>", word) }
