package request

import (
	"encoding/base64"
	"slices"
	"strings"
)

// curl's own reading of its command line: what it would send.

// Options of curl that take no value, beside those that begin with --no-.
var (
	shortFlags = "#0123456789BGIJLMNORSVZafghijklnpqsv"
	longFlags  = strings.Fields(`
		--anyauth --append --basic --ca-native --cert-status --compressed --compressed-ssh --create-dirs --crlf --digest --disable --disable-eprt
		--disable-epsv --disallow-username-in-url --doh-insecure --doh-cert-status --fail --fail-early --fail-with-body --false-start --form-escape
		--ftp-create-dirs --ftp-pasv --get --globoff --haproxy-protocol --head --help --http0.9 --http1.0 --http1.1 --http2 --http2-prior-knowledge
		--http3 --http3-only --ignore-content-length --include --insecure --ipv4 --ipv6 --junk-session-cookies --list-only --location
		--location-trusted --manual --metalink --negotiate --next --no-alpn --no-buffer --no-clobber --no-keepalive --no-npn --no-progress-meter --no-sessionid --ntlm --ntlm-wb --parallel
		--parallel-immediate --path-as-is --post301 --post302 --post303 --progress-bar --proxy-anyauth --proxy-basic --proxy-digest --proxy-insecure
		--proxytunnel --quote --raw --remote-header-name --remote-name --remote-name-all --remote-time --remove-on-error --retry-all-errors
		--retry-connrefused --sasl-ir --show-error --show-headers --silent --socks5-basic --ssl --ssl-allow-beast --ssl-no-revoke --ssl-reqd --ssl-revoke-best-effort
		--sslv2 --sslv3 --styled-output --suppress-connect-headers --tcp-fastopen --tcp-nodelay --tftp-no-options --tlsv1 --tlsv1.0 --tlsv1.1
		--tlsv1.2 --tlsv1.3 --tr-encoding --trace-ids --trace-time --use-ascii --verbose --version --xattr`)
)

// longNames are the long names of the short options that matter here.
var longNames = map[byte]string{
	'X': "--request", 'H': "--header", 'd': "--data", 'u': "--user", 'b': "--cookie", 'F': "--form", 'A': "--user-agent", 'e': "--referer", 'E': "--cert",
	'G': "--get", 'I': "--head", 'T': "--upload-file", 'k': "--insecure", 'L': "--location", 'x': "--proxy",
}

// formBoundary separates the parts of a multipart body that curl would make with a boundary of its own.
const formBoundary = "------------------------grantlens"

// command is what the options add up to.
type command struct {
	*reader
	HTTP
	data, query, parts []string
	hasData            bool
	json, get, head    bool
	dropped            []string // headers that curl is told not to send
}

// curl reads the arguments of curl; ok is false when there is no address.
func (r *reader) curl(args []string) (HTTP, bool) {
	c := command{reader: r}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--next" || arg == "-:":
			r.note(words{"The command makes several requests (--next); the first is read.", "Команда делает несколько запросов (--next); прочитан первый."})
			i = len(args)
		case len(arg) > 2 && arg[:2] == "--":
			name, value, joined := strings.Cut(arg, "=")
			if slices.Contains(longFlags, name) || strings.HasPrefix(name, "--no-") {
				c.option(name, "")
				continue
			}
			if !joined {
				if i+1 >= len(args) {
					continue
				}
				i++
				value = args[i]
			}
			c.option(name, value)
		case len(arg) > 1 && arg[0] == '-':
			for at := 1; at < len(arg); at++ {
				flag := strings.IndexByte(shortFlags, arg[at]) >= 0
				value := ""
				if !flag {
					if value = arg[at+1:]; value == "" && i+1 < len(args) {
						i++
						value = args[i]
					}
				}
				c.option(longNames[arg[at]], value)
				if !flag {
					break
				}
			}
		default:
			c.address(arg)
		}
	}
	if c.URL == "" {
		return HTTP{}, false
	}
	c.finish()
	return c.HTTP, true
}

func (c *command) address(s string) {
	if c.URL != "" {
		c.note(words{"The command has more than one address; the first is read.", "В команде больше одного адреса; прочитан первый."})
		return
	}
	if !strings.Contains(s, "://") {
		s = "http://" + s
		c.note(words{"The address has no scheme: curl takes http, not https.", "В адресе нет схемы: curl возьмёт http, а не https."})
	}
	c.URL = s
}

