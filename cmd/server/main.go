// Command server turns flags into a running Grantlens server: the page, the HTTP API and the WebSocket.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/rs/zerolog"

	"grantlens/internal/rpc/engine"
	"grantlens/internal/server"
	"grantlens/web"
)

const usage = `Usage: server [flags]

Serves the Grantlens page and its API. The page diagnoses inside the browser; a log
reaches this server only when somebody posts it:

  curl --data-binary @app.log http://127.0.0.1:8080/api/diagnose

Flags:
`

// Exit statuses.
const (
	exitOK = iota
	exitFailed
	exitUsage
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run serves until ctx ends. The address goes to stdout, the log, a JSON object a line, to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	cfg := server.Config{Page: web.FS(), Log: zerolog.New(stderr).With().Timestamp().Logger()}
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // what Parse would print goes where it belongs below
	flags.StringVar(&cfg.Listen, "listen", "127.0.0.1:8080", "listen on this `host:port`; port 0 takes a free one.\n"+
		"Anyone who can reach the address can use the server, so it is this machine alone unless told otherwise.")
	flags.Func("host", "answer to this `name` in the Host header too; may be given more than once.\n"+
		"Needed behind a proxy or in a network: localhost, loopback addresses and the host of -listen are known,\n"+
		"every other name is refused, so that a foreign page cannot reach the server through DNS rebinding.",
		func(name string) error {
			if name == "" || strings.ContainsAny(name, ":/ ") {
				return errors.New("want a name or address without port or path")
			}
			cfg.Hosts = append(cfg.Hosts, name)
			return nil
		})
	maxInput := flags.Int64("max-input", server.DefaultMaxInput>>20, "refuse a posted log larger than this many `MiB`, counted after decompression")
	flags.IntVar(&cfg.MaxDiagnoses, "max-diagnoses", 0, "read at most this many posted logs at the same time, a `number`; 0 means four a processor")
	flags.IntVar(&cfg.MaxSockets, "max-sockets", server.DefaultMaxSockets, "keep at most this many WebSocket connections open, a `number`")
	quiet := flags.Bool("quiet", false, "log failures only, not every request.\n"+
		"An access line holds method, route, status, size and time; never a query value, a header or a body.")
	version := flags.Bool("version", false, "print the version and exit")

	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(stdout)
		fmt.Fprint(stdout, usage)
		flags.PrintDefaults()
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "server: %v\nserver -h explains the flags\n", err)
		return exitUsage
	case flags.NArg() > 0:
		fmt.Fprintln(stderr, "server: takes flags only; server -h explains them")
		return exitUsage
	case *maxInput <= 0 || *maxInput > 1<<32:
		fmt.Fprintln(stderr, "server: -max-input: want at least 1 MiB")
		return exitUsage
	case *version:
		fmt.Fprintln(stdout, "grantlens server", engine.Version)
		return exitOK
	}
	cfg.MaxInput = *maxInput << 20
	if *quiet {
		cfg.Log = cfg.Log.Level(zerolog.ErrorLevel)
	}
	if err := serve(ctx, cfg, stdout); err != nil {
		fmt.Fprintln(stderr, err)
		return exitFailed
	}
	return exitOK
}

func serve(ctx context.Context, cfg server.Config, stdout io.Writer) error {
	srv, err := server.New(cfg)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("server: -listen: %w", err)
	}
	fmt.Fprintf(stdout, "Grantlens: http://%s (Ctrl+C stops)\n", ln.Addr())
	return srv.Serve(ctx, ln)
}
