package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// call is one run of a command: its streams and its flags.
type call struct {
	in        io.Reader
	out, errs io.Writer
	flags     *flag.FlagSet
	lang      string
	helpLang  string // of the help: known before the flags are read
}

// newCall makes the flags of a command; usage is what -h says above them.
func newCall(name, usage string, in io.Reader, out, errs io.Writer) *call {
	c := &call{in: in, out: out, errs: errs, flags: flag.NewFlagSet(name, flag.ContinueOnError)}
	c.flags.SetOutput(errs)
	c.flags.Usage = func() { printHelp(errs, usage, c.flags, c.helpLang) }
	return c
}

// language adds -lang.
func (c *call) language() {
	c.flags.StringVar(&c.lang, "lang", environmentLanguage(), "`language` of what is said: en or ru")
}

// parse reads the command line. Flags may stand behind arguments, too; everything after -- is an argument. The status
// counts when done is true.
func (c *call) parse(args []string) (rest []string, status int, done bool) {
	c.helpLang = languageOf(args)
	for {
		if err := c.flags.Parse(args); err != nil {
			return nil, helpStatus(err), true
		}
		left := c.flags.Args()
		if n := len(args) - len(left); n > 0 && args[n-1] == "--" {
			rest = append(rest, left...)
			break
		}
		if len(left) == 0 {
			break
		}
		rest, args = append(rest, left[0]), left[1:]
	}
	if c.lang != "" && c.lang != "en" && c.lang != "ru" {
		return nil, c.fail("-lang: en or ru"), true
	}
	return rest, exitOK, false
}

// fail says what is wrong with the command line or the input, never quoting input.
func (c *call) fail(text string) int {
	fmt.Fprintln(c.errs, "grantlens: "+text)
	return exitUsage
}

// oneOf checks the value of a flag.
func (c *call) oneOf(name, value string, values ...string) bool {
	for _, v := range values {
		if v == value {
			return true
		}
	}
	last := len(values) - 1
	c.fail("-" + name + ": " + strings.Join(values[:last], ", ") + " or " + values[last])
	return false
}

// say picks the language.
func (c *call) say(en, ru string) string {
	if c.lang == "ru" {
		return ru
	}
	return en
}

// input opens a file, or standard input for "-". What is compressed with gzip is read through it: logs are rotated so.
func (c *call) input(name string) (r io.Reader, size int64, close func(), err error) {
	r, size, close = c.in, -1, func() {}
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, 0, nil, err
		}
		if info, err := file.Stat(); err == nil {
			if info.IsDir() {
				file.Close()
				return nil, 0, nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("a folder, not a file")}
			}
			if info.Mode().IsRegular() {
				size = info.Size()
			}
		}
		r, close = file, func() { file.Close() }
	}
	buffered := bufio.NewReaderSize(r, 256<<10)
	if head, _ := buffered.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			close()
			return nil, 0, nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("begins like gzip and is not")}
		}
		return unzipped, -1, close, nil
	}
	return buffered, size, close, nil
}

// reason is an error without the operation Go puts before it.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Path + ": " + path.Err.Error()
	}
	return err.Error()
}

// terminal reports whether a stream is one, and how many columns it has.
func terminal(stream any) (width int, ok bool) {
	file, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil || width < 20 {
		width = 80
	}
	return width, true
}

// colors decides about colours: always, never, or auto, which asks the terminal and NO_COLOR (no-color.org).
func colors(when string, out io.Writer) bool {
	_, isTerminal := terminal(out)
	return when == "always" || when == "auto" && isTerminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// progress shows on a terminal how far a long input was read.
type progress struct {
	w           io.Writer
	name        string
	size, read  int64
	begun, last time.Time
	shown       bool
}

const (
	progressAfter = 700 * time.Millisecond // a short input shows none
	progressEvery = 200 * time.Millisecond
)

func newProgress(errs io.Writer, name string, size int64) *progress {
	if _, ok := terminal(errs); !ok {
		return nil
	}
	return &progress{w: errs, name: name, size: size, begun: time.Now()}
}

func (p *progress) add(n int) {
	if p == nil {
		return
	}
	p.read += int64(n)
	now := time.Now()
	if now.Sub(p.begun) < progressAfter || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprint(p.w, "\r\x1b[K"+p.line(now.Sub(p.begun)))
}

// line says how far the reading is after a time.
func (p *progress) line(after time.Duration) string {
	said := fmt.Sprintf("%s: %s", p.name, amount(p.read))
	if p.size > 0 {
		said = fmt.Sprintf("%s: %d %% of %s", p.name, p.read*100/p.size, amount(p.size))
	}
	return fmt.Sprintf("%s, %s/s", said, amount(int64(float64(p.read)/after.Seconds())))
}

func (p *progress) clear() {
	if p != nil && p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// amount is a number of bytes for people.
func amount(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d B", n)
}