func (c *command) option(name, value string) {
	switch name {
	case "--request":
		c.Method = value
	case "--url":
		c.address(value)
	case "--header":
		c.header(value)
	case "--data", "--data-ascii", "--data-binary", "--json":
		if strings.HasPrefix(value, "@") {
			c.file()
			value = ""
		}
		c.hasData = true
		c.data = append(c.data, value)
		c.json = c.json || name == "--json"
	case "--data-raw":
		c.hasData = true
		c.data = append(c.data, value)
	case "--data-urlencode":
		c.hasData = true
		c.data = append(c.data, c.urlencoded(value))
	case "--url-query":
		if raw, ok := strings.CutPrefix(value, "+"); ok {
			c.query = append(c.query, raw)
		} else {
			c.query = append(c.query, c.urlencoded(value))
		}
	case "--form", "--form-string":
		c.parts = append(c.parts, value)
	case "--get":
		c.get = true
	case "--head":
		c.head = true
	case "--user":
		if !strings.Contains(value, ":") {
			c.note(words{"-u has no password: curl would ask for it.", "В -u нет пароля: curl спросил бы его."})
			value += ":"
		}
		c.add("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(value)))
	case "--oauth2-bearer":
		c.add("Authorization", "Bearer "+value)
	case "--cookie":
		if !strings.Contains(value, "=") {
			c.file()
			return
		}
		c.add("Cookie", value)
	case "--user-agent":
		c.add("User-Agent", value)
	case "--referer":
		c.add("Referer", strings.TrimSuffix(value, ";auto"))
	case "--upload-file":
		c.file()
		if c.Method == "" {
			c.Method = "PUT"
		}
	case "--cert", "--key":
		c.note(words{"The command shows a client certificate (tls_client_auth): it is not a part of the request and is not relayed.", "Команда предъявляет клиентский сертификат (tls_client_auth): он не часть запроса, через relay не передаётся."})
	case "--insecure":
		c.note(words{"-k tells curl not to check the server's certificate; that is not carried over.", "-k велит curl не проверять сертификат сервера; это не переносится."})
	case "--location", "--location-trusted":
		c.note(words{"-L follows redirects; here the redirect is the answer.", "-L следует за перенаправлениями; здесь ответом будет само перенаправление."})
	case "--digest", "--ntlm", "--negotiate", "--aws-sigv4":
		c.note(words{"The command uses an HTTP authentication that takes more than one request; it is not carried over.", "Команда использует HTTP-аутентификацию из нескольких запросов; она не переносится."})
	}
}

// file notes that a part of the request stands in a file.
func (c *command) file() {
	c.note(words{"A part of the request stands in a file (@file), which cannot be read from here: paste its content.", "Часть запроса лежит в файле (@file), прочитать его отсюда нельзя: вставьте его содержимое."})
}

func (c *command) header(s string) {
	if strings.HasPrefix(s, "@") {
		c.file()
		return
	}
	name, value, colon := strings.Cut(s, ":")
	switch {
	case colon && strings.TrimSpace(value) == "":
		c.dropped = append(c.dropped, name)
	case colon:
		c.Headers = append(c.Headers, Pair{strings.TrimSpace(name), strings.TrimLeft(value, " \t")})
	case strings.HasSuffix(name, ";"):
		c.Headers = append(c.Headers, Pair{strings.TrimSuffix(name, ";"), ""})
	}
}

// add sets a header that an option makes; one given by -H goes before it.
func (c *command) add(name, value string) {
	c.Headers = append(c.Headers, Pair{name, value})
}

// urlencoded is the argument of --data-urlencode as curl encodes it: content, =content, name=content; a name is taken
// to be encoded already.
func (c *command) urlencoded(s string) string {
	at, eq := strings.IndexByte(s, '@'), strings.IndexByte(s, '=')
	if at >= 0 && (eq < 0 || at < eq) {
		c.file()
		return s[:at]
	}
	if eq < 0 {
		return Encode(s)
	}
	if eq == 0 {
		return Encode(s[1:])
	}
	return s[:eq+1] + Encode(s[eq+1:])
}

func (c *command) finish() {
	separator := "&"
	if c.json {
		separator = ""
	}
	if len(c.query) > 0 {
		c.URL = appendQuery(c.URL, strings.Join(c.query, "&"))
	}
	body := strings.Join(c.data, separator)
	media := FormType
	if c.json {
		media = "application/json"
	}
	switch {
	case c.get && c.hasData:
		c.URL = appendQuery(c.URL, body)
		c.hasData, body = false, ""
	case len(c.parts) > 0:
		c.note(words{"-F sends the form as multipart/form-data; a token endpoint takes application/x-www-form-urlencoded only (RFC 6749 section 3.2): use -d or --data-urlencode.", "-F отправляет форму как multipart/form-data; token endpoint принимает только application/x-www-form-urlencoded (RFC 6749, раздел 3.2): используйте -d или --data-urlencode."})
		body, media = c.multipart(), "multipart/form-data; boundary="+formBoundary
		c.hasData = true
	}
	c.Body = body
	has := func(name string) bool {
		return c.Header(name) != "" || slices.ContainsFunc(c.dropped, func(d string) bool { return strings.EqualFold(d, name) })
	}
	if c.hasData && !has("Content-Type") {
		c.Headers = append(c.Headers, Pair{"Content-Type", media})
	}
	if c.json && !has("Accept") {
		c.Headers = append(c.Headers, Pair{"Accept", "application/json"})
	}
	switch {
	case c.Method != "":
	case c.head:
		c.Method = "HEAD"
	case c.hasData:
		c.Method = "POST"
	default:
		c.Method = "GET"
	}
	if c.Headers == nil {
		c.Headers = []Pair{}
	}
}

// multipart is the body of -F, with a boundary of ours.
func (c *command) multipart() string {
	var b strings.Builder
	for _, part := range c.parts {
		name, value, _ := strings.Cut(part, "=")
		if strings.HasPrefix(value, "@") || strings.HasPrefix(value, "<") {
			c.file()
			value = ""
		}
		b.WriteString("--" + formBoundary + "\r\nContent-Disposition: form-data; name=\"" + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", "").Replace(name) + "\"\r\n\r\n" + value + "\r\n")
	}
	return b.String() + "--" + formBoundary + "--\r\n"
}

// appendQuery puts encoded text behind an address.
func appendQuery(address, query string) string {
	if query == "" {
		return address
	}
	address, _, _ = strings.Cut(address, "#")
	if strings.Contains(address, "?") {
		return address + "&" + query
	}
	return address + "?" + query
}

// webRequest reads the arguments of Invoke-WebRequest or Invoke-RestMethod.
func (r *reader) webRequest(args []string) (HTTP, bool) {
	req := HTTP{Method: "GET", Headers: []Pair{}}
	media := ""
	for i := 0; i < len(args); i++ {
		name, value := strings.ToLower(args[i]), ""
		if n, v, ok := strings.Cut(args[i], ":"); ok && strings.HasPrefix(n, "-") && !strings.Contains(n, " ") { // -Method:POST
			name, value = strings.ToLower(n), v
		} else if strings.HasPrefix(name, "-") && name != "-usebasicparsing" && name != "-skipcertificatecheck" && i+1 < len(args) && !isParameter(args[i+1]) {
			i++
			value = args[i]
		}
		switch name {
		case "-uri":
			req.URL = value
		case "-method":
			req.Method = strings.ToUpper(value)
		case "-contenttype":
			media = value
		case "-useragent":
			req.Headers = append(req.Headers, Pair{"User-Agent", value})
		case "-headers":
			if !strings.HasPrefix(value, "@{") {
				r.variable(value + " ")
				continue
			}
			req.Headers = append(req.Headers, r.table(value)...)
		case "-body":
			req.Body = value
			if strings.HasPrefix(value, "@{") {
				req.Body = EncodePairs(r.table(value))
				media = FormType
			}
		case "-infile":
			(&command{reader: r}).file()
		default:
			if !strings.HasPrefix(name, "-") && req.URL == "" && strings.Contains(args[i], "://") {
				req.URL = args[i]
			}
		}
	}
	if media == "" && req.Body != "" && req.Method == "POST" {
		media = FormType
	}
	if media != "" && req.Header("Content-Type") == "" {
		req.Headers = append(req.Headers, Pair{"Content-Type", media})
	}
	return req, req.URL != ""
}

// isParameter reports whether an argument of PowerShell is the name of the next parameter.
func isParameter(s string) bool {
	return len(s) > 1 && s[0] == '-' && (s[1]|0x20 >= 'a' && s[1]|0x20 <= 'z') && !strings.ContainsAny(s, " =")
}
