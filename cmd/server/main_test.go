package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The whole way of a user: start it, read the address it prints, ask it, stop it.
func TestRunServesUntilStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	stdout, printed := io.Pipe()
	var stderr bytes.Buffer
	status := make(chan int, 1)
	go func() { status <- run(ctx, []string{"-listen", "127.0.0.1:0"}, printed, &stderr) }()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(line)
	if address == "" {
		t.Fatalf("printed %q; want the address", line)
	}
	res, err := http.Get(address + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("GET /healthz: %d", res.StatusCode)
	}
	http.DefaultClient.CloseIdleConnections()
	stop()
	if got := <-status; got != exitOK {
		t.Errorf("exit status %d; want 0", got)
	}
	if !strings.Contains(stderr.String(), `"route":"/healthz"`) {
		t.Errorf("no access line: %s", stderr.String())
	}
}

// The flags of the relay reach it: a provider of one's own, with a certificate of one's own.
func TestRelayFlags(t *testing.T) {
	idp := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "the provider's answer") }))
	idp.Config.ErrorLog = log.New(io.Discard, "", 0)
	idp.StartTLS()
	defer idp.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: idp.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	allow := idp.Listener.Addr().String()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"named and trusted": {[]string{"-relay-allow", allow, "-relay-ca", ca}, "the provider's answer"},
		"named alone":       {[]string{"-relay-allow", allow}, `"code":"tls_self_signed"`},
		"trusted alone":     {[]string{"-relay-ca", ca}, `"code":"relay_refused"`},
		"turned off":        {[]string{"-relay-allow", allow, "-relay-ca", ca, "-relay-max", "0"}, "turned the relay off"},
		"no time":           {[]string{"-relay-allow", allow, "-relay-ca", ca, "-relay-timeout", "1ns"}, `"code":"timeout"`},
	} {
		ctx, stop := context.WithCancel(context.Background())
		stdout, printed := io.Pipe()
		status := make(chan int, 1)
		go func() {
			status <- run(ctx, append([]string{"-quiet", "-listen", "127.0.0.1:0"}, c.args...), printed, io.Discard)
		}()
		line, err := bufio.NewReader(stdout).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(line)
		res, err := http.Post(address+"/api/relay", "application/json", strings.NewReader(`{"method":"GET","url":"https://`+allow+`/"}`))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || !strings.Contains(string(got), c.want) {
			t.Errorf("%s: %v, %.500s; want %s", name, err, got, c.want)
		}
		http.DefaultClient.CloseIdleConnections()
		stop()
		if got := <-status; got != exitOK {
			t.Errorf("%s: exit status %d", name, got)
		}
	}
}

func TestHelpExplainsEveryFlag(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if got := run(context.Background(), []string{"-h"}, &stdout, &stderr); got != exitOK || stderr.Len() > 0 {
		t.Errorf("exit status %d, stderr %q; want 0 and nothing", got, stderr.String())
	}
	help := stdout.String()
	for _, name := range []string{"listen", "host", "max-input", "max-diagnoses", "max-sockets", "quiet", "version",
		"lang", "relay-allow", "relay-ca", "relay-rate", "relay-rate-all", "trusted-proxy", "relay-max", "relay-connect-timeout", "relay-timeout"} {
		_, about, ok := strings.Cut(strings.ReplaceAll(help, "\n    \t", " \n    \t"), "\n  -"+name+" ")
		if !ok {
			t.Errorf("-%s is not listed", name)
			continue
		}
		about, _, _ = strings.Cut(about, "\n  -")
		if len(strings.Fields(about)) < 4 {
			t.Errorf("-%s is not explained: %q", name, about)
		}
	}
	if listed := strings.Count(help, "\n  -"); listed != 16 {
		t.Errorf("%d flags are listed; this test knows 16", listed)
	}
	if !strings.Contains(help, `default "127.0.0.1:8080"`) {
		t.Error("the default address is not said to be of this machine alone")
	}
}

const cyrillic = "абвгдежзийклмнопрстуфхцчшщыэюя"

