package main

import (
	"errors"

	"grantlens/internal/cli"
	"grantlens/internal/redact"
	"grantlens/internal/rpc/vault"
	"grantlens/internal/token/jwe"
	"grantlens/internal/token/verify"
	"grantlens/internal/waves/sign"
)

// Every problem that the command line itself finds. A test holds the two languages together.
var (
	// The command line.
	errNoCommand       = cli.New("no such command; grantlens help lists them", "такой команды нет; все команды покажет grantlens help")
	errNearCommand     = cli.New("no such command; is %s meant? grantlens help lists them", "такой команды нет; возможно, нужна %s? Все команды покажет grantlens help")
	errFileForCommand  = cli.New("a command goes first: grantlens diagnose %s", "сначала нужна команда: grantlens diagnose %s")
	errFlagForCommand  = cli.New("a command goes first, its flags after it; grantlens help lists the commands", "сначала нужна команда, флаги – после неё; все команды покажет grantlens help")
	errNoSubcommand    = cli.New("takes %s or %s first; grantlens %s -h explains both", "сначала нужно %s или %s; что они делают, скажет grantlens %s -h")
	errNegative        = cli.New("want a duration of 0 or more, such as 30s", "нужна длительность не меньше 0, например 30s")
	errNoArguments     = cli.New("takes no arguments", "не принимает аргументов")
	errOneFile         = cli.New("takes one file, or - for standard input", "принимает один файл или «-», то есть стандартный ввод")
	errOneRedacted     = cli.New("takes one file; to mask several, run it once for each", "принимает один файл; чтобы замаскировать несколько, запустите команду для каждого")
	errOneToken        = cli.New("takes one argument: quote it, or give it on standard input", "принимает один аргумент: возьмите его в кавычки или подайте на стандартный ввод")
	errOneForm         = cli.New("takes one argument: quote the form body, for the shell reads & as the end of a command", "принимает один аргумент: возьмите тело формы в кавычки, иначе оболочка примет & за конец команды")
	errOneURL          = cli.New("takes one argument: quote the URL, for the shell reads & as the end of a command", "принимает один аргумент: возьмите URL в кавычки, иначе оболочка примет & за конец команды")
	errNoSeedArgument  = cli.New("takes no arguments: type the seed when asked, or give it on standard input, so that it stays out of the shell's history", "не принимает аргументов: введите seed по запросу или подайте на стандартный ввод, чтобы он не остался в истории оболочки")
	errChain           = cli.New("want one byte, such as W (mainnet) or T (testnet)", "нужен один байт, например W (основная сеть) или T (тестовая)")
	errSecretOnStdin   = cli.New("give the token as an argument, for standard input is where the secret is typed", "дайте токен аргументом: стандартный ввод занят секретом")
	errSeedOnStdin     = cli.New("give the request as an argument, for standard input is where the seed is typed", "дайте запрос аргументом: стандартный ввод занят seed")
	errNothingToOpen   = cli.New("no encrypted token (JWE) is there, so the key was not used", "зашифрованного токена (JWE) нет, поэтому ключ не понадобился")
	errNoRule          = cli.New("no rule and no code of this name", "нет ни правила, ни кода с таким именем")
	errNoProvider      = cli.New("no provider of this id", "нет провайдера с таким id")
	errThereIs         = cli.New("; there is %s", "; есть %s")
	errReadingTerminal = cli.New("reading what is typed; %s on an empty line ends it", "читаю то, что вводится; закончить – %s в пустой строке")

	// Files and standard input.
	errEmptyFolder = cli.New("no files in this folder", "в этой папке нет файлов")
	errNotGzip     = cli.New("begins like gzip and is not", "начинается как gzip, но это не gzip")
	errCut         = cli.New("could not be read to its end", "не удалось дочитать до конца")
	errNotOut      = cli.New("the answer could not be written to its end", "не удалось дописать ответ до конца")
	errTooLarge    = cli.New("larger than %d MB; give the part that matters alone", "больше %d МБ; дайте только нужную часть")
	errNotText     = cli.New("not a text; nothing of it was written", "это не текст; ничего из него не выведено")

	// Tokens, keys, seeds.
	errNoToken      = cli.New("there is no token: give one as an argument or on standard input", "токена нет: дайте его аргументом или на стандартном вводе")
	errNoSecret     = cli.New("no secret was given", "секрет не введён")
	errTyping       = cli.New("could not be read from the terminal", "не удалось прочитать с терминала")
	errTyped        = cli.New("could not be read from standard input, or is larger than 64 KB", "не удалось прочитать со стандартного ввода, или это больше 64 КБ")
	errEmptyKeys    = cli.New("the file is empty", "файл пуст")
	errIsDiscovery  = cli.New("this is the discovery document, not the key set: give what its jwks_uri points at, or use -discovery", "это документ discovery, а не набор ключей: дайте то, на что указывает его jwks_uri, или используйте -discovery")
	errIsHTML       = cli.New("this is an HTML page, not a key set: the address answers with a login or an error page", "это страница HTML, а не набор ключей: по этому адресу отвечает страница входа или ошибки")
	errNotJWKS      = cli.New("neither a JWKS nor a JWK", "не JWKS и не JWK")
	errNotPEM       = cli.New("not PEM: that begins with -----BEGIN PUBLIC KEY----- or -----BEGIN CERTIFICATE-----", "не PEM: он начинается с -----BEGIN PUBLIC KEY----- или -----BEGIN CERTIFICATE-----")
	errNoPEMKey     = cli.New("PEM without a key that can verify: a public key or a certificate is wanted, whole", "в PEM нет ключа для проверки: нужен открытый ключ или сертификат, целиком")
	errNoDiscovery  = cli.New("not a discovery document: a JSON object with issuer", "не документ discovery: нужен объект JSON с issuer")
	errNotJWE       = cli.New("the token is not a complete JWE: five parts with dots between", "токен – не полный JWE: пять частей через точку")
	errJWEAlg       = cli.New("the algorithm of the key or of the content is not supported", "алгоритм ключа или содержимого не поддерживается")
	errNoJWEKey     = cli.New("no usable key: give a private key (JWK, JWKS or PEM), the shared key, or the password", "нет пригодного ключа: дайте закрытый ключ (JWK, JWKS или PEM), общий ключ или пароль")
	errWrongKey     = cli.New("the key does not fit, or the token was changed", "ключ не подходит, или токен изменён")
	errWhiteSpace   = cli.New("there is white space around the seed, and it makes another account: kept %s, trimmed %s. Choose with -spaces keep or -spaces trim; wallets trim", "вокруг seed есть пробелы, и с ними получается другой аккаунт: с пробелами %s, без них %s. Выберите -spaces keep или -spaces trim; кошельки пробелы убирают")
	errOtherReading = cli.New("note: with -seed-as %s the account would be %s", "заметка: с -seed-as %s аккаунт был бы %s")
)

// ofPackages are the errors of packages that a person can cause, as the command line words them.
var ofPackages = map[error]cli.Problem{
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

// known words the errors of packages.
func (c *call) known(err error) error {
	var refused *sign.Error
	if errors.As(err, &refused) {
		said := vault.Refusal(refused, c.lang)
		said.Message += ". " + said.Data.Hint
		return cli.Problem{EN: said.Message, RU: said.Message} // in the language of the call already
	}
	for each, problem := range ofPackages {
		if errors.Is(err, each) {
			return problem
		}
	}
	return nil
}

// words are an error in the language of the call.
func (c *call) words(err error) string { return cli.Words(err, c.lang, c.known) }
