// Package mistake turns the label of a mistake in a Waves password into words. It holds texts alone, so that what
// explains need not carry the cryptography that finds out.
package mistake

// Labels of mistakes that verification decides by name. The whole list is the table below.
const (
	// Of ours: the input holds nothing that could be verified.
	PasswordMissing = "password_missing"
	UsernameMissing = "username_missing"
	RefreshRequest  = "refresh_request"

	OtherKey = "other_key"
)

// text is what a user reads about a mistake.
type text struct{ meaning, cause, fix string }

type kind struct {
	label string
	needs string // data that the request does not hold: "seed"; without it other_key is the answer
	en    text
	ru    text
}

// kinds lists the mistakes in the order in which they are reported when a request has several: what leaks a
// secret, what the service reads first, and then the parts of the password from the outside in.
var kinds = []kind{
	{PasswordMissing, "",
		text{"There is no password in this text.", "Only a part of the request was copied.", "Paste the password, the whole form body or the curl command."},
		text{"В этом тексте нет пароля.", "Скопирована только часть запроса.", "Вставьте пароль, всё тело формы или команду curl."}},
	{RefreshRequest, "",
		text{"This is a refresh request: it carries no signature, so there is nothing to verify.", "grant_type is refresh_token.", "Paste the first request, the one with grant_type=password."},
		text{"Это запрос обновления: подписи в нём нет, проверять нечего.", "grant_type равен refresh_token.", "Вставьте первый запрос, с grant_type=password."}},
	{"username_is_private_key", "",
		text{"The private key was sent as the username.", "Both keys are 32 bytes and look alike in base58.", "Treat the key as leaked: move the funds to a new account. The username is the public key."},
		text{"Вместо username отправлен приватный ключ.", "Оба ключа по 32 байта и в base58 похожи.", "Считайте ключ раскрытым: переведите средства на новый аккаунт. username — это публичный ключ."}},
	{"username_is_seed", "",
		text{"The seed phrase was sent as the username.", "The wrong variable was put into the form.", "Treat the seed as leaked: move the funds to a new account. The username is the public key in base58."},
		text{"Вместо username отправлена seed-фраза.", "В форму попала не та переменная.", "Считайте seed-фразу раскрытой: переведите средства на новый аккаунт. username — публичный ключ в base58."}},
	{"body_is_json", "",
		text{"The body is JSON; the service reads a form.", "The documentation prints the request as if it were JSON.", "Send application/x-www-form-urlencoded: grant_type=password&scope=general&username=…&password=…&client_id=…"},
		text{"Тело запроса — JSON, а сервис ждёт форму.", "В документации запрос напечатан в виде JSON.", "Отправляйте application/x-www-form-urlencoded: grant_type=password&scope=general&username=…&password=…&client_id=…"}},
	{"wrong_grant_type", "",
		text{"grant_type is not password.", "It was left out, or taken from another OAuth flow such as client_credentials.", "Send grant_type=password."},
		text{"grant_type не равен password.", "Параметр пропущен или взят из другой схемы OAuth, например client_credentials.", "Отправьте grant_type=password."}},
	{"client_id_missing", "",
		text{"The form has no client_id.", "The parameter was left out, though its value was signed.", "Add client_id with the very value that was signed: waves.exchange or wx.network."},
		text{"В форме нет client_id.", "Параметр пропущен, хотя его значение подписано.", "Добавьте client_id с тем же значением, что подписано: waves.exchange или wx.network."}},
	{UsernameMissing, "",
		text{"There is no username, so the signature cannot be checked.", "Only the password was copied, or the parameter was left out.", "Give the public key of the account (base58) along with the password."},
		text{"Нет username, поэтому проверить подпись нельзя.", "Скопирован только пароль, или параметр пропущен.", "Добавьте к паролю публичный ключ аккаунта (base58)."}},
	{"username_is_address", "",
		text{"The username is an address, not a public key.", "The address is what wallets show first; the key cannot be computed from it.", "Send the public key: 43 or 44 base58 characters."},
		text{"В username адрес, а не публичный ключ.", "Кошельки первым показывают адрес; вычислить по нему ключ нельзя.", "Отправьте публичный ключ: 43 или 44 символа base58."}},
	{"username_hex", "",
		text{"The public key is in hex.", "A general-purpose library printed the bytes.", "Encode the 32 bytes in base58."},
		text{"Публичный ключ записан в hex.", "Байты напечатала библиотека общего назначения.", "Закодируйте 32 байта в base58."}},
	{"username_base64", "",
		text{"The public key is in base64.", "A general-purpose library printed the bytes.", "Encode the 32 bytes in base58."},
		text{"Публичный ключ записан в base64.", "Байты напечатала библиотека общего назначения.", "Закодируйте 32 байта в base58."}},
	{"username_wrong_length", "",
		text{"The username is not a public key of 32 bytes.", "Characters were lost in copying, or another value was put there.", "Copy the public key again: base58, 43 or 44 characters."},
		text{"username — не публичный ключ из 32 байт.", "При копировании потеряны символы, или подставлено другое значение.", "Скопируйте публичный ключ заново: base58, 43 или 44 символа."}},
	{"low_order_public_key", "",
		text{"The public key is a point of low order: anyone can make signatures for it, with no private key.", "An empty or made-up value (32 zero bytes) was used as the key.", "Refuse such a request. Send the account's own public key."},
		text{"Публичный ключ — точка малого порядка: подпись для него сделает кто угодно, без приватного ключа.", "Ключом послужило пустое или выдуманное значение (32 нулевых байта).", "Отклоняйте такой запрос. Отправьте настоящий публичный ключ аккаунта."}},
	{"public_key_non_canonical", "",
		text{"The public key is a second encoding of a key: bit 255 is set, or the number is not below the field prime.", "Bytes of an Ed25519 key were used, where that bit is the sign.", "Send the X25519 (Montgomery) public key, whose top bit is 0. The second encoding has another address."},
		text{"Публичный ключ записан вторым способом: установлен бит 255 или число не меньше модуля поля.", "Взяты байты ключа Ed25519, где этот бит — знак.", "Отправьте ключ X25519 (Монтгомери), старший бит которого 0. У второй записи другой адрес."}},
	{"password_whitespace", "",
		text{"There is white space in the password.", "The signature was read from a file or a terminal together with its line break.", "Trim the signature before joining it to the expiry."},
		text{"В пароле есть пробельные символы.", "Подпись прочитана из файла или терминала вместе с переводом строки.", "Уберите пробелы и переводы строк у подписи до склейки со сроком."}},
	{"password_double_encoded", "",
		text{"The password is percent-encoded once too often.", "encodeURIComponent was called and then a form encoder, which encodes too.", "Encode once: the colon is %3A in the body, not %253A."},
		text{"Пароль закодирован процентами лишний раз.", "Вызван encodeURIComponent, а потом кодировщик формы, который кодирует сам.", "Кодируйте один раз: двоеточие в теле — %3A, а не %253A."}},
	{"password_is_message", "",
		text{"The password holds the whole signed text.", "Step 4 of the documentation was read as chain:client_id:expires:signature.", "The password is expires:signature, nothing else."},
		text{"В пароле весь подписанный текст.", "Шаг 4 документации понят как chain:client_id:expires:signature.", "Пароль — это expires:signature и больше ничего."}},
	{"password_fields_swapped", "",
		text{"The password is signature:expires, the wrong way round.", "The two parts were joined in the other order.", "Join them as expires:signature."},
		text{"Пароль записан наоборот: signature:expires.", "Части склеены в другом порядке.", "Склейте как expires:signature."}},
	{"password_separator_missing", "",
		text{"There is no colon between expires and the signature.", "The two were joined without a separator or with another one.", "Join them with a colon: expires:signature."},
		text{"Между сроком и подписью нет двоеточия.", "Части склеены без разделителя или с другим.", "Склейте двоеточием: expires:signature."}},
	{"password_expires_missing", "",
		text{"The password is the signature alone.", "The expiry was signed but not sent.", "Send expires:signature with the seconds that were signed."},
		text{"В пароле только подпись.", "Срок подписан, но не отправлен.", "Отправьте expires:signature с теми же секундами, что подписаны."}},
	{"signature_missing", "",
		text{"There is no signature after the expiry.", "Signing was refused or failed, and the empty result was joined in.", "Sign again and check the result before sending it."},
		text{"После срока нет подписи.", "Подписание отклонено или не удалось, и приклеен пустой результат.", "Подпишите снова и проверьте результат до отправки."}},
	{"signature_base58_prefix", "",
		text{"The signature carries the prefix base58:.", "That is how some tools write bytes; here it adds a second colon.", "Send the bare base58 text."},
		text{"Подпись записана с приставкой base58:.", "Так байты пишут некоторые программы; здесь это лишнее двоеточие.", "Отправьте base58 без приставки."}},
	{"signature_hex", "",
		text{"The signature is in hex.", "A general-purpose library printed the bytes.", "Encode the 64 bytes in base58."},
		text{"Подпись записана в hex.", "Байты напечатала библиотека общего назначения.", "Закодируйте 64 байта в base58."}},
	{"signature_base64", "",
		text{"The signature is in base64.", "A general-purpose library printed the bytes.", "Encode the 64 bytes in base58."},
		text{"Подпись записана в base64.", "Байты напечатала библиотека общего назначения.", "Закодируйте 64 байта в base58."}},
	{"signature_base64url", "",
		text{"The signature is in base64url.", "The encoding of JWT was used.", "Encode the 64 bytes in base58."},
		text{"Подпись записана в base64url.", "Взята кодировка JWT.", "Закодируйте 64 байта в base58."}},
	{"signature_base58_other_alphabet", "",
		text{"The signature is in base58 of another alphabet.", "The library's default is the alphabet of Flickr, Ripple or GMP.", "Use the Bitcoin alphabet: 1-9, A-Z, a-z without 0, O, I, l."},
		text{"Подпись в base58 с другим алфавитом.", "У библиотеки по умолчанию алфавит Flickr, Ripple или GMP.", "Возьмите алфавит Bitcoin: 1-9, A-Z, a-z без 0, O, I, l."}},
	{"signature_bad_base58", "",
		text{"The signature holds a character that base58 does not have.", "It was typed or read off a picture: 0, O, I and l are not used.", "Copy the signature again as text."},
		text{"В подписи символ, которого нет в base58.", "Её набрали вручную или распознали с картинки: 0, O, I и l не используются.", "Скопируйте подпись заново как текст."}},
	{"signature_63_bytes", "",
		text{"The signature is 63 bytes, one short of 64.", "A character or byte was cut off, or a leading zero byte was dropped.", "Copy it again, or sign again. Leading zero bytes are leading 1s in base58 and must stay."},
		text{"В подписи 63 байта, на один меньше 64.", "Отрезан символ или байт, либо потерян ведущий нулевой байт.", "Скопируйте или подпишите заново. Ведущие нулевые байты в base58 — ведущие единицы, их нельзя терять."}},
	{"signature_65_bytes", "",
		text{"The signature is 65 bytes, one more than 64.", "A recovery id, a terminator or an extra character was added.", "Send exactly the 64 bytes of the signature."},
		text{"В подписи 65 байт, на один больше 64.", "Добавлен recovery id, завершающий байт или лишний символ.", "Отправьте ровно 64 байта подписи."}},
	{"signature_wrong_length", "",
		text{"The signature is not 64 bytes.", "The documentation's shortened example was used, or the message was left in front of or behind the signature.", "Send the 64 bytes of the signature alone: 86 to 88 base58 characters."},
		text{"В подписи не 64 байта.", "Взят сокращённый пример из документации, или вместе с подписью отправлено сообщение.", "Отправьте только 64 байта подписи: от 86 до 88 символов base58."}},
	{"signature_sign_bit_lost", "",
		text{"Bit 7 of the signature's last byte is wrong: the sign of the Edwards public key was lost.", "Code for Ed25519 or XEdDSA was ported, or s was masked. About half of all accounts still work.", "Set that bit to the top bit of the Edwards public key after signing."},
		text{"Бит 7 последнего байта подписи неверен: потерян знак ключа Эдвардса.", "Перенесён код Ed25519 или XEdDSA, либо s замаскировано. Примерно у половины аккаунтов всё работает.", "После подписания установите этот бит по старшему биту публичного ключа Эдвардса."}},
	{"signature_non_canonical_s", "",
		text{"The second half of the signature, s, is not reduced below the group order.", "The signature was altered on the way, or the library does not reduce.", "Sign again. Lax libraries take it, a strict service does not."},
		text{"Вторая половина подписи, s, не приведена по порядку группы.", "Подпись изменена по пути, или библиотека не приводит s.", "Подпишите снова. Нестрогие библиотеки её примут, строгий сервис — нет."}},
	{"prefix_missing", "",
		text{"The text was signed without the prefix ff ff ff 01.", "Step 3 of the documentation was left out.", "Sign the bytes [255, 255, 255, 1] followed by the text."},
		text{"Текст подписан без префикса ff ff ff 01.", "Пропущен шаг 3 документации.", "Подписывайте байты [255, 255, 255, 1] и за ними текст."}},
	{"prefix_doubled", "",
		text{"The prefix ff ff ff 01 was signed twice.", "The wallet (signCustomData, signMessage) adds it by itself.", "Hand the wallet the bare text."},
		text{"Префикс ff ff ff 01 подписан дважды.", "Кошелёк (signCustomData, signMessage) добавляет его сам.", "Передавайте кошельку текст без префикса."}},
	{"prefix_at_end", "",
		text{"The bytes ff ff ff 01 were put behind the text.", "The arguments of concat are in the wrong order.", "Put the prefix first."},
		text{"Байты ff ff ff 01 поставлены после текста.", "Перепутан порядок аргументов concat.", "Поставьте префикс в начало."}},
	{"prefix_utf8_encoded", "",
		text{"The prefix went through UTF-8 and became c3 bf c3 bf c3 bf 01.", "The prefix was built as a string and then encoded.", "Build the prefix as bytes and join bytes."},
		text{"Префикс прошёл через UTF-8 и стал c3 bf c3 bf c3 bf 01.", "Префикс собран как строка и затем закодирован.", "Собирайте префикс как байты и соединяйте байты."}},
	{"prefix_as_text", "",
		text{"The prefix was signed as text, such as 255,255,255,1.", "An array was joined with a string.", "Turn the text into bytes first, then put the four bytes in front."},
		text{"Префикс подписан как текст, например 255,255,255,1.", "Массив сложен со строкой.", "Сначала переведите текст в байты, потом поставьте четыре байта впереди."}},
	{"prefix_wrong", "",
		text{"Another prefix than ff ff ff 01 was signed.", "Version 2 of custom data was used (ff ff ff 02), or a byte was mistyped.", "Use exactly the bytes 255, 255, 255, 1 (custom data version 1)."},
		text{"Подписан не префикс ff ff ff 01, а другой.", "Взята версия 2 custom data (ff ff ff 02) или ошибка в байте.", "Нужны ровно байты 255, 255, 255, 1 (custom data версии 1)."}},
	{"wallet_auth_instead_of_custom_data", "",
		text{"The text was signed as a wallet login (WavesWalletAuthentication), which adds its own prefix and the host.", "Keeper auth() was called.", "Call signCustomData with version 1, or Signer signMessage."},
		text{"Текст подписан как вход через кошелёк (WavesWalletAuthentication): к нему добавлены свой префикс и хост.", "Вызван auth() Keeper.", "Вызовите signCustomData версии 1 или signMessage Signer."}},
	{"message_hashed_first", "",
		text{"A hash of the message was signed instead of the message.", "Other blockchains sign hashes.", "Sign the bytes themselves: the scheme hashes inside."},
		text{"Подписан хеш сообщения вместо сообщения.", "В других блокчейнах подписывают хеш.", "Подписывайте сами байты: схема хеширует внутри."}},
	{"message_hex_text", "",
		text{"The hex text of the message was signed.", "One encoding step too many.", "Sign the bytes, not their hex."},
		text{"Подписан hex-текст сообщения.", "Лишний шаг кодирования.", "Подписывайте байты, а не их hex."}},
	{"message_base64_text", "",
		text{"The base64 text of the message was signed.", "The field binary of custom data was signed without being decoded.", "Decode base64 first and sign the bytes."},
		text{"Подписан base64-текст сообщения.", "Поле binary подписано без декодирования.", "Сначала декодируйте base64, подписывайте байты."}},
	{"message_utf16", "",
		text{"The text was signed in UTF-16.", "Strings of the platform are UTF-16 and their bytes were taken as they are.", "Encode the text as UTF-8 (it is all ASCII)."},
		text{"Текст подписан в UTF-16.", "Строки платформы хранятся в UTF-16, и взяты их байты.", "Кодируйте текст в UTF-8 (он целиком ASCII)."}},
	{"message_chain_missing", "",
		text{"The signed text has no chain id.", "The first field was left out.", "Sign chain:client_id:expires, for example W:waves.exchange:1584651600."},
		text{"В подписанном тексте нет chain id.", "Пропущено первое поле.", "Подписывайте chain:client_id:expires, например W:waves.exchange:1584651600."}},
	{"wrong_chain_case", "",
		text{"The chain id was signed in the wrong case.", "w instead of W.", "Use the capital letter."},
		text{"Chain id подписан в другом регистре.", "w вместо W.", "Пишите заглавную букву."}},
	{"wrong_chain_numeric", "",
		text{"The chain id was signed as a number.", "The byte value of the character (87 for W) was printed.", "Sign the character itself."},
		text{"Chain id подписан числом.", "Напечатан код символа (87 для W).", "Подписывайте сам символ."}},
	{"wrong_chain", "",
		text{"The signature is for another network.", "Mainnet W, testnet T and stagenet S were mixed up.", "Sign with the chain of the host: W for mainnet, T for testnet."},
		text{"Подпись сделана для другой сети.", "Перепутаны mainnet W, testnet T и stagenet S.", "Подписывайте с chain id этого хоста: W для mainnet, T для testnet."}},
	{"wrong_client_id_case", "",
		text{"The client_id was written in the wrong case.", "Waves.Exchange instead of waves.exchange.", "Use lower case in the message and in the form."},
		text{"client_id записан в другом регистре.", "Waves.Exchange вместо waves.exchange.", "Пишите строчными и в сообщении, и в форме."}},
	{"wrong_client_id", "",
		text{"The signature is for another client_id than the one sent.", "waves.exchange and wx.network were mixed up when the service changed its name.", "Use one value in the message and in the form."},
		text{"Подписан один client_id, отправлен другой.", "waves.exchange и wx.network перепутаны после переименования сервиса.", "Возьмите одно значение и в сообщении, и в форме."}},
	{"message_fields_swapped", "",
		text{"The fields of the signed text are in another order.", "The client id or the expiry was put first.", "The order is chain:client_id:expires."},
		text{"Поля подписанного текста стоят в другом порядке.", "Первым поставлен client_id или срок.", "Порядок: chain:client_id:expires."}},
	{"message_separator", "",
		text{"The fields of the signed text are joined by something other than a single colon.", "A space after the colon, or another separator.", "Join them with a colon and nothing else."},
		text{"Поля подписанного текста соединены не одним двоеточием.", "Пробел после двоеточия или другой разделитель.", "Соединяйте двоеточием и ничем больше."}},
	{"message_trailing_newline", "",
		text{"A line break behind the text was signed too.", "echo without -n, or a file that ends in a line break.", "Trim the text before signing it."},
		text{"Вместе с текстом подписан перевод строки.", "echo без -n или файл с переводом строки в конце.", "Уберите перевод строки до подписания."}},
	{"expires_not_integer", "",
		text{"The expiry is not a whole number.", "A floating-point value was printed (604800.0, 1.58e+09).", "Round to whole seconds and print an integer."},
		text{"Срок записан не целым числом.", "Напечатано число с плавающей точкой (604800.0, 1.58e+09).", "Округлите до целых секунд и печатайте целое."}},
	{"expires_milliseconds", "",
		text{"The expiry is in milliseconds, in the message and in the password.", "Date.now() counts milliseconds.", "Divide by 1000 and round down."},
		text{"Срок в миллисекундах — и в сообщении, и в пароле.", "Date.now() считает миллисекунды.", "Разделите на 1000 и округлите вниз."}},
	{"expires_milliseconds_in_message", "",
		text{"The signed text has the expiry in milliseconds, the password in seconds.", "The division by 1000 was done for one of the two only.", "Compute the seconds once and use them in both places."},
		text{"В подписанном тексте срок в миллисекундах, в пароле — в секундах.", "Деление на 1000 сделано только в одном месте.", "Вычислите секунды один раз и подставьте в оба места."}},
	{"expires_milliseconds_in_password", "",
		text{"The password has the expiry in milliseconds, the signed text in seconds.", "The division by 1000 was done for one of the two only.", "Compute the seconds once and use them in both places."},
		text{"В пароле срок в миллисекундах, в подписанном тексте — в секундах.", "Деление на 1000 сделано только в одном месте.", "Вычислите секунды один раз и подставьте в оба места."}},
	{"expires_is_duration", "",
		text{"The expiry is a duration, not a point in time.", "604800 (or timeIntervalSinceNow) was used as it is.", "Add the current Unix time in seconds."},
		text{"Вместо момента времени указана длительность.", "604800 (или timeIntervalSinceNow) подставлено как есть.", "Прибавьте текущее Unix-время в секундах."}},
	{"expires_mismatch", "",
		text{"The signed text and the password carry different seconds.", "The clock was read twice.", "Compute the expiry once and use it in both places."},
		text{"В подписанном тексте и в пароле разные секунды.", "Часы прочитаны дважды.", "Вычислите срок один раз и подставьте в оба места."}},
	{"ed25519_instead_of_curve25519", "seed",
		text{"The signature is Ed25519 (RFC 8032) made with the private key as its seed.", "PyNaCl SigningKey(private key) or crypto/ed25519 was used.", "Use the Curve25519 scheme of Waves: ts-lib-crypto, gowaves or python-axolotl-curve25519."},
		text{"Это подпись Ed25519 (RFC 8032), где приватный ключ взят как её seed.", "Использован PyNaCl SigningKey(private key) или crypto/ed25519.", "Нужна схема Curve25519 из Waves: ts-lib-crypto, gowaves или python-axolotl-curve25519."}},
	{"other_key_seed_whitespace", "seed",
		text{"The signature is by the account of the same seed with other white space.", "A line break, a double or a no-break space: wallets trim the seed, libraries do not.", "Use the exact seed for both; compare the addresses."},
		text{"Подписал аккаунт той же seed-фразы с другими пробелами.", "Перевод строки, двойной или неразрывный пробел: кошельки обрезают seed, библиотеки — нет.", "Используйте одну и ту же строку; сравните адреса."}},
	{"other_key_nonce", "seed",
		text{"The signature is by another account number (nonce) of the same seed.", "The wallet holds several accounts of one seed.", "Use one nonce for the public key and for signing."},
		text{"Подписал аккаунт той же seed-фразы с другим номером (nonce).", "В кошельке несколько аккаунтов одной seed-фразы.", "Возьмите один nonce и для ключа, и для подписи."}},
	{"other_key_private_key_as_seed", "seed",
		text{"The text of the private key was used as a seed phrase.", "signBytes(key) takes a string for a seed.", "Call signBytes({privateKey: key})."},
		text{"Текст приватного ключа использован как seed-фраза.", "signBytes(key) считает строку seed-фразой.", "Вызовите signBytes({privateKey: key})."}},
	{"signature_corrupted", "",
		text{"The signature was damaged: one character makes it right.", "A typing or copying error.", "Copy the signature again as text, or sign again."},
		text{"Подпись повреждена: исправление одного символа делает её верной.", "Ошибка набора или копирования.", "Скопируйте подпись заново как текст или подпишите снова."}},
	{OtherKey, "",
		text{"The signature is not by this public key over any message we know people to sign.", "Another account signed: two wallets, another nonce, other white space in the seed, a private key taken for a seed, or Ed25519. These look alike from outside.", "Compare the public key of the signer with the username. Given the seed too, which never leaves this machine, the exact reason can be named."},
		text{"Подпись сделана не этим ключом — ни над одним из сообщений, которые обычно подписывают.", "Подписал другой аккаунт: два кошелька, другой nonce, другие пробелы в seed, приватный ключ вместо seed или Ed25519. Снаружи это неразличимо.", "Сравните публичный ключ подписавшего с username. Если дать и seed (он не покидает этой машины), причину можно назвать точно."}},
	{"expired", "",
		text{"The password has expired.", "An old password was pasted, or the local clock is behind.", "Make a new one."},
		text{"Срок пароля истёк.", "Вставлен старый пароль, или местные часы отстают.", "Сделайте новый."}},
	{"expires_over_7_days", "",
		text{"The password expires more than seven days ahead, which the service does not allow.", "A longer lifetime was asked for, or the local clock is ahead.", "Stay under 604800 seconds, with a few minutes of margin for clocks."},
		text{"Срок пароля дальше семи дней, сервис такого не допускает.", "Запрошен больший срок, или местные часы спешат.", "Оставайтесь в пределах 604800 секунд с запасом в несколько минут на расхождение часов."}},
	{"wrong_scope", "",
		text{"scope is not general.", "It was left out, or taken from older code (client).", "Send scope=general."},
		text{"scope не равен general.", "Параметр пропущен или взят из старого кода (client).", "Отправьте scope=general."}},
}