// The tests are in English, whatever the language of who runs them.
func TestMain(m *testing.M) {
	for _, name := range []string{"GRANTLENS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		os.Unsetenv(name)
	}
	os.Exit(m.Run())
}

func TestHelpInRussian(t *testing.T) {
	var stdout bytes.Buffer
	run(context.Background(), []string{"-h", "-lang", "ru"}, &stdout, io.Discard)
	flags := 0
	for _, about := range strings.Split(stdout.String(), "\n  -")[1:] {
		flags++
		for line := range strings.Lines(about) {
			if strings.HasPrefix(line, "    \t") && !strings.ContainsAny(line, cyrillic) {
				t.Errorf("without Russian: %s", line)
			}
		}
	}
	if flags != 16 || !strings.HasPrefix(stdout.String(), "Использование: ") || strings.Contains(stdout.String(), "(default") {
		t.Errorf("%d flags; %.300s", flags, stdout.String())
	}
	t.Setenv("LANG", "ru_RU.UTF-8")
	stdout.Reset()
	if run(context.Background(), []string{"-h"}, &stdout, io.Discard); !strings.HasPrefix(stdout.String(), "Использование: ") {
		t.Error("the locale is not heard")
	}
}

func TestUsageErrors(t *testing.T) {
	for name, args := range map[string][]string{
		"another language": {"-lang", "de"},
		"no number":        {"-max-input", "canary"},
		"no duration":      {"-relay-timeout", "canary"},
		"no value":         {"-listen"},
		"unknown flag":     {"-relay"},
		"argument":         {"app.log"},
		"host with port":   {"-host", "example.com:80"},
		"empty host":       {"-host", ""},
		"no input at all":  {"-max-input", "0"},
		"relay to a URL":   {"-relay-allow", "https://id.example.com"},
		"relay to all":     {"-relay-allow", "*"},
		"relay to .com":    {"-relay-allow", "*.com"},
		"relay to .co.uk":  {"-relay-allow", "*.co.uk"},
		"no proxy":         {"-trusted-proxy", "proxy.example.com"},
		"all are proxies":  {"-trusted-proxy", "10.0.0.1,0.0.0.0/0"},
		"relay at port 0":  {"-relay-allow", "id.example.com:0"},
		"no such CA file":  {"-relay-ca", "testdata/none.pem"},
		"CA of no PEM":     {"-relay-ca", "main_test.go"},
		"no relay rate":    {"-relay-rate", "0"},
		"no relay time":    {"-relay-timeout", "0s"},
	} {
		var stdout, stderr bytes.Buffer
		if got := run(context.Background(), args, &stdout, &stderr); got != exitUsage || !strings.HasPrefix(stderr.String(), "server: ") {
			t.Errorf("%s: exit status %d, %q; want 2 and what is wrong", name, got, stderr.String())
		}
		if said := stderr.String(); strings.Count(said, "\n") != 1 || strings.Contains(said, "canary") || strings.Contains(said, "invalid value") {
			t.Errorf("%s: %q; want one line that repeats no value", name, said)
		}
		stderr.Reset()
		if got := run(context.Background(), append([]string{"-lang", "ru"}, args...), &stdout, &stderr); got != exitUsage || !strings.ContainsAny(stderr.String(), cyrillic) {
			t.Errorf("%s in Russian: exit status %d, %q", name, got, stderr.String())
		}
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for listen, want := range map[string]string{
		"256.0.0.1:0": "server: -listen: слушать там не удаётся", "8080": "server: -listen: слушать там не удаётся",
		taken.Addr().String(): "server: -listen: этот порт занят другой программой",
		"192.0.2.1:0":         "server: -listen: у этой машины нет такого адреса",
	} {
		var stderr bytes.Buffer
		if got := run(context.Background(), []string{"-lang", "ru", "-listen", listen}, io.Discard, &stderr); got != exitFailed || !strings.HasPrefix(stderr.String(), want) {
			t.Errorf("-listen %s: exit status %d, %q", listen, got, stderr.String())
		}
	}
}
