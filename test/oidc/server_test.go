// Package oidc holds requests as we build them, the relay that sends them, and the engine that reads the answers to the
// certified oidc-provider: every grant and endpoint it has, each working and failing.
//
//	internal/request ─internal/relay─▶ node server.mjs ─▶ transcript ─probe─▶ verdict
package oidc

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"grantlens/test/probe"
)

var (
	issuer string            // of the server
	api    *probe.Client     // sends through the relay
	key    *ecdsa.PrivateKey // of the client "signed"
	tally  probe.Tally
	said   bytes.Buffer // by the server, on standard error
)

const keyID = "signed-1"

func TestMain(m *testing.M) {
	stop, err := start()
	if err != nil {
		fmt.Fprintf(os.Stderr, "oidc: %v\n%s", err, said.String())
		os.Exit(1)
	}
	code := m.Run()
	stop()
	if code != 0 {
		fmt.Fprint(os.Stderr, said.String())
	}
	fmt.Println("oidc-provider:", tally.String())
	os.Exit(code)
}

// start runs the server until stop is called. It ends by itself when this process does: its standard input closes.
func start() (stop func(), err error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("these tests need Node.js 20 or later on the PATH")
	}
	if _, err := os.Stat("node_modules/oidc-provider"); err != nil {
		return nil, errors.New("oidc-provider is not installed: run make test, or npm ci in test/oidc")
	}
	for _, name := range []string{"server.mjs", "package-lock.json"} { // go test takes its remembered result while these are the same
		if _, err := os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	if err := l.Close(); err != nil {
		return nil, err
	}
	issuer = "http://" + address
	if api, err = probe.API(address); err != nil {
		return nil, err
	}
	if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, err
	}
	cmd := exec.Command(node, "server.mjs", port)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: keyID, Algorithm: "ES256", Use: "sig"}}}
	if err := json.NewEncoder(in).Encode(map[string]any{"jwks": set}); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if lines.Text() == "listening" {
			go func() {
				for lines.Scan() { // so that it never waits for a reader
				}
			}()
			return func() { _ = in.Close(); _ = cmd.Wait() }, nil
		}
	}
	return nil, errors.Join(errors.New("the server ended at its start"), cmd.Wait())
}
