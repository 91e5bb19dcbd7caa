// Package cli turns what went wrong on a command line into words for who typed it, in their language.
//
//	error ─Words(lang)─▶ "-jwks: keys.json: no such file or folder"
//
// Both programs word their errors here, so that none of them repeats what was typed: a value may be a secret, and a name
// is shown as Shown gives it.
package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"grantlens/internal/redact"
)

// Problem is what a person has to mend, in the command line or in what was to be read: what is wrong, and what would be
// right. It begins lower case, ends without a period and holds no input; At names the flag or the file it is about.
type Problem struct{ EN, RU string }

// New returns a Problem with its words in both languages.
func New(en, ru string) Problem { return Problem{en, ru} }

func (p Problem) Error() string { return "cli: " + p.EN }

// In returns the words in "ru" or else in English.
func (p Problem) In(lang string) string {
	if lang == "ru" {
		return p.RU
	}
	return p.EN
}

// With fills in names of ours, names of files as Shown gives them, and numbers.
func (p Problem) With(args ...any) Problem {
	return Problem{fmt.Sprintf(p.EN, args...), fmt.Sprintf(p.RU, args...)}
}

// Choice is what a flag takes.
func Choice(values ...string) Problem {
	last := len(values) - 1
	list := strings.Join(values[:last], ", ")
	return Problem{"want " + list + " or " + values[last], "нужно " + list + " или " + values[last]}
}

// placed is an error with what it is about.
type placed struct {
	what string
	err  error
}

func (p *placed) Error() string { return p.what + ": " + p.err.Error() }
func (p *placed) Unwrap() error { return p.err }

// At says what an error is about: a flag, a file, a command.
func At(what string, err error) error { return &placed{what, err} }

// Problems of files.
var (
	ErrNoFile       = New("no such file or folder", "нет такого файла или папки")
	ErrNoName       = New("the name of a file is empty", "имя файла пустое")
	ErrNotAName     = New("this is not the name of a file; a text is given on standard input", "это не имя файла; текст подаётся на стандартный ввод")
	ErrNoPermission = New("no permission to read it", "нет прав на чтение")
	ErrFolder       = New("a folder, not a file", "это папка, а не файл")
	ErrUnreadable   = New("could not be opened or read", "не удалось открыть или прочитать")
)

// errOurs is said of an error that nobody gave words: tests see to it that there is none.
var errOurs = New("this could not be done; please report which command it was, not its input", "это не удалось; сообщите, пожалуйста, какая это была команда, но не её ввод")

// Words are an error in a language. known words the errors of packages; it may be nil, or return nil for what it does not know.
func Words(err error, lang string, known func(error) error) string {
	switch e := err.(type) {
	case *placed:
		return e.what + ": " + Words(e.err, lang, known)
	case Problem:
		return e.In(lang)
	case *fs.PathError:
		if e.Path == "" {
			return ErrNoName.In(lang)
		}
		return Shown(e.Path) + ": " + ofFile(e).In(lang)
	}
	if known != nil {
		if said := known(err); said != nil {
			return Words(said, lang, nil)
		}
	}
	return errOurs.In(lang)
}

// ofFile says why a file cannot be read.
func ofFile(e *fs.PathError) Problem {
	switch missing := errors.Is(e, fs.ErrNotExist); {
	case missing && looksLikeText(e.Path), errors.Is(e, syscall.ENAMETOOLONG), errors.Is(e, syscall.EINVAL):
		return ErrNotAName
	case missing, errors.Is(e, syscall.ENOTDIR):
		return ErrNoFile
	case errors.Is(e, fs.ErrPermission):
		return ErrNoPermission
	case errors.Is(e, syscall.EISDIR):
		return ErrFolder
	}
	return ErrUnreadable
}

// looksLikeText reports whether somebody gave a log, a URL or a token where the name of a file goes.
func looksLikeText(name string) bool {
	_, secrets := redact.Text(name, redact.Options{})
	return strings.ContainsAny(name, "\n{}<>\"") || strings.Contains(name, "://") || secrets.Masked > 0
}

// Shown is a name as it may be repeated: without what looks like a secret or steers a terminal, and not at length.
func Shown(name string) string {
	const most = 120
	masked, _ := redact.Text(name, redact.Options{Word: "***"})
	r := []rune(Plain(masked))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}

// Plain is a text without control characters, which steer terminals.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '�'
		}
		return r
	}, s)
}

// Spoken reports whether there are texts in a language.
func Spoken(lang string) bool { return lang == "en" || lang == "ru" }

// Language is what a command line asks for with -lang, else otherwise. A language that is not Spoken is left to who reads
// the flags.
func Language(args []string, otherwise string) string {
	for i, arg := range args {
		_, value, joined := strings.Cut(arg, "=")
		switch {
		case arg == "--":
			return otherwise
		case !IsFlag(arg, "lang"):
			continue
		case !joined && i+1 < len(args):
			value = args[i+1]
		}
		if Spoken(value) {
			return value
		}
	}
	return otherwise
}

// EnvironmentLanguage is ru where GRANTLENS_LANG says so or, without it, the locale (POSIX: LC_ALL goes before LC_MESSAGES,
// and that before LANG).
func EnvironmentLanguage() string {
	for _, name := range [...]string{"GRANTLENS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			if strings.HasPrefix(value, "ru") {
				return "ru"
			}
			return "en"
		}
	}
	return "en"
}

// What is wrong with a time that somebody gave.
var (
	errNotTime      = New("neither an RFC 3339 time, such as 2020-03-19T21:00:00Z, nor Unix seconds", "не время по RFC 3339, например 2020-03-19T21:00:00Z, и не секунды Unix")
	errMilliseconds = New("Unix seconds are wanted, and this looks like milliseconds: divide by 1000", "нужны секунды Unix, а это похоже на миллисекунды: разделите на 1000")
)

// Time reads a time that somebody gave: RFC 3339 or Unix seconds.
func Time(value string) (time.Time, error) {
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		const year9999 = 253402300799 // the last that RFC 3339 can write
		switch {
		case seconds < 0 || seconds > year9999*1000:
			return time.Time{}, errNotTime
		case seconds > 1e11: // in the year 5138, or now in milliseconds
			return time.Time{}, errMilliseconds
		}
		return time.Unix(seconds, 0), nil
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return time.Time{}, errNotTime
	}
	return t, nil
}
