//go:build keycloak

// Package keycloak starts a real Keycloak, makes logins fail in every way one can induce from outside, and holds the
// engine to the right cause: for the answer, for the server's own event line, and for both together.
//
//	make test-keycloak ─ kc.sh ─▶ answer + event line ─probe─▶ verdict
//
// The server is the one named by GRANTLENS_KEYCLOAK, the folder of an unpacked distribution. To try things against one
// that runs already, set GRANTLENS_KEYCLOAK_URL and GRANTLENS_KEYCLOAK_LOG, the file of its log, instead.
package keycloak

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"grantlens/test/probe"
)

const (
	realmName     = "bakery"
	adminName     = "admin"
	adminPassword = "admin-password"
	startLimit    = 6 * time.Minute  // of a cold start on a busy machine
	eventLimit    = 15 * time.Second // until a line stands in the log
)

// server is a running Keycloak with our realm in it.
type server struct {
	base    string            // http://127.0.0.1:port
	log     string            // file its log is written to
	key     *ecdsa.PrivateKey // of the client "signed"
	kid     string
	admin   string // access token of the administrator
	stopped chan struct{}
	stop    func()
}

func (s *server) realm(path string) string { return s.base + "/realms/" + realmName + path }
func (s *server) oidc(path string) string  { return s.realm("/protocol/openid-connect" + path) }

// start runs Keycloak, or takes the one that is named, and gives it the realm.
func start() (*server, error) {
	s := &server{base: os.Getenv("GRANTLENS_KEYCLOAK_URL"), log: os.Getenv("GRANTLENS_KEYCLOAK_LOG"), stop: func() {}}
	if s.base == "" {
		if err := s.launch(os.Getenv("GRANTLENS_KEYCLOAK")); err != nil {
			return s, err
		}
	}
	if err := s.login(); err != nil {
		return s, err
	}
	return s, s.giveRealm()
}

// launch starts the server of an unpacked distribution, and waits until it says that it is ready.
func (s *server) launch(home string) error {
	if home == "" {
		return errors.New("keycloak: GRANTLENS_KEYCLOAK names no distribution: run make test-keycloak")
	}
	dir, err := os.MkdirTemp("", "grantlens-keycloak-")
	if err != nil {
		return err
	}
	s.log = filepath.Join(dir, "server.log")
	out, err := os.Create(s.log)
	if err != nil {
		return err
	}
	port, management := freePort(), freePort()
	s.base = "http://127.0.0.1:" + port
	cmd := exec.Command(filepath.Join(home, "bin", "kc.sh"), "start", "--optimized", "--http-enabled=true", "--hostname-strict=false",
		"--http-host=127.0.0.1", "--http-port="+port, "--http-management-port="+management, "--cache=local", "--log=console",
		"--spi-events-listener--jboss-logging--success-level=info")
	cmd.Env = append(os.Environ(), "KC_BOOTSTRAP_ADMIN_USERNAME="+adminName, "KC_BOOTSTRAP_ADMIN_PASSWORD="+adminPassword, "JAVA_OPTS_APPEND=-Xmx700m -Djava.net.preferIPv4Stack=true")
	cmd.Stdout, cmd.Stderr = out, out
	// The script starts Java and waits for it: both are ended together.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	s.stopped = make(chan struct{})
	go func() { _ = cmd.Wait(); close(s.stopped) }()
	s.stop = func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // nothing of it is kept
		<-s.stopped
		_ = out.Close()
		_ = os.RemoveAll(dir)
	}
	return s.await("http://127.0.0.1:" + management + "/health/ready")
}

func freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// await asks an address until it answers 200, the server ends, or the time is up.
func (s *server) await(ready string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		if res, err := http.Get(ready); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-tick.C:
		case <-s.stopped:
			return fmt.Errorf("keycloak: the server ended at its start:\n%s", s.tail())
		case <-ctx.Done():
			return fmt.Errorf("keycloak: not ready after %v:\n%s", startLimit, s.tail())
		}
	}
}

func (s *server) tail() string {
	raw, _ := os.ReadFile(s.log)
	return string(raw[max(0, len(raw)-3000):])
}

func (s *server) login() error {
	res, err := http.PostForm(s.base+"/realms/master/protocol/openid-connect/token", url.Values{
		"grant_type": {"password"}, "client_id": {"admin-cli"}, "username": {adminName}, "password": {adminPassword}})
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var got struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil || got.AccessToken == "" {
		return fmt.Errorf("keycloak: administrator not let in: status %d", res.StatusCode)
	}
	s.admin = got.AccessToken
	return nil
}

// manage calls the Admin API. Its access token lives for a minute only.
func (s *server) manage(method, path, body string) (string, error) {
	for attempt := 0; ; attempt++ {
		req, err := http.NewRequest(method, s.base+"/admin/realms"+path, strings.NewReader(body))
		if err != nil {
			return "", err
		}
		req.Header.Set("Authorization", "Bearer "+s.admin)
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return "", err
		}
		raw, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			return "", err
		}
		if res.StatusCode == http.StatusUnauthorized && attempt == 0 {
			if err := s.login(); err != nil {
				return "", err
			}
			continue
		}
		if res.StatusCode >= 300 {
			return "", fmt.Errorf("keycloak: %s %s: status %d: %s", method, path, res.StatusCode, raw)
		}
		return string(raw), nil
	}
}

func (s *server) must(t *testing.T, method, path, body string) string {
	t.Helper()
	out, err := s.manage(method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// giveRealm imports testdata/realm.json with a new key for the client that signs.
func (s *server) giveRealm() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	s.key, s.kid = key, "signed-1"
	set, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: s.kid, Algorithm: "ES256", Use: "sig"}}})
	if err != nil {
		return err
	}
	quoted, err := json.Marshal(string(set))
	if err != nil {
		return err
	}
	realm, err := os.ReadFile(filepath.Join("testdata", "realm.json"))
	if err != nil {
		return err
	}
	realm = bytes.ReplaceAll(realm, []byte(`"@JWKS@"`), quoted)
	if os.Getenv("GRANTLENS_KEYCLOAK_URL") != "" {
		_, _ = s.manage("DELETE", "/"+realmName, "") // of the run before
	}
	_, err = s.manage("POST", "", string(realm))
	return err
}

// watch marks a place in the log; the function it returns gives what was written since, up to the event of the type.
func (s *server) watch(t *testing.T) func(eventType string) string {
	t.Helper()
	info, err := os.Stat(s.log)
	if err != nil {
		t.Fatal(err)
	}
	from := info.Size()
	return func(eventType string) string {
		t.Helper()
		deadline := time.NewTimer(eventLimit)
		defer deadline.Stop()
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			raw, err := os.ReadFile(s.log)
			if err != nil {
				t.Fatal(err)
			}
			if i := bytes.Index(raw[from:], []byte(`type="`+eventType+`"`)); i >= 0 {
				if end := bytes.IndexByte(raw[int(from)+i:], '\n'); end >= 0 {
					return string(raw[from : int(from)+i+end+1])
				}
			}
			select {
			case <-tick.C:
			case <-deadline.C:
				t.Fatalf("no event %s in the log, but:\n%s", eventType, raw[from:])
			}
		}
	}
}

var (
	keycloak *server
	tally    probe.Tally
)

func TestMain(m *testing.M) {
	s, err := start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		s.stop()
		os.Exit(1)
	}
	keycloak = s
	if api, err = probe.API(strings.TrimPrefix(s.base, "http://")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		s.stop()
		os.Exit(1)
	}
	code := m.Run()
	s.stop()
	fmt.Println("keycloak:", tally.String())
	os.Exit(code)
}
