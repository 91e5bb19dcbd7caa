package logparse_test

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// plainLogs are lines that programs write in days without a login. They use the words of the protocol in other meanings:
// a state, a code, a token, a session, a certificate, a key, a scope, a grant.
var plainLogs = map[string][]string{
	"nginx access": {
		`192.0.2.%d - - [02/Mar/2026:10:00:%02d +0000] "GET /static/js/main.%x.js HTTP/2.0" 200 %d "https://shop.example.com/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"`,
		`192.0.2.%d - - [02/Mar/2026:10:00:%02d +0000] "POST /api/orders/%x/state HTTP/1.1" 409 %d "-" "okhttp/4.12.0"`,
		`2026/03/02 10:%02d:%02d [error] 31#31: *%d upstream timed out (110: Connection timed out) while reading response header from upstream, client: 192.0.2.%d, server: shop.example.com, request: "GET /api/items HTTP/1.1", upstream: "http://10.0.0.7:8080/api/items", host: "shop.example.com"`,
	},
	"postgresql": {
		`2026-03-02 10:%02d:%02d UTC [%d] LOG:  checkpoint complete: wrote %d buffers (1.2%%); 0 WAL file(s) added, 0 removed, 3 recycled`,
		`2026-03-02 10:%02d:%02d UTC [%d] ERROR:  duplicate key value violates unique constraint "orders_pkey" at row %d`,
		`2026-03-02 10:%02d:%02d UTC [%d] FATAL:  password authentication failed for user "app%d"`,
		`2026-03-02 10:%02d:%02d UTC [%d] ERROR:  permission denied for table items_%d`,
		`2026-03-02 10:%02d:%02d UTC [%d] FATAL:  terminating connection due to idle-in-transaction timeout (%d ms)`,
	},
	"systemd journal": {
		`Mar 02 10:%02d:%02d host%d kernel: [%d.301] usb 1-4: device descriptor read/64, error -71`,
		`Mar 02 10:%02d:%02d host%d systemd[1]: backup.service: Main process exited, code=exited, status=%d/FAILURE`,
		`Mar 02 10:%02d:%02d host%d sshd[%d]: Failed password for invalid user admin from 198.51.100.9 port 40022 ssh2`,
		`Mar 02 10:%02d:%02d host%d systemd-logind[%d]: Session 41 logged out. Waiting for processes to exit.`,
		`Mar 02 10:%02d:%02d host%d kernel: audit: type=1400 audit(%d.1:12): apparmor="DENIED" operation="open" name="/etc/shadow"`,
		`Mar 02 10:%02d:%02d host%d chronyd[%d]: System clock wrong by 1.203 seconds`,
	},
	"java gc": {
		`[2026-03-02T10:%02d:%02d.123+0000][info][gc] GC(%d) Pause Young (Normal) (G1 Evacuation Pause) %dM->210M(1024M) 8.221ms`,
		`[2026-03-02T10:%02d:%02d.123+0000][warn][gc,alloc] GC(%d) worker %d: Allocation failure, retry`,
	},
	"spring startup": {
		`2026-03-02T10:%02d:%02d.412Z  INFO %d --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat initialized with port %d (http)`,
		`2026-03-02T10:%02d:%02d.412Z  WARN %d --- [main] o.h.engine.jdbc.spi.SqlExceptionHelper : SQL Error: %d, SQLState: 42P01`,
		`2026-03-02T10:%02d:%02d.412Z ERROR %d --- [main] o.s.boot.SpringApplication : Application run failed: Error creating bean with name 'orderState%d': Unsatisfied dependency`,
		`2026-03-02T10:%02d:%02d.412Z DEBUG %d --- [exec-%d] o.s.s.w.a.AnonymousAuthenticationFilter : Set SecurityContextHolder to anonymous SecurityContext`,
	},
	"kafka": {
		`[2026-03-02 10:%02d:%02d,301] INFO [GroupCoordinator %d]: Preparing to rebalance group orders in state PreparingRebalance with old generation %d (kafka.coordinator.group.GroupCoordinator)`,
		`[2026-03-02 10:%02d:%02d,301] WARN [Producer clientId=producer-%d] Connection to node %d (localhost/127.0.0.1:9092) could not be established. Broker may not be available.`,
		`[2026-03-02 10:%02d:%02d,301] ERROR [Consumer clientId=c%d, groupId=orders] Offset commit failed on partition items-%d: The coordinator is not aware of this member.`,
	},
	"webpack and npm": {
		`%02d:%02d npm ERR! code ELIFECYCLE errno %d shop@1.%d.0 build: webpack --mode production`,
		`%02d:%02d ERROR in ./src/state/index%d.js %d:12 Module parse failed: Unexpected token (12:5) You may need an appropriate loader to handle this file type.`,
		`%02d:%02d WARNING in asset size limit: chunk %d.js (%d KiB) exceeds the recommended limit`,
		`%02d:%02d npm WARN deprecated request@2.%d.0: request has been deprecated, see issue %d`,
	},
	"pytest": {
		`%02d:%02d tests/test_orders.py::test_state[%d] FAILED [%d%%]`,
		`%02d:%02d E       AssertionError: assert 'expired' == 'open' where state = order(%d).state line %d`,
		`%02d:%02d E       KeyError: 'code' in item %d of page %d`,
	},
	"kubernetes events": {
		`%02dm%02ds Warning FailedScheduling pod/api-%x 0/%d nodes are available: 3 Insufficient memory.`,
		`%02dm%02ds Warning Unhealthy pod/api-%x Readiness probe failed: HTTP probe failed with statuscode: 503 after %d tries`,
		`%02dm%02ds Warning BackOff pod/worker-%x Back-off restarting failed container %d`,
		`%02dm%02ds Warning FailedMount pod/db-%x MountVolume.SetUp failed for volume "certs%d" : secret "db-certs" not found`,
		`%02dm%02ds Warning Failed pod/web-%x Error: ErrImagePull: manifest for registry.example.com/web:1.%d not found`,
	},
	"logcat": {
		`03-02 10:%02d:%02d.301  1234  1250 W ActivityManager: Slow operation: %d ms so far, now at startProcess %d`,
		`03-02 10:%02d:%02d.301  1234  1250 E SQLiteLog: (1) no such column: state in "SELECT state FROM orders WHERE id=%d" %d`,
		`03-02 10:%02d:%02d.301  1234  1250 E AndroidRuntime: java.lang.IllegalStateException: Fragment f%d not attached to a context %d`,
		`03-02 10:%02d:%02d.301  1234  1250 D KeyStore2: keystore2 get key %d with alias item%d: key not found`,
	},
	"ios": {
		`2026-03-02 10:%02d:%02d.412 Shop[%d:%d] [Layout] Unable to simultaneously satisfy constraints.`,
		`2026-03-02 10:%02d:%02d.412 Shop[%d:%d] Task <7A1C>.<12> finished with error [-1001] Error Domain=NSURLErrorDomain Code=-1001 "The request timed out." UserInfo={NSErrorFailingURLKey=https://img.example.com/a.png}`,
	},
	"windows events": {
		`Error,3/2/2026 10:%02d:%02d AM,Application Error,1000,(100),"Faulting application name: shop.exe, exception code: 0xc0000005, process id: 0x%x, report %d"`,
		`Warning,3/2/2026 10:%02d:%02d AM,Microsoft-Windows-Time-Service,%d,None,"The time service has not synchronized the system time for %d seconds."`,
		`Error,3/2/2026 10:%02d:%02d AM,Schannel,36887,None,"A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is %d. Count %d"`,
	},
	"redis and mail": {
		`%d:M 02 Mar 2026 10:%02d:%02d.301 * Background saving terminated with success %d`,
		`%d:M 02 Mar 2026 10:%02d:%02d.301 # Error condition on socket for SYNC: Connection refused %d`,
		`postfix/smtp[%d]: 10:%02d:%02d to=<ann@example.com>, relay=none, delay=%d, status=deferred (connect to mx.example.com[192.0.2.3]:25: Connection timed out)`,
	},
	"batch jobs": {
		`2026-03-02 10:%02d:%02d INFO import - query %d returned 401 rows in %d ms`,
		`2026-03-02 10:%02d:%02d ERROR import - run %d failed: 401 of %d records`,
		`2026-03-02 10:%02d:%02d ERROR import - Could not connect to mysql%d on port %d`,
		`2026-03-02 10:%02d:%02d DEBUG import - {"name":"ParseError","row":%d,"page":%d}`,
		`2026-03-02T10:%02d:%02d.123456789Z stored %d items, error_code: %d`,
	},
	"terraform": {
		`%02d:%02d aws_instance.web[%d]: Still creating... [%ds elapsed]`,
		`%02d:%02d Error: Error acquiring the state lock: ConditionalCheckFailedException: lock %d held for %d s`,
		`%02d:%02d Error: Invalid index: The given key does not identify an element in this collection value (main.tf line %d, count %d)`,
	},
}

// TestPlainLogsOfManyKinds: there is not one finding on logs without a login, whatever wrote them.
func TestPlainLogsOfManyKinds(t *testing.T) {
	for name, lines := range plainLogs {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{2 << 10, 200 << 10, 10 << 20} {
				r := rand.New(rand.NewSource(7))
				var b strings.Builder
				for b.Len() < size {
					fmt.Fprintf(&b, lines[r.Intn(len(lines))]+"\n", r.Intn(60), r.Intn(60), r.Intn(90_000), r.Intn(9000))
				}
				if got := diagnose(b.String(), "en"); len(got.Findings) > 0 {
					t.Errorf("%d bytes: findings %v, of %+v", size, rules(got), got.Findings[0].Evidence)
				}
			}
		})
	}
}
