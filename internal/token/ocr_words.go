package token

// Words that tokens are made of, for recovering damaged ones: a reading that gives a word is
// more likely than one that gives none. Lower case; the model writes them Capitalised and
// UPPER CASE as well.
const tokenWords = `
openid profile email address phone offline access offline_access microprofile jwt roles web origins basic acr api
account manage view links delete default uma authorization uma_authorization manage-account manage-account-links view-profile
view-applications view-consent manage-consent view-groups delete-account realm realms management query users clients groups
create client impersonation admin user administrator manager editor viewer guest operator support developer owner member
read write update list search execute publish subscribe order orders payment payments report reports catalog customer
client_registration registration dynamic initial registration_access token tokens test dev stage staging prod production demo local beta sandbox
localhost local host auth oauth oauth2 openid-connect protocol sso login idp iam id identity keycloak server service services
public private internal external backend frontend gateway portal app application apps mobile android ios desktop browser
agent user_agent public_api ca esb bus passport market data info trade trading exchange broker bank finance cert certificate
http https www com org net ru io de eu local cloud example default v1 v2 common tenant microsoft microsoftonline windows sts
google accounts googleapis googleusercontent okta auth0 amazonaws cognito amazoncognito moex waves wx network
bearer refresh offline logout jwt rs256 hs256 password pwd otp mfa sms hwk swk urn openid mace incommon iap silver bronze gold
session state general scope audience issuer subject group role permission permissions company organization organisation department
platform system core main master master-realm broker security admin-cli console team project production-api
shop store market cart basket billing invoice news support sales partner partners customers students staff employees mail gmail yandex outlook hotmail proton icloud yahoo inbox rambler list corp company office
anna maria elena olga tatiana natalia irina svetlana ekaterina julia anastasia daria ksenia marina polina vera
ivan petr alexander alexey andrey sergey dmitry mikhail nikolay vladimir maxim evgeny igor oleg pavel roman denis
anton artem kirill ilya konstantin yury viktor georgy stanislav timur ruslan john jane mary peter paul james robert michael
william david richard thomas charles daniel matthew mark steven andrew george kevin brian alice bob carol eve smith jones
brown miller davis wilson taylor ivanov petrov sidorov smirnov kuznetsov popov vasiliev sokolov mikhailov novikov fedorov
morozov volkov alekseev lebedev semenov egorov pavlov kozlov stepanov nikolaev orlov andreev makarov nikitin zakharov
`

// russianNames: given names, patronymics and the commonest surnames.
const russianNames = `
Александр Алексей Анатолий Андрей Антон Арсений Артём Артем Борис Вадим Валентин Валерий Василий Виктор Виталий Владимир Владислав
Всеволод Вячеслав Геннадий Георгий Глеб Григорий Даниил Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Лев
Леонид Максим Матвей Михаил Никита Николай Олег Павел Пётр Петр Роман Руслан Семён Сергей Станислав Степан Тимофей Тимур
Фёдор Федор Юрий Яков Ярослав Александра Алина Алла Анастасия Анна Валентина Валерия Вера Вероника Виктория Галина Дарья Евгения
Екатерина Елена Елизавета Инна Ирина Кристина Ксения Лариса Лидия Любовь Людмила Маргарита Марина Мария Надежда Наталья Нина
Оксана Ольга Полина Светлана София Тамара Татьяна Ульяна Юлия Яна
Александрович Алексеевич Анатольевич Андреевич Антонович Борисович Вадимович Валентинович Валерьевич Васильевич Викторович
Витальевич Владимирович Владиславович Вячеславович Геннадьевич Георгиевич Григорьевич Денисович Дмитриевич Евгеньевич Егорович
Иванович Игоревич Ильич Кириллович Константинович Леонидович Львович Максимович Михайлович Николаевич Олегович Павлович
Петрович Романович Русланович Семёнович Сергеевич Станиславович Степанович Фёдорович Юрьевич Яковлевич Ярославович
Александровна Алексеевна Анатольевна Андреевна Борисовна Валерьевна Васильевна Викторовна Витальевна Владимировна Вячеславовна
Геннадьевна Дмитриевна Евгеньевна Ивановна Игоревна Константиновна Леонидовна Михайловна Николаевна Олеговна Павловна Петровна
Романовна Сергеевна Юрьевна Антоновна Максимовна Степановна Фёдоровна Егоровна Кирилловна Григорьевна Викторовна Валентиновна Вадимовна
Яковлевна Львовна Ильинична Денисовна Георгиевна Аркадьевна Станиславовна Владиславовна Витальевна Руслановна Тимуровна
Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Федоров Морозов Волков Алексеев Лебедев Семёнов Егоров
Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов
Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв
Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров Матвеев
Титов Марков Миронов Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев
Тимофеев Фомин Чернов Абрамов Мартынов Ефимов Федотов Щербаков Назаров Калинин Исаев Чернышёв Быков Маслов Родионов Коновалов
Лазарев Воронин Климов Филатов Пономарёв Голубев Кудрявцев Прохоров Наумов Потапов Журавлёв Овчинников Трофимов Леонов Соболев
Ермаков Колесников Гончаров Емельянов Никифоров Грачёв Котов Гришин Ефремов Архипов Громов Кириллов Малышев Панов Моисеев
Румянцев Акимов Кондратьев Бирюков Горбунов Анисимов Ерёмин Тихомиров Галкин Лукьянов Михеев Скворцов Юдин Белоусов Нестеров
Симонов Прокофьев Харитонов Князев Цветков Левин Митрофанов Воронов Аксёнов Софронов Мальцев Логинов Горшков Савин Краснов
Майоров Демидов Елисеев Рыбаков Сафонов Плотников Демин Хохлов Фадеев Молчанов Игнатов Литвинов Ершов Ушаков Дементьев
Рябов Мухин Калашников Леонтьев Лобанов Кузин Корнеев Евдокимов Бородин Платонов Некрасов Балашов Бобров Жданов Блинов
Иванова Смирнова Кузнецова Попова Васильева Петрова Соколова Михайлова Новикова Фёдорова Морозова Волкова Алексеева Лебедева
Семёнова Егорова Павлова Козлова Степанова Николаева Орлова Андреева Макарова Никитина Захарова
`

