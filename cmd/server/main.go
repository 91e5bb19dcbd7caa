// Command server turns flags into a running Grantlens server: the page, the HTTP API and the WebSocket.
package main

import (
	"context"
	"crypto/x509"
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

	"grantlens/internal/cli"
	"grantlens/internal/relay"
	"grantlens/internal/rpc/engine"
	"grantlens/internal/server"
	"grantlens/web"
)

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
	lang := cli.Language(args, cli.EnvironmentLanguage())
	say := func(english string) string {
		if said, ok := russian[english]; ok && lang == "ru" {
			return said
		}
		return english
	}
	fail := func(status int, err error) int {
		fmt.Fprintln(stderr, "server: "+cli.Words(err, lang, ofListening))
		return status
	}
	o := newOptions(lang)
	switch err := o.parse(args); {
	case errors.Is(err, flag.ErrHelp):
		io.WriteString(stdout, say(usage)+cli.PrintFlags(o.flags, lang, say))
		return exitOK
	case err != nil:
		return fail(exitUsage, err)
	case o.version:
		fmt.Fprintln(stdout, "grantlens server", engine.Version)
		return exitOK
	}
	o.cfg.Page = web.FS()
	o.cfg.Log = zerolog.New(stderr).With().Timestamp().Logger()
	if o.quiet {
		o.cfg.Log = o.cfg.Log.Level(zerolog.ErrorLevel)
	}
	if err := serve(ctx, o.cfg, stdout, say("Grantlens: http://%s (Ctrl+C stops)")); err != nil {
		if ofListening(err) == errServing {
			o.cfg.Log.Error().Err(err).Msg("server")
		}
		return fail(exitFailed, err)
	}
	return exitOK
}

// options are what the command line says.
type options struct {
	flags    *flag.FlagSet
	cfg      server.Config
	maxInput int64 // MiB
	relayMax int   // 0: no relay
	quiet    bool
	version  bool
	lang     string
	refused  error // of a value that take refused: Parse repeats it without its type
}

func newOptions(lang string) *options {
	o := &options{flags: flag.NewFlagSet("server", flag.ContinueOnError)}
	o.flags.SetOutput(io.Discard) // what Parse would print is worded by cli.OfFlags
	o.serverFlags(lang)
	o.relayFlags()
	return o
}

// take declares a flag that may be given more than once.
func (o *options) take(name, usage string, set func(value string) error) {
	o.flags.Func(name, usage, func(value string) error {
		o.refused = set(value)
		return o.refused
	})
}

func (o *options) serverFlags(lang string) {
	flags, cfg := o.flags, &o.cfg
	flags.StringVar(&cfg.Listen, "listen", "127.0.0.1:8080", "listen on this `host:port`; port 0 takes a free one.\n"+
		"Anyone who can reach the address can use the server, so it is this machine alone unless told otherwise.")
	o.take("host", "answer to this `name` in the Host header too; may be given more than once.\n"+
		"Needed behind a proxy or in a network: localhost, loopback addresses and the host of -listen are known,\n"+
		"every other name is refused, so that a foreign page cannot reach the server through DNS rebinding.",
		func(name string) error {
			if name == "" || strings.ContainsAny(name, ":/ ") {
				return cli.At("-host", errHost)
			}
			cfg.Hosts = append(cfg.Hosts, name)
			return nil
		})
	flags.Int64Var(&o.maxInput, "max-input", server.DefaultMaxInput>>20, "refuse a posted log larger than this many `MiB`, counted after decompression")
	flags.IntVar(&cfg.MaxDiagnoses, "max-diagnoses", 0, "read at most this many posted logs at the same time, a `number`; 0 means four a processor")
	flags.IntVar(&cfg.MaxSockets, "max-sockets", server.DefaultMaxSockets, "keep at most this many WebSocket connections open, a `number`")
	flags.BoolVar(&o.quiet, "quiet", false, "log failures only, not every request.\n"+
		"An access line holds method, route, status, size and time; never a query value, a header or a body.\n"+
		"That of a relayed request holds the host it went to and the kind of endpoint.")
	flags.BoolVar(&o.version, "version", false, "print the version and exit")
	flags.StringVar(&o.lang, "lang", lang, "`language` of what is said here, en or ru; the log is English, the page and the API have their own")
}

