package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
)

var _ = register(command{"diagnose", "say what a log really shows: verdict, evidence, cause, fix", diagnoseCommand})

func diagnoseCommand(args []string, in io.Reader, out, errs io.Writer) int {
	flags := flag.NewFlagSet("diagnose", flag.ContinueOnError)
	flags.SetOutput(errs)
	format := flags.String("format", "text", "`form` of the report: text, json or markdown")
	lang := flags.String("lang", "en", "`language` of the report: en or ru")
	now := flags.String("now", "", "judge tokens at this `time` (RFC 3339) where the log has none of its own")
	failOn := flags.String("fail-on", "warning", "exit with status 1 on findings of this `severity` or above: error, warning or never")
	flags.Usage = func() {
		fmt.Fprintln(errs, "usage: grantlens diagnose [flags] [FILE or FOLDER …]\n\nReads the files (standard input without one or for -) and says what they show.\nExit status: 0 nothing wrong, 1 findings, 2 usage.\n\nflags:")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitOK
		}
		return exitUsage
	}
	opts := logparse.Options{Lang: *lang}
	if *now != "" {
		t, err := time.Parse(time.RFC3339, *now)
		if err != nil {
			fmt.Fprintln(errs, "grantlens: -now: not an RFC 3339 time, such as 2025-04-26T17:31:58Z")
			return exitUsage
		}
		opts.Now = t
	}
	render, ok := map[string]func(*report.Report) []byte{
		"json":     report.JSON,
		"text":     func(r *report.Report) []byte { return report.Text(r, *lang) },
		"markdown": func(r *report.Report) []byte { return report.Markdown(r, *lang) },
	}[*format]
	if !ok {
		fmt.Fprintln(errs, "grantlens: -format: text, json or markdown")
		return exitUsage
	}
	if *lang != "en" && *lang != "ru" {
		fmt.Fprintln(errs, "grantlens: -lang: en or ru")
		return exitUsage
	}
	if *failOn != "error" && *failOn != "warning" && *failOn != "never" {
		fmt.Fprintln(errs, "grantlens: -fail-on: error, warning or never")
		return exitUsage
	}
	files, err := expand(flags.Args())
	if err != nil {
		fmt.Fprintln(errs, "grantlens: "+reason(err))
		return exitUsage
	}
	status := exitOK
	for _, name := range files {
		r, err := diagnoseFile(name, in, opts)
		if err != nil {
			fmt.Fprintln(errs, "grantlens: "+reason(err))
			status = exitUsage
			continue
		}
		if len(files) > 1 && *format != "json" {
			fmt.Fprintf(out, "==> %s <==\n", name)
		}
		if _, err := out.Write(render(r)); err != nil {
			return exitUsage
		}
		if status == exitOK && worthFailing(r, *failOn) {
			status = exitFindings
		}
	}
	return status
}

// expand replaces folders by the files in them.
func expand(args []string) ([]string, error) {
	if len(args) == 0 {
		return []string{"-"}, nil
	}
	var files []string
	for _, name := range args {
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			before := len(files)
			err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
				if err == nil && d.Type().IsRegular() {
					files = append(files, path)
				}
				return err
			})
			if err != nil {
				return nil, err
			}
			if len(files) == before {
				return nil, fmt.Errorf("%s: no files in this folder", name)
			}
			continue
		}
		files = append(files, name)
	}
	return files, nil
}

func diagnoseFile(name string, in io.Reader, opts logparse.Options) (*report.Report, error) {
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	p := logparse.New(opts)
	buf := make([]byte, 256<<10)
	for {
		n, err := in.Read(buf)
		p.Feed(buf[:n])
		if errors.Is(err, io.EOF) {
			return p.Close(), nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// reason is an error without the operation Go puts before it.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Path + ": " + path.Err.Error()
	}
	return err.Error()
}

func worthFailing(r *report.Report, failOn string) bool {
	for _, f := range r.Findings {
		if f.Severity == "error" && failOn != "never" || f.Severity == "warning" && failOn == "warning" {
			return true
		}
	}
	return false
}
