package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"grantlens/internal/redact"
	"grantlens/internal/rpc/vault"
	"grantlens/internal/token/jwe"
	"grantlens/internal/token/verify"
	"grantlens/internal/waves/sign"
)

// A problem is what a person has to mend, in the command line or in what was to be read: what is wrong, and what would be
// right. It holds no input; at names the flag or the file it is about.
type problem struct{ en, ru string }

func (p problem) Error() string { return "grantlens: " + p.en }

// with fills in names of ours, names of files as shown gives them, and numbers.
func (p problem) with(args ...any) problem {
	return problem{fmt.Sprintf(p.en, args...), fmt.Sprintf(p.ru, args...)}
}

// Every problem that the command line itself finds. A test holds the two languages together.
var (
	// The command line.
	errNoCommand       = problem{"no such command; grantlens help lists them", "такой команды нет; все команды покажет grantlens help"}
	errNearCommand     = problem{"no such command; is %s meant? grantlens help lists them", "такой команды нет; возможно, нужна %s? Все команды покажет grantlens help"}
	errFileForCommand  = problem{"a command goes first: grantlens diagnose %s", "сначала нужна команда: grantlens diagnose %s"}
	errFlagForCommand  = problem{"a command goes first, its flags after it; grantlens help lists the commands", "сначала нужна команда, флаги – после неё; все команды покажет grantlens help"}
	errNoSubcommand    = problem{"takes %s or %s first; grantlens %s -h explains both", "сначала нужно %s или %s; что они делают, скажет grantlens %s -h"}
	errNoFlag          = problem{"no such flag; grantlens %s -h lists them", "такого флага нет; все флаги покажет grantlens %s -h"}
	errNearFlag        = problem{"no such flag; is -%s meant? grantlens %s -h lists them", "такого флага нет; возможно, нужен -%s? Все флаги покажет grantlens %s -h"}
	errNoValue         = problem{"a value must follow", "не указано значение"}
	errBadFlag         = problem{"a flag is a hyphen and a name, such as -lang; an argument that begins with a hyphen goes after --", "флаг – это дефис и имя, например -lang; аргумент, начинающийся с дефиса, пишется после --"}
	errNotBool         = problem{"want true or false; the flag alone means true", "нужно true или false; флаг без значения означает true"}
	errNotDuration     = problem{"want a duration, such as 30s or 24h", "нужна длительность, например 30s или 24h"}
	errNegative        = problem{"want a duration of 0 or more, such as 30s", "нужна длительность не меньше 0, например 30s"}
	errNotNumber       = problem{"want a whole number from 0 to 4294967295", "нужно целое число от 0 до 4294967295"}
	errNotTime         = problem{"neither an RFC 3339 time, such as 2020-03-19T21:00:00Z, nor Unix seconds", "не время по RFC 3339, например 2020-03-19T21:00:00Z, и не секунды Unix"}
	errMilliseconds    = problem{"Unix seconds are wanted, and this looks like milliseconds: divide by 1000", "нужны секунды Unix, а это похоже на миллисекунды: разделите на 1000"}
	errNoArguments     = problem{"takes no arguments", "не принимает аргументов"}
	errOneFile         = problem{"takes one file, or - for standard input", "принимает один файл или «-», то есть стандартный ввод"}
	errOneRedacted     = problem{"takes one file; to mask several, run it once for each", "принимает один файл; чтобы замаскировать несколько, запустите команду для каждого"}
	errOneToken        = problem{"takes one argument: quote it, or give it on standard input", "принимает один аргумент: возьмите его в кавычки или подайте на стандартный ввод"}
	errOneForm         = problem{"takes one argument: quote the form body, for the shell reads & as the end of a command", "принимает один аргумент: возьмите тело формы в кавычки, иначе оболочка примет & за конец команды"}
	errOneURL          = problem{"takes one argument: quote the URL, for the shell reads & as the end of a command", "принимает один аргумент: возьмите URL в кавычки, иначе оболочка примет & за конец команды"}
	errNoSeedArgument  = problem{"takes no arguments: type the seed when asked, or give it on standard input, so that it stays out of the shell's history", "не принимает аргументов: введите seed по запросу или подайте на стандартный ввод, чтобы он не остался в истории оболочки"}
	errChain           = problem{"want one byte, such as W (mainnet) or T (testnet)", "нужен один байт, например W (основная сеть) или T (тестовая)"}
	errSecretOnStdin   = problem{"give the token as an argument, for standard input is where the secret is typed", "дайте токен аргументом: стандартный ввод занят секретом"}
	errSeedOnStdin     = problem{"give the request as an argument, for standard input is where the seed is typed", "дайте запрос аргументом: стандартный ввод занят seed"}
	errNothingToOpen   = problem{"no encrypted token (JWE) is there, so the key was not used", "зашифрованного токена (JWE) нет, поэтому ключ не понадобился"}
	errNoRule          = problem{"no rule and no code of this name", "нет ни правила, ни кода с таким именем"}
	errNoProvider      = problem{"no provider of this id", "нет провайдера с таким id"}
	errThereIs         = problem{"; there is %s", "; есть %s"}
	errReadingTerminal = problem{"reading what is typed; %s on an empty line ends it", "читаю то, что вводится; закончить – %s в пустой строке"}

	// Files and standard input.
	errNoFile       = problem{"no such file or folder", "нет такого файла или папки"}
	errNoName       = problem{"the name of a file is empty", "имя файла пустое"}
	errNotAName     = problem{"this is not the name of a file; give a text on standard input: … | grantlens %s", "это не имя файла; текст подаётся на стандартный ввод: … | grantlens %s"}
	errNoPermission = problem{"no permission to read it", "нет прав на чтение"}
	errFolder       = problem{"a folder, not a file", "это папка, а не файл"}
	errEmptyFolder  = problem{"no files in this folder", "в этой папке нет файлов"}
	errNotGzip      = problem{"begins like gzip and is not", "начинается как gzip, но это не gzip"}
	errCut          = problem{"could not be read to its end", "не удалось дочитать до конца"}
	errNotWritten   = problem{"could not be read, or written, to its end", "не удалось дочитать или дописать до конца"}
	errTooLarge     = problem{"larger than %d MB; give the part that matters alone", "больше %d МБ; дайте только нужную часть"}
	errNotText      = problem{"not a text; nothing of it was written", "это не текст; ничего из него не выведено"}
	errUnreadable   = problem{"could not be opened or read", "не удалось открыть или прочитать"}

	// Tokens, keys, seeds.
	errNoToken     = problem{"there is no token: give one as an argument or on standard input", "токена нет: дайте его аргументом или на стандартном вводе"}
	errNoSecret    = problem{"no secret was given", "секрет не введён"}
	errTyping      = problem{"could not be read from the terminal", "не удалось прочитать с терминала"}
	errTyped       = problem{"could not be read from standard input, or is larger than 64 KB", "не удалось прочитать со стандартного ввода, или это больше 64 КБ"}
	errEmptyKeys   = problem{"the file is empty", "файл пуст"}
	errIsDiscovery = problem{"this is the discovery document, not the key set: give what its jwks_uri points at, or use -discovery", "это документ discovery, а не набор ключей: дайте то, на что указывает его jwks_uri, или используйте -discovery"}
	errIsHTML      = problem{"this is an HTML page, not a key set: the address answers with a login or an error page", "это страница HTML, а не набор ключей: по этому адресу отвечает страница входа или ошибки"}
	errNotJWKS     = problem{"neither a JWKS nor a JWK", "не JWKS и не JWK"}
	errNotPEM      = problem{"not PEM: that begins with -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----", "не PEM: он начинается с -----BEGIN PUBLIC KEY----- или -----BEGIN CERTIFICATE-----"}
	errNoPEMKey    = problem{"PEM without a key that can verify: a public key or a certificate is wanted, whole", "в PEM нет ключа для проверки: нужен открытый ключ или сертификат, целиком"}
	errNoDiscovery = problem{"not a discovery document: a JSON object with issuer", "не документ discovery: нужен объект JSON с issuer"}
	errNotJWE      = problem{"the token is not a complete JWE: five parts with dots between", "токен – не полный JWE: пять частей через точку"}
	errJWEAlg      = problem{"the algorithm of the key or of the content is not supported", "алгоритм ключа или содержимого не поддерживается"}
	errNoJWEKey    = problem{"no usable key: give a private key (JWK, JWKS or PEM), the shared key, or the password", "нет пригодного ключа: дайте закрытый ключ (JWK, JWKS или PEM), общий ключ или пароль"}
	errWrongKey    = problem{"the key does not fit, or the token was changed", "ключ не подходит, или токен изменён"}
	errWhiteSpace  = problem{"there is white space around the seed, and it makes another account: kept %s, trimmed %s. Choose with -spaces keep or -spaces trim; wallets trim",
		"вокруг seed есть пробелы, и с ними получается другой аккаунт: с пробелами %s, без них %s. Выберите -spaces keep или -spaces trim; кошельки пробелы убирают"}
	errOtherReading = problem{"note: with -seed-as %s the account would be %s", "заметка: с -seed-as %s аккаунт был бы %s"}

	// What must not happen.
	errOurs = problem{"this could not be done; please report which command it was, not its input", "это не удалось; сообщите, пожалуйста, какая это была команда, но не её ввод"}
)