func (o *options) relayFlags() {
	flags, cfg := o.flags, &o.cfg
	o.take("relay-allow", "relay requests to this `host[:port]` too; may be given more than once.\n"+
		"The hosts of the provider profiles are allowed, over https at ports 443 and 8443. A host named here may have\n"+
		"a private or loopback address; with a port it is reached at that port, and over http too. *.corp.example.com\n"+
		"names every host below corp.example.com: use it only for a domain whose DNS you trust.",
		func(name string) error {
			if err := relay.CheckAllow(name); errors.Is(err, relay.ErrPublicSuffix) {
				return cli.At("-relay-allow", errTooWide)
			} else if err != nil {
				return cli.At("-relay-allow", errAllow)
			}
			cfg.Relay.Allow = append(cfg.Relay.Allow, name)
			return nil
		})
	o.take("relay-ca", "trust the certificate authorities in this PEM `file` too when relaying; may be given more than once.\n"+
		"Certificates are verified always.",
		func(name string) (err error) {
			if cfg.Relay.Roots, err = trust(cfg.Relay.Roots, name); err != nil {
				return cli.At("-relay-ca", err)
			}
			return nil
		})
	flags.IntVar(&cfg.Relay.PerClient, "relay-rate", relay.DefaultPerClient, "relay at most this `number` of requests a minute for one client")
	flags.IntVar(&cfg.Relay.Global, "relay-rate-all", relay.DefaultGlobal, "relay at most this `number` of requests a minute for all clients together")
	o.take("trusted-proxy", "believe the reverse proxies in this `range` of addresses who the client is, for -relay-rate: 10.0.0.0/8,\n"+
		"several after commas; may be given more than once. Such a proxy has to set X-Forwarded-For or Forwarded itself.",
		func(list string) error {
			for value := range strings.SplitSeq(list, ",") {
				proxy, err := relay.ParseProxy(strings.TrimSpace(value))
				if err != nil {
					return cli.At("-trusted-proxy", errProxy)
				}
				cfg.Proxies = append(cfg.Proxies, proxy)
			}
			return nil
		})
	flags.IntVar(&o.relayMax, "relay-max", relay.DefaultMaxInFlight, "relay at most this `number` of requests at the same time; 0 turns the relay off")
	flags.DurationVar(&cfg.Relay.ConnectTimeout, "relay-connect-timeout", relay.DefaultConnectTimeout, "give up when DNS, connection and TLS of a relayed request take longer than this `time`")
	flags.DurationVar(&cfg.Relay.Timeout, "relay-timeout", relay.DefaultTimeout, "give up when a relayed request takes longer than this `time` in all")
}

// parse reads the command line; flag.ErrHelp is asking for help.
func (o *options) parse(args []string) error {
	switch err := o.flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil && o.refused != nil:
		return o.refused
	case err != nil:
		return cli.OfFlags(o.flags, err, "server")
	case o.flags.NArg() > 0:
		return errArguments
	case !cli.Spoken(o.lang):
		return cli.At("-lang", cli.Choice("en", "ru"))
	case o.maxInput <= 0 || o.maxInput > 1<<32:
		return cli.At("-max-input", errMaxInput)
	case o.relayMax < 0:
		return cli.At("-relay-max", errRelayMax)
	case o.cfg.Relay.PerClient <= 0 || o.cfg.Relay.Global <= 0:
		return cli.At("-relay-rate, -relay-rate-all", errRate)
	case o.cfg.Relay.Timeout <= 0 || o.cfg.Relay.ConnectTimeout <= 0:
		return cli.At("-relay-timeout, -relay-connect-timeout", errTimeout)
	}
	o.cfg.MaxInput = o.maxInput << 20
	if o.cfg.Relay.MaxInFlight = o.relayMax; o.relayMax == 0 {
		o.cfg.Relay.MaxInFlight = -1
	}
	return nil
}

// trust adds the certificates of a PEM file to a pool; the first ones stand beside the system's.
func trust(pool *x509.CertPool, name string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(name)
	if err != nil {
		return pool, err
	}
	if pool == nil {
		if pool, err = x509.SystemCertPool(); err != nil {
			return nil, errSystemCA
		}
	}
	if !pool.AppendCertsFromPEM(pem) {
		return pool, cli.At(cli.Shown(name), errNoCA)
	}
	return pool, nil
}

// serve listens until ctx ends; greeting says where.
func serve(ctx context.Context, cfg server.Config, stdout io.Writer, greeting string) error {
	srv, err := server.New(cfg)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return cli.At("-listen", err)
	}
	fmt.Fprintf(stdout, greeting+"\n", ln.Addr())
	return srv.Serve(ctx, ln)
}