// Rank orders labels as a report lists them.
func Rank(label string) int { return ranks[label] }

var ranks = func() map[string]int {
	rank := map[string]int{}
	for i, k := range kinds {
		rank[k.label] = i
	}
	return rank
}()

// Label is a mistake that Verify can name. Needs is "seed" for one that the request alone cannot prove: it takes
// Options.Suspects, and without them the answer is other_key, with the label among Verdict.Possible.
type Label struct {
	Mistake string `json:"mistake"`
	Needs   string `json:"needs,omitempty"`
}

// Labels lists what Verify can name, in the order of report.
func Labels() []Label {
	labels := make([]Label, len(kinds))
	for i, k := range kinds {
		labels[i] = Label{k.label, k.needs}
	}
	return labels
}

// Explain returns a mistake with its texts in a language, "en" or "ru".
func Explain(label, lang string) Mistake {
	i, ok := ranks[label]
	if !ok {
		return Mistake{Mistake: label}
	}
	t := kinds[i].en
	if lang == "ru" {
		t = kinds[i].ru
	}
	return Mistake{Mistake: label, Explanation: t.meaning, Cause: t.cause, Fix: t.fix}
}

// Mistake is one mistake with its texts. Detail is what was seen in this request.
type Mistake struct {
	Mistake     string `json:"mistake"`
	Explanation string `json:"explanation"`
	Cause       string `json:"cause"`
	Fix         string `json:"fix"`
	Detail      string `json:"detail,omitempty"`
}