// ofPackages are the errors of packages that a person can cause, as the command line words them.
var ofPackages = map[error]problem{
	verify.ErrEmpty:       errEmptyKeys,
	verify.ErrDiscovery:   errIsDiscovery,
	verify.ErrHTML:        errIsHTML,
	verify.ErrJSON:        errNotJWKS,
	verify.ErrPEM:         errNoPEMKey,
	verify.ErrNoDiscovery: errNoDiscovery,
	jwe.ErrNotJWE:         errNotJWE,
	jwe.ErrUnsupported:    errJWEAlg,
	jwe.ErrKey:            errNoJWEKey,
	jwe.ErrWrongKey:       errWrongKey,
	redact.ErrBinary:      errNotText,
}

// choice is what a flag takes.
func choice(values ...string) problem {
	last := len(values) - 1
	list := strings.Join(values[:last], ", ")
	return problem{list + " or " + values[last], list + " или " + values[last]}
}

// placed is an error with what it is about: a flag, a file, a command.
type placed struct {
	what string
	err  error
}

func (p *placed) Error() string { return p.what + ": " + p.err.Error() }
func (p *placed) Unwrap() error { return p.err }

// at says what an error is about.
func at(what string, err error) error { return &placed{what, err} }

// words are an error in the language of this call.
func (c *call) words(err error) string {
	switch e := err.(type) {
	case *placed:
		return e.what + ": " + c.words(e.err)
	case problem:
		return c.say(e.en, e.ru)
	case *fs.PathError:
		if e.Path == "" {
			return c.words(errNoName)
		}
		return c.words(at(shown(e.Path), c.ofFile(e)))
	case *sign.Error:
		said := vault.Refusal(e, c.lang)
		return said.Message + ". " + said.Data.Hint
	}
	for known, p := range ofPackages {
		if errors.Is(err, known) {
			return c.words(p)
		}
	}
	return c.words(errOurs)
}