// fieldClass says what a claim's value looks like.
type fieldClass uint8

const (
	anyValue fieldClass = iota
	textValue
	timeValue
	boolValue
	listValue
	objectValue
	uuidValue
	keyValue // random base64url: kid, hashes
	nameValue
	numberValue
	urlValue
	idValue // one word: a login name, a client id
)

// fieldClasses of names whose value is not plain text; time claims come from the fact tables.
var fieldClasses = map[string]fieldClass{
	"email_verified": boolValue, "phone_number_verified": boolValue, "aud": listValue, "amr": listValue, "roles": listValue,
	"groups": listValue, "scp": listValue, "allowed-origins": listValue, "crit": listValue, "permissions": listValue,
	"realm_access": objectValue, "resource_access": objectValue, "address": objectValue, "cnf": objectValue, "esb": objectValue, "act": objectValue,
	"authorization": objectValue, "jti": uuidValue, "sub": uuidValue, "sid": uuidValue, "session_state": uuidValue, "oid": uuidValue, "tid": uuidValue,
	"kid": keyValue, "at_hash": keyValue, "c_hash": keyValue, "x5t": keyValue, "x5t#S256": keyValue, "nonce": keyValue, "uti": keyValue,
	"name": nameValue, "given_name": nameValue, "family_name": nameValue, "middle_name": nameValue, "lt": numberValue,
	"email": idValue, "preferred_username": idValue, "azp": idValue, "client_id": idValue, "upn": idValue, "unique_name": idValue,
	"username": idValue, "cognito:username": idValue, "locale": idValue, "acr": idValue, "typ": idValue, "token_use": idValue,
}

// usualValues of names that take few.
var usualValues = map[string][]string{
	"alg": {"RS256", "RS384", "RS512", "HS256", "HS384", "HS512", "ES256", "ES384", "ES512", "PS256", "EdDSA", "none"},
	"typ": {"JWT", "at+jwt", "Bearer", "ID", "Refresh", "Offline", "Logout", "JOSE"},
	"acr": {"0", "1", "2", "urn:mace:incommon:iap:silver"}, "token_use": {"access", "id"}, "ver": {"1.0", "2.0"}, "nb": {"W", "T"},
	"scope": {"openid", "openid email profile", "openid profile email", "profile email", "email profile", "general", "openid offline_access",
		"2F_CA_Auth client_registration profile email"}, // MOEX's instruction for the new token
	"locale":   {"en", "ru", "de", "en-US", "ru-RU"},
	"appidacr": {"0", "1", "2"}, "azpacr": {"0", "1", "2"}, "idtyp": {"app", "user"}, "gender": {"male", "female"},
}

// constants are strings that software writes, not people: a value of nothing else is as sure as a known name.
const constants = " openid profile email phone address offline_access uma_authorization manage-account manage-account-links " +
	"view-profile account roles web-origins microprofile-jwt acr basic general Bearer ID Refresh Offline JWT at+jwt RS256 HS256 ES256 PS256 EdDSA access id "
