package relay

import (
	"net/netip"
)

// A block is a range of addresses in which no identity provider lives.
type block struct {
	prefix netip.Prefix
	name   text // in English as the registry names it
	source string
	named  bool // -relay-allow permits it: a private network or this machine
}

// blocks are the IANA IPv4 and IPv6 Special-Purpose Address Registries, whole: what they call globally reachable serves
// other purposes than identity providers. Multicast, site-local and IPv4-compatible addresses stand in other registries.
var blocks = []block{
	{netip.MustParsePrefix("0.0.0.0/8"), text{"this network", "эта сеть"}, "RFC 791", false},
	{netip.MustParsePrefix("0.0.0.0/32"), text{"this host", "этот хост"}, "RFC 1122", false},
	{netip.MustParsePrefix("10.0.0.0/8"), text{"private use", "частная сеть"}, "RFC 1918", true},
	{netip.MustParsePrefix("100.64.0.0/10"), text{"shared address space", "общее адресное пространство провайдера"}, "RFC 6598", true},
	{netip.MustParsePrefix("127.0.0.0/8"), text{"loopback", "сама машина (loopback)"}, "RFC 1122", true},
	{netip.MustParsePrefix("169.254.0.0/16"), text{"link local, cloud metadata", "локальный канал, метаданные облака"}, "RFC 3927", false},
	{netip.MustParsePrefix("172.16.0.0/12"), text{"private use", "частная сеть"}, "RFC 1918", true},
	{netip.MustParsePrefix("192.0.0.0/24"), text{"IETF protocol assignments", "назначения протоколов IETF"}, "RFC 6890", false},
	{netip.MustParsePrefix("192.0.0.0/29"), text{"IPv4 service continuity", "непрерывность службы IPv4"}, "RFC 7335", false},
	{netip.MustParsePrefix("192.0.0.8/32"), text{"IPv4 dummy address", "фиктивный адрес IPv4"}, "RFC 7600", false},
	{netip.MustParsePrefix("192.0.0.9/32"), text{"port control protocol anycast", "anycast протокола PCP"}, "RFC 7723", false},
	{netip.MustParsePrefix("192.0.0.10/32"), text{"TURN anycast", "anycast TURN"}, "RFC 8155", false},
	{netip.MustParsePrefix("192.0.0.170/32"), text{"NAT64/DNS64 discovery", "обнаружение NAT64/DNS64"}, "RFC 8880", false},
	{netip.MustParsePrefix("192.0.0.171/32"), text{"NAT64/DNS64 discovery", "обнаружение NAT64/DNS64"}, "RFC 8880", false},
	{netip.MustParsePrefix("192.0.2.0/24"), text{"documentation, TEST-NET-1", "документация, TEST-NET-1"}, "RFC 5737", false},
	{netip.MustParsePrefix("192.31.196.0/24"), text{"AS112-v4", "AS112-v4"}, "RFC 7535", false},
	{netip.MustParsePrefix("192.52.193.0/24"), text{"AMT", "AMT"}, "RFC 7450", false},
	{netip.MustParsePrefix("192.88.99.0/24"), text{"6to4 relay anycast", "anycast ретрансляторов 6to4"}, "RFC 7526", false},
	{netip.MustParsePrefix("192.168.0.0/16"), text{"private use", "частная сеть"}, "RFC 1918", true},
	{netip.MustParsePrefix("192.175.48.0/24"), text{"AS112 direct delegation", "прямое делегирование AS112"}, "RFC 7534", false},
	{netip.MustParsePrefix("198.18.0.0/15"), text{"benchmarking", "измерение производительности"}, "RFC 2544", false},
	{netip.MustParsePrefix("198.51.100.0/24"), text{"documentation, TEST-NET-2", "документация, TEST-NET-2"}, "RFC 5737", false},
	{netip.MustParsePrefix("203.0.113.0/24"), text{"documentation, TEST-NET-3", "документация, TEST-NET-3"}, "RFC 5737", false},
	{netip.MustParsePrefix("224.0.0.0/4"), text{"multicast", "групповая рассылка (multicast)"}, "RFC 5771", false},
	{netip.MustParsePrefix("240.0.0.0/4"), text{"reserved", "зарезервировано"}, "RFC 1112", false},
	{netip.MustParsePrefix("255.255.255.255/32"), text{"limited broadcast", "ограниченная широковещательная рассылка"}, "RFC 919", false},

	{netip.MustParsePrefix("::/128"), text{"unspecified, which Linux connects to itself", "неуказанный адрес, по нему Linux соединяется с собой"}, "RFC 4291", false},
	{netip.MustParsePrefix("::1/128"), text{"loopback", "сама машина (loopback)"}, "RFC 4291", true},
	{netip.MustParsePrefix("::/96"), text{"IPv4-compatible", "совместимый с IPv4"}, "RFC 4291", false},
	{netip.MustParsePrefix("64:ff9b::/96"), text{"NAT64", "NAT64"}, "RFC 6052", false}, // judged by the address inside
	{netip.MustParsePrefix("64:ff9b:1::/48"), text{"NAT64, local use", "NAT64, локальное применение"}, "RFC 8215", false},
	{netip.MustParsePrefix("100::/64"), text{"discard only", "только для отбрасывания"}, "RFC 6666", false},
	{netip.MustParsePrefix("100:0:0:1::/64"), text{"dummy prefix", "фиктивный префикс"}, "RFC 9780", false},
	{netip.MustParsePrefix("2001::/23"), text{"IETF protocol assignments", "назначения протоколов IETF"}, "RFC 2928", false},
	{netip.MustParsePrefix("2001::/32"), text{"Teredo", "Teredo"}, "RFC 4380", false},
	{netip.MustParsePrefix("2001:1::1/128"), text{"port control protocol anycast", "anycast протокола PCP"}, "RFC 7723", false},
	{netip.MustParsePrefix("2001:1::2/128"), text{"TURN anycast", "anycast TURN"}, "RFC 8155", false},
	{netip.MustParsePrefix("2001:1::3/128"), text{"DNS-SD registration anycast", "anycast регистрации DNS-SD"}, "RFC 9665", false},
	{netip.MustParsePrefix("2001:2::/48"), text{"benchmarking", "измерение производительности"}, "RFC 5180", false},
	{netip.MustParsePrefix("2001:3::/32"), text{"AMT", "AMT"}, "RFC 7450", false},
	{netip.MustParsePrefix("2001:4:112::/48"), text{"AS112-v6", "AS112-v6"}, "RFC 7535", false},
	{netip.MustParsePrefix("2001:10::/28"), text{"ORCHID", "ORCHID"}, "RFC 4843", false},
	{netip.MustParsePrefix("2001:20::/28"), text{"ORCHIDv2", "ORCHIDv2"}, "RFC 7343", false},
	{netip.MustParsePrefix("2001:30::/28"), text{"drone remote ID", "идентификация дронов"}, "RFC 9374", false},
	{netip.MustParsePrefix("2001:db8::/32"), text{"documentation", "документация"}, "RFC 3849", false},
	{netip.MustParsePrefix("2002::/16"), text{"6to4", "6to4"}, "RFC 3056", false},
	{netip.MustParsePrefix("2620:4f:8000::/48"), text{"AS112 direct delegation", "прямое делегирование AS112"}, "RFC 7534", false},
	{netip.MustParsePrefix("3fff::/20"), text{"documentation", "документация"}, "RFC 9637", false},
	{netip.MustParsePrefix("5f00::/16"), text{"segment routing", "сегментная маршрутизация"}, "RFC 9602", false},
	{netip.MustParsePrefix("fc00::/7"), text{"unique local", "уникальный локальный адрес"}, "RFC 4193", true},
	{netip.MustParsePrefix("fe80::/10"), text{"link local", "локальный канал"}, "RFC 4291", false},
	{netip.MustParsePrefix("fec0::/10"), text{"site local", "локальный адрес площадки"}, "RFC 3879", false},
	{netip.MustParsePrefix("ff00::/8"), text{"multicast", "групповая рассылка (multicast)"}, "RFC 4291", false},
}