// ofFile says why a file cannot be read.
func (c *call) ofFile(e *fs.PathError) problem {
	var said problem
	switch missing := errors.Is(e, fs.ErrNotExist); {
	case errors.As(e.Err, &said):
		return said
	case missing && looksLikeText(e.Path), errors.Is(e, syscall.ENAMETOOLONG), errors.Is(e, syscall.EINVAL):
		return errNotAName.with(c.name)
	case missing, errors.Is(e, syscall.ENOTDIR):
		return errNoFile
	case errors.Is(e, fs.ErrPermission):
		return errNoPermission
	case errors.Is(e, syscall.EISDIR):
		return errFolder
	}
	return errUnreadable
}

// looksLikeText reports whether somebody gave a log, a URL or a token where the name of a file goes.
func looksLikeText(name string) bool {
	return strings.ContainsAny(name, "\n{}<>\"") || strings.Contains(name, "://") || shown(name) != name
}

// shown is a name as it may be repeated: without what looks like a secret or steers a terminal, and not at length.
func shown(name string) string {
	masked, _ := redact.Text(name, redact.Options{Word: "***"})
	return clip(plain(masked), 120)
}

// ofFlags words what package flag says of the command line. It quotes no value.
func (c *call) ofFlags(err error) error {
	said := err.Error()
	if name, ok := strings.CutPrefix(said, "flag provided but not defined: -"); ok {
		var names []string
		c.flags.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if near := nearest(name, names); near != "" {
			return at("-"+shown(name), errNearFlag.with(near, c.name))
		}
		return at("-"+shown(name), errNoFlag.with(c.name))
	}
	if name, ok := strings.CutPrefix(said, "flag needs an argument: -"); ok {
		return at("-"+name, errNoValue)
	}
	if strings.HasPrefix(said, "bad flag syntax") {
		return errBadFlag
	}
	_, rest, _ := cutLast(said, " -") // invalid value "…" for flag -leeway: parse error
	name, _, _ := strings.Cut(rest, ":")
	f := c.flags.Lookup(name)
	if f == nil {
		return errBadFlag
	}
	switch f.Value.(flag.Getter).Get().(type) {
	case time.Duration:
		return at("-"+name, errNotDuration)
	case bool:
		return at("-"+name, errNotBool)
	}
	return at("-"+name, errNotNumber)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// nearest is the word of a list that was likely mistyped, or "": at most two letters are wrong, missing, too many or swapped.
func nearest(typed string, words []string) string {
	best, least := "", 3
	for _, word := range words {
		if d := distance(typed, word); d < least && d < len(word)/2+1 && d < len(typed) {
			best, least = word, d
		}
	}
	return best
}

// distance counts the letters to change, insert, remove or swap (optimal string alignment).
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
