package cli

import (
	"flag"
	"strings"
	"time"
)

// Problems of flags. The blanks of the first two are the program, or its command, and of the second the flag before it.
var (
	errNoFlag      = New("no such flag; %s -h lists them", "такого флага нет; все флаги покажет %s -h")
	errNearFlag    = New("no such flag; is -%s meant? %s -h lists them", "такого флага нет; возможно, нужен -%s? Все флаги покажет %s -h")
	ErrNoValue     = New("a value must follow", "не указано значение")
	errBadFlag     = New("a flag is a hyphen and a name, such as -lang; an argument that begins with a hyphen goes after --", "флаг – это дефис и имя, например -lang; аргумент, начинающийся с дефиса, пишется после --")
	errNotBool     = New("want true or false; the flag alone means true", "нужно true или false; флаг без значения означает true")
	errNotDuration = New("want a duration, such as 30s or 24h", "нужна длительность, например 30s или 24h")
	errNotNumber   = New("want a whole number", "нужно целое число")
	ErrNotCount    = New("want a whole number from 0 to 4294967295", "нужно целое число от 0 до 4294967295")
)

// OfFlags words what FlagSet.Parse said, which quotes values; program is what -h stands behind.
func OfFlags(flags *flag.FlagSet, err error, program string) error {
	said := err.Error()
	if name, ok := strings.CutPrefix(said, "flag provided but not defined: -"); ok {
		var names []string
		flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if near := Nearest(name, names); near != "" {
			return At("-"+Shown(name), errNearFlag.With(near, program))
		}
		return At("-"+Shown(name), errNoFlag.With(program))
	}
	if name, ok := strings.CutPrefix(said, "flag needs an argument: -"); ok {
		return At("-"+name, ErrNoValue)
	}
	if strings.HasPrefix(said, "bad flag syntax") {
		return errBadFlag
	}
	name := said[strings.LastIndex(said, " -")+len(" -"):] // invalid value "…" for flag -leeway: parse error
	name, _, _ = strings.Cut(name, ":")
	f := flags.Lookup(name)
	if f == nil {
		return errBadFlag
	}
	if value, ok := f.Value.(flag.Getter); ok {
		switch value.Get().(type) {
		case time.Duration:
			return At("-"+name, errNotDuration)
		case bool:
			return At("-"+name, errNotBool)
		case uint:
			return At("-"+name, ErrNotCount)
		}
	}
	return At("-"+name, errNotNumber)
}

// PrintFlags lists the flags as flag.PrintDefaults does, with their usages as translate gives them.
func PrintFlags(flags *flag.FlagSet, lang string, translate func(english string) string) string {
	flags.VisitAll(func(f *flag.Flag) { f.Usage = translate(f.Usage) })
	var b strings.Builder
	flags.SetOutput(&b)
	flags.PrintDefaults()
	if lang == "ru" {
		return strings.ReplaceAll(b.String(), " (default ", " (по умолчанию ")
	}
	return b.String()
}

// IsFlag reports whether a word of the command line is this flag, with or without a value.
func IsFlag(word, flag string) bool {
	name, _, _ := strings.Cut(word, "=")
	return name == "-"+flag || name == "--"+flag
}

// Nearest is the word of a list that was likely mistyped, or "": at most two letters are wrong, missing, too many or swapped.
func Nearest(typed string, words []string) string {
	best, least := "", 3
	for _, word := range words {
		if d := distance(typed, word); d < least && d < len(word)/2+1 && d < len(typed) {
			best, least = word, d
		}
	}
	return best
}

// distance counts the letters to change, insert, remove or swap (optimal string alignment).
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