var (
	globalUnicast = netip.MustParsePrefix("2000::/3") // all that IANA has given out of IPv6
	nat64         = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour     = netip.MustParsePrefix("2002::/16")
	teredo        = netip.MustParsePrefix("2001::/32")
	compatible    = netip.MustParsePrefix("::/96")
)

// judge reports whether an address is one of the public Internet, and if not, in which block it lies. An IPv4 address
// inside an IPv6 one is what is judged where the network unpacks it (mapped, NAT64), and named where it is refused anyway.
func judge(a netip.Addr) (b block, public bool) {
	switch {
	case !a.IsValid():
		return block{name: text{"no address", "не адрес"}}, false
	case a.Zone() != "":
		return block{name: text{"address of one network interface", "адрес одного сетевого интерфейса"}, source: "RFC 4007"}, false
	}
	a = a.Unmap()
	if nat64.Contains(a) {
		inner, public := judge(inside(a, 12, 0))
		if public {
			return block{}, true
		}
		of := inside(a, 12, 0).String() + ", "
		return block{nat64, text{"NAT64 of " + of + inner.name.en, "NAT64 для " + of + inner.name.ru}, "RFC 6052", false}, false
	}
	found := false
	for _, each := range blocks {
		if each.prefix.Contains(a) && (!found || each.prefix.Bits() > b.prefix.Bits()) {
			b, found = each, true
		}
	}
	switch {
	case found:
		for _, tunnel := range []struct {
			prefix netip.Prefix
			at     int
			mask   byte
		}{{sixToFour, 2, 0}, {teredo, 12, 0xff}, {compatible, 12, 0}} {
			if b.prefix == tunnel.prefix {
				of := inside(a, tunnel.at, tunnel.mask).String()
				b.name = text{b.name.en + " of " + of, b.name.ru + " для " + of}
			}
		}
		return b, false
	case a.Is6() && !globalUnicast.Contains(a):
		return block{name: text{"outside of global unicast", "вне глобальных адресов unicast"}, source: "RFC 4291"}, false
	}
	return block{}, true
}

// inside is the IPv4 address at a byte of an IPv6 address; Teredo stores it inverted.
func inside(a netip.Addr, at int, mask byte) netip.Addr {
	raw := a.As16()
	var v4 [4]byte
	for i := range v4 {
		v4[i] = raw[at+i] ^ mask
	}
	return netip.AddrFrom4(v4)
}
